// Kernel logs: their lines, their reports, and their bytes.
import { daemonForms, inForm, kernelForms, outerForms } from '../../../test/kernel-log/support/forms.ts';
import { ages, reportLines, vethReport } from '../../../test/kernel-log/support/report-text.ts';
import { type Explanation, Explainer, explainText } from '../../../src/kernel-log/explain/explainer.ts';
import { parseStatement } from '../../../src/kernel-log/line/parse-statement.ts';
import { parseLogLine } from '../../../src/kernel-log/line/prefix.ts';
import { maxLineLength } from '../../../src/kernel-log/read/line-limit.ts';
import { LogInput } from '../../../src/kernel-log/read/log-input.ts';
import { TurnRound } from '../../../src/kernel-log/read/turn-round.ts';
import { Scanner } from '../../../src/kernel-log/read/scanner.ts';
import { parseFast } from '../../../src/options/parse.ts';
import { decodeSettings, requireOneWant } from '../../../src/options/settings.ts';
import { githubFormat } from '../../../src/report/explain/github.ts';
import { jsonFormat } from '../../../src/report/explain/json.ts';
import { textFormat } from '../../../src/report/explain/text.ts';
import { demand, demandCommands, demandInert, demandJson, demandSentence } from '../laws.ts';
import { asBytes, fromBytes, textsIn } from '../seeds.ts';
import type { Target } from '../target.ts';

function realLogs(): string[] {
  return textsIn('test/fixtures/logs', /\.log$/);
}

/** A report of each age, in the forms in which logs come. */
function printedLogs(): string[] {
  const forms = [...kernelForms, ...daemonForms, ...outerForms];
  return forms.map((form, i) => {
    const age = ages[i % ages.length] ?? ages[0];
    return age ? asBytes(inForm(reportLines(vethReport(age, { order: i % 11 }), age), form).join('\n')) : '';
  });
}

/** Programs that say themselves that there was no memory, and headers that real logs have seldom. */
const singleLines = [
  'iptables: Memory allocation problem.',
  'iptables-restore v1.8.9 (legacy): iptables-restore: line 12 failed',
  'warn_alloc: 12 callbacks suppressed',
  'a: page allocation stalls for 10004ms, order:0, mode:0x24201ca(GFP_HIGHUSER_MOVABLE|__GFP_COLD)',
  'SLUB: Unable to allocate memory on node -1, gfp=0x92800(GFP_NOWAIT|__GFP_NORETRY)',
  '  cache: kmalloc-4096, object size: 4096, buffer size: 4096, default order: 3, min order: 0',
  'vmap allocation for size 335872 failed: use vmalloc=<size> to increase size',
  'python3 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=4, oom_score_adj=0',
  'Memory cgroup out of memory: Killed process 4242 (python3) total-vm:1kB',
  'percpu: allocation failed, size=16 align=8 atomic=0, alloc from reserved chunk failed',
];

const line: Target = {
  name: 'log-line',
  slice: 8000,
  parts: ['line'],
  seeds: () =>
    [...singleLines, ...[...realLogs(), ...printedLogs()].flatMap((log) => log.split('\n'))].map((text) => [
      text,
    ]),
  run: ([bytes = '']) => {
    for (const { text, number, end } of parseLogLine(fromBytes(bytes).replaceAll('\n', ' '), 7)) {
      demand(number === 7 && end === 7, () => `line ${number} to ${end}`);
      parseStatement(text);
    }
  },
};

const kernels = ['', '6.12.117', '4.15.0-1044-aws', '3.10.0-1160.el7.x86_64'];

const report: Target = {
  name: 'log',
  slice: 150,
  parts: ['log', 'kernel'],
  seeds: () =>
    [...realLogs(), ...printedLogs(), singleLines.join('\n')].map((text, i) => [
      text,
      kernels[i % kernels.length] ?? '',
    ]),
  run: ([bytes = '', release = '']) => {
    const lines = fromBytes(bytes).split('\n');
    const given = release === '' ? [] : [['kernel', fromBytes(release)] as const];
    const { kernel } = decodeSettings('explain', new Map(given), {});
    demandExplanation(explainText(lines, { kernel }), lines.length);
  },
};

function demandExplanation(explanation: Explanation, lines: number): void {
  const { failures, programs } = explanation;
  for (const { line: at, lastLine, complete, verdict, likelihood, reason, check } of failures) {
    demand(at >= 1 && at <= lastLine && lastLine <= lines, () => `lines ${at} to ${lastLine} of ${lines}`);
    demand(complete || verdict === 'unknown', () => `${verdict} from an incomplete report`);
    demand(likelihood === null || (likelihood >= 0 && likelihood <= 1), () => `likelihood ${likelihood}`);
    if (reason !== '') demandSentence(reason);
    demandAccepted(check);
  }
  for (const { check } of programs) demandAccepted(check);
  const text = textFormat.render(explanation, lines);
  demandInert(text);
  demandCommands(githubFormat.render(explanation, lines), failures.length);
  const told = demandJson(jsonFormat.render(explanation, lines)) as { failures: unknown[] };
  demand(told.failures.length === failures.length, () => 'not every failure is in the JSON');
  // As --follow prints them.
  for (const failure of failures) {
    demandInert(textFormat.renderFailure(failure));
    demandCommands(githubFormat.renderFailure(failure), 1);
    demandJson(jsonFormat.renderFailure(failure));
  }
  for (const message of programs) {
    demandInert(textFormat.renderProgram(message));
    demandCommands(githubFormat.renderProgram(message), 1);
    demandJson(jsonFormat.renderProgram(message));
  }
}

/** A check that is advised is a command line that is taken. */
function demandAccepted(check: readonly string[] | null): void {
  if (check === null) return;
  const parsed = parseFast(check);
  demand(parsed?.command === 'check', () => `not a command line: ${JSON.stringify(check)}`);
  if (parsed) requireOneWant(decodeSettings('check', parsed.given, {}).asked);
}

/** Bytes of any encoding, cut anywhere: what is found does not depend on the cut, nor on which lines are passed over. */
const bytes: Target = {
  name: 'log-bytes',
  slice: 60,
  parts: ['log'],
  seeds: () => [
    ...[...realLogs(), ...printedLogs()].map((text) => [text]),
    ...realLogs()
      .slice(0, 3)
      .map((text) => [Buffer.from(`\ufeff${fromBytes(text)}`, 'utf16le').toString('latin1')]),
  ],
  run: ([text = '']) => {
    const all = Buffer.from(text, 'latin1');
    const whole = scanned([all]);
    const third = Math.ceil(all.length / 3);
    const cut = scanned([all.subarray(0, third), all.subarray(third, third + 1), all.subarray(third + 1)]);
    demand(JSON.stringify(whole) === JSON.stringify(cut), () => 'cut in pieces it is another log');
    demandExplanation(whole.explanation, whole.lines);
    const lines = text.replace(/\n$/, '').split('\n');
    if (lines.some((each) => each.length >= maxLineLength) || !whole.plain) return;
    const every = explainText(lines.map(fromBytes));
    demand(
      JSON.stringify(every) === JSON.stringify(whole.explanation),
      () => 'read line by line it is another log',
    );
  },
};

function scanned(chunks: readonly Buffer[]): { explanation: Explanation; lines: number; plain: boolean } {
  const explainer = new Explainer();
  const lines = new TurnRound(explainer);
  const scanner = new Scanner(lines);
  const input = new LogInput('log', scanner);
  for (const chunk of chunks) input.push(chunk);
  input.settle();
  const { plain } = input;
  input.end();
  lines.flush();
  return { explanation: explainer.explanation(), lines: scanner.lines, plain };
}

export const logTargets: readonly Target[] = [line, report, bytes];
