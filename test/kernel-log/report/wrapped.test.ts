// A wrapped header is put together whatever stands before it.
import { expect, it } from '@jest/globals';
import { Explainer } from '../../../src/kernel-log/explain/explainer.ts';
import { Scanner } from '../../../src/kernel-log/read/scanner.ts';

const header = [
  '[2559241.728049] iptables: vmalloc: allocation failure, allocated 0 of',
  '475136 bytes, mode:0x14010c0(GFP_KERNEL|__GFP_NORETRY), nodemask=(null)',
];

it.each<[string, string[]]>([
  ['nothing', []],
  ['a line of something else', ['[2559241.728047] something else']],
  ['reports that were left out', ['[2559241.728047] warn_alloc: 154 callbacks suppressed']],
  ["a program's message", ['iptables-restore: line 7 failed']],
  ['two of them', ['iptables: Memory allocation problem.', '[1.0] warn_alloc: 2 callbacks suppressed']],
])('after %s', (_, before) => {
  const explainer = new Explainer();
  const scanner = new Scanner(explainer);
  scanner.push(Buffer.from(`${[...before, ...header, 'the end'].join('\n')}\n`));
  scanner.end();
  explainer.flush();
  const { failures } = explainer.explanation();
  expect(failures).toMatchObject([{ kind: 'vmalloc', bytes: 475_136, comm: 'iptables' }]);
});
