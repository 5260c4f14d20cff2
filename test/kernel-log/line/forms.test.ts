import { describe, expect, it } from '@jest/globals';
import { factsOf, failureLogs } from '../support/failures.ts';
import {
  alteredForms,
  daemonForms,
  foreignForms,
  inForm,
  kernelForms,
  mailWrapped,
  outerForms,
  serviceForms,
} from '../support/forms.ts';
import { bareLogs, printedLogs } from '../support/samples.ts';

const named = <T extends { name: string }>(forms: readonly T[]): [string, T][] =>
  forms.map((form) => [form.name, form]);

describe('the same facts in every form', () => {
  it.each(named([...kernelForms, ...daemonForms]))('%s', (_name, form) => {
    for (const { name, lines } of bareLogs)
      expect([name, factsOf(inForm(lines, form))]).toEqual([name, factsOf(lines)]);
  });

  it.each(named(outerForms))('%s around whatever form a log has', (_name, form) => {
    for (const { name, lines } of [...printedLogs, ...failureLogs]) {
      expect([name, factsOf(inForm(lines, form))]).toEqual([name, factsOf(lines)]);
    }
  });

  it.each(named([...alteredForms, ...serviceForms, ...foreignForms]))(
    '%s, which nobody has described',
    (_name, form) => {
      for (const { name, lines } of bareLogs) {
        const facts = factsOf(lines);
        const found = factsOf(inForm(lines, form));
        // A name may be lost where nothing separates it from what stands before it; it is never another one.
        const kept = found.map((failure, i) =>
          failure.comm === null ? { ...failure, comm: facts[i]?.comm } : failure,
        );
        expect([name, kept]).toEqual([name, facts]);
      }
    },
  );

  it.each(named(outerForms))('%s around syslog', (_name, form) => {
    const [, syslog] = daemonForms;
    for (const { name, lines } of printedLogs)
      expect([name, factsOf(inForm(inForm(lines, syslog!), form))]).toEqual([name, factsOf(lines)]);
  });

  it.each([65, 72, 76, 80, 100])('wrapped by mail at %d columns, quoted or not', (width) => {
    const [, syslog] = daemonForms;
    const prefixed = printedLogs.map(({ name, lines }) => ({
      name: `${name} in syslog`,
      lines: inForm(lines, syslog!),
    }));
    for (const { name, lines } of [...printedLogs, ...prefixed, ...failureLogs]) {
      for (const quote of ['', '> '])
        expect([name, factsOf(mailWrapped(lines, width, quote))]).toEqual([name, factsOf(lines)]);
    }
  });

  // A screen's edge cuts within words and numbers: what is not whole again is called incomplete, and no other number is read.
  it.each([72, 80, 100, 120, 160, 200])('cut by the edge of a screen at %d columns', (width) => {
    for (const { name, lines } of bareLogs) {
      const facts = factsOf(lines);
      const cut = lines.flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []);
      for (const [i, found] of factsOf(cut).entries()) {
        const { likelihood, verdict, cause, kernelRelease: release } = facts[i]!;
        const told = found.complete
          ? { likelihood, verdict, cause }
          : { likelihood: null, verdict: 'unknown' };
        expect([name, found]).toMatchObject([name, told]);
        expect([name, null, release]).toContain(found.kernelRelease ?? null);
      }
    }
  });

  // A line of a report that ends too early ends in no release that it was not.
  it.each([80, 100, 120, 160])('without what is beyond %d columns', (width) => {
    for (const mark of ['', '…', '>']) {
      for (const { name, lines } of bareLogs) {
        const facts = factsOf(lines);
        const cut = lines.map((line) =>
          line.length > width ? line.slice(0, width - mark.length) + mark : line,
        );
        for (const [i, { kernelRelease }] of factsOf(cut).entries())
          expect([name, null, facts[i]?.kernelRelease]).toContain(kernelRelease);
      }
    }
  });

  it.each(['pretty-printed JSON', 'an export of journald'])('records of several lines each: %s', (form) => {
    for (const { name, lines } of bareLogs) {
      const record = (text: string, at: number): string[] =>
        form === 'pretty-printed JSON'
          ? [
              '{',
              `  "timestamp": ${1_714_394_852_000 + at},`,
              `  "message": ${JSON.stringify(text)},`,
              '  "host": "n"',
              '},',
            ]
          : [`__CURSOR=s=ab;i=${at}`, `_HOSTNAME=n`, 'PRIORITY=4', `MESSAGE=${text}`, ''];
      expect([name, factsOf(lines.flatMap(record))]).toEqual([name, factsOf(lines)]);
    }
  });

  it('records that hold several lines', () => {
    for (const separator of ['#012', '\\x0a', '\\n']) {
      for (const { name, lines } of printedLogs) {
        const start = lines.findIndex((line) => line.startsWith('active_anon'));
        const end = lines.findIndex((line) => line.startsWith(' free:'));
        const record = lines.slice(start, end + 1).join(separator);
        const packed = [...lines.slice(0, start), record, ...lines.slice(end + 1)].map(
          (line) => `Nov 12 15:15:41 node-17 kernel: ${line}`,
        );
        expect([name, factsOf(packed)]).toEqual([name, factsOf(lines)]);
      }
    }
  });
});
