// One step of a workflow that uses the Action, as the runner runs it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, dist } from '../../support/cli.ts';
import { repository } from '../../support/corpus.ts';

/** What a step left behind. */
export interface Step {
  code: number | null;
  stdout: string;
  stderr: string;
  /** lines that the runner obeys, of both streams */
  commands: string[];
  outputs: Record<string, string>;
  summary: string;
  /** folders put before PATH for later steps */
  paths: string[];
  /** what is kept for the post step */
  state: Record<string, string>;
}

export interface StepOptions {
  /** by name, as under `with:` */
  inputs?: Record<string, string>;
  environment?: Record<string, string | undefined>;
  started?: (child: ChildProcess) => void;
  /** run the post step of a job that failed, with what the step kept for it */
  after?: Pick<Step, 'state'>;
}

const made: string[] = [];

/** Takes away what steps left. */
export function removeSteps(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Runs dist/action.cjs under `node`, or dist/post.cjs after it. */
export async function runStep(
  node: string,
  { inputs = {}, environment = {}, started, after }: StepOptions,
): Promise<Step> {
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-step-'));
  made.push(folder);
  const file = (name: string): string => join(folder, name);
  for (const name of ['output', 'summary', 'path', 'state']) writeFileSync(file(name), '');
  mkdirSync(file('temp'));
  const child = spawn(node, [join(dist, after ? 'post.cjs' : 'action.cjs')], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
    env: {
      ...cleanEnvironment(),
      GITHUB_ACTIONS: 'true',
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_PATH: file('path'),
      GITHUB_STATE: file('state'),
      RUNNER_TEMP: file('temp'),
      ...Object.fromEntries(Object.entries(inputs).map(([name, text]) => [inputVariable(name), text])),
      ...Object.fromEntries(
        Object.entries(after?.state ?? {}).map(([name, text]) => [`STATE_${name}`, text]),
      ),
      ...environment,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  started?.(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return {
    code,
    stdout,
    stderr,
    commands: [...commandsOf(stdout), ...commandsOf(stderr)],
    outputs: parseFileCommand(readFileSync(file('output'), 'utf8')),
    summary: readFileSync(file('summary'), 'utf8'),
    state: parseFileCommand(readFileSync(file('state'), 'utf8')),
    paths: readFileSync(file('path'), 'utf8').split('\n').filter(Boolean),
  };
}

function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** Lines that the runner takes for commands (its ActionCommand: `::` first after white space, `##[` anywhere). */
function commandsOf(stream: string): string[] {
  return stream
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
}

/** The `name<<delimiter` form of GITHUB_OUTPUT. */
function parseFileCommand(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const [, name, delimiter] = /^([\w-]+)<<(.+)$/.exec(lines[i] ?? '') ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, i);
    values[name] = lines.slice(i + 1, end).join('\n');
    i = end;
  }
  return values;
}
