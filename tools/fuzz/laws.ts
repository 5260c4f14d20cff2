import { inertLog } from '../../src/text/inert-log.ts';

/** A law that does not hold of what was read. */
class BrokenLaw extends Error {
  override readonly name = 'BrokenLaw';
}

/** @throws BrokenLaw unless it holds */
export function demand(holds: boolean, law: () => string): void {
  if (!holds) throw new BrokenLaw(law());
}

const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** A report drives neither a terminal nor, on its way into a workflow's log, a runner. */
export function demandInert(report: string): void {
  demand(!controls.test(report), () => `a control character in ${JSON.stringify(report)}`);
  const told = inertLog(report);
  demand(!/^\s*::/m.test(told) && !told.includes('##['), () => `a command in ${JSON.stringify(told)}`);
  demand(report === '' || report.endsWith('\n'), () => `no line feed ends ${JSON.stringify(report)}`);
}

/** A message is one line, and so are its parts. */
export function demandOneLine(message: string): void {
  demand(
    !message.includes('\n') && !controls.test(message),
    () => `not one line: ${JSON.stringify(message)}`,
  );
}

/** JSON output is one line, drives nothing, and is read back as it was written. */
export function demandJson(text: string): unknown {
  demand(text.indexOf('\n') === text.length - 1, () => `not one line of JSON: ${JSON.stringify(text)}`);
  demand(
    !controls.test(text.trimEnd()) && !text.includes('##['),
    () => `JSON that drives: ${JSON.stringify(text)}`,
  );
  return JSON.parse(text);
}

/** Commands stand in an output for a workflow only where it makes them, a line each, which the runner reads to its end. */
export function demandCommands(text: string, max: number): void {
  const lines = text.split('\n');
  const made = lines.filter((line) => /^::(?:notice|warning|error) title=[^:,]*::/.test(line));
  const others = lines.filter((line) => !made.includes(line)).join('\n');
  const told = (): string => `a foreign command in ${JSON.stringify(text)}`;
  demand(!controls.test(text) && made.length <= max, told);
  demand(!/^\s*::/m.test(others) && !others.includes('##['), told);
}

/** No number of a value is infinite, none, or below zero. */
export function demandCounts(value: unknown, where = 'the value'): void {
  if (typeof value === 'number') demand(Number.isFinite(value) && value >= 0, () => `${where} is ${value}`);
  else if (value instanceof Map)
    for (const [key, each] of value) demandCounts(each, `${where}.${String(key)}`);
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) demandCounts(each, `${where}.${key}`);
}

/** A sentence for people says numbers, and all of them. */
export function demandSentence(text: string): void {
  const told = text.replace(/zone \S+|'[^']*'/g, '');
  demand(
    text !== '' && !/\b(?:NaN|undefined|Infinity)\b|\[object/.test(told),
    () => `no sentence: ${JSON.stringify(text)}`,
  );
}
