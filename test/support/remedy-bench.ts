import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RemedyDone } from '../../src/guard/remedies/remedy.ts';
import { type Judgement, goes } from '../../src/guard/judge.ts';
import { remediesFor } from '../../src/guard/remedies/remedies.ts';
import { Machine } from '../../src/machine/machine.ts';
import { predict } from '../../src/predict/predict.ts';
import { plainNeed } from '../../src/request/plain-request.ts';
import type { MemoryPath } from '../../src/request/request.ts';
import { FakeIo } from './fake-io.ts';
import { FragmentedRoot } from './fragmented-root.ts';

/** One guard's run, as far as its remedies see it. */
export interface RemedyPlan {
  compact?: boolean;
  dropCaches?: boolean;
  order?: number;
  path?: MemoryPath;
  strict?: boolean;
  /** happens at each look that the remedy itself takes */
  atLook?: () => void;
}

/** A machine of fragmented memory, a clock, and remedies to try on them. */
export class RemedyBench {
  readonly root: FragmentedRoot;
  io = new FakeIo();
  limitMilliseconds = 60_000;

  constructor(nodes: readonly number[] = [0]) {
    this.root = new FragmentedRoot(nodes);
  }

  read(name: string): string {
    return readFileSync(join(this.root.path, name), 'utf8');
  }

  /** Sees the root as it is. */
  look({ order = 9, path = 'contiguous' }: RemedyPlan): Judgement {
    const machine = new Machine(this.root.path);
    const need = plainNeed({ order, path }, 4096);
    const look = machine.look();
    look.add(['vmstat', 'meminfo']);
    const { snapshot } = look;
    const answer = { need, prediction: predict(need.request, snapshot, machine.kernel), snapshot };
    return { ...answer, answers: [answer], look };
  }

  /** A guard's remedies over its whole run: each call is one attempt. */
  remedy(plan: RemedyPlan = {}): () => Promise<RemedyDone> {
    const { compact = true, dropCaches = false } = plan;
    const apply = remediesFor(
      { compact, dropCaches },
      {
        machine: new Machine(this.root.path),
        io: this.io,
        judge: () => {
          plan.atLook?.();
          return this.look(plan);
        },
        goes: (prediction) => goes(prediction, plan.strict ?? true),
        limitMilliseconds: () => this.limitMilliseconds,
      },
    );
    return () => apply(this.look(plan));
  }
}
