import { expect, it } from '@jest/globals';
import { type Evidence, type Knowledge, countEvidence } from '../../../src/request/workloads/evidence.ts';

const fact = (says: string, how: Knowledge, where = 'mm/page_alloc.c'): Evidence => ({ says, how, where });
const none = { source: 0, types: 0, trace: 0, log: 0, measured: 0, memory: 0 };

it('counts each fact once, by how it is known; what is only remembered is not proven', () => {
  const facts = [
    fact('a', 'source'),
    fact('b', 'trace'),
    fact('a', 'source'),
    fact('a', 'source', 'mm/slub.c'),
    fact('c', 'memory'),
  ];
  expect(countEvidence(facts)).toEqual({
    total: 4,
    proven: 3,
    how: { ...none, source: 2, trace: 1, memory: 1 },
  });
  expect(countEvidence([])).toEqual({ total: 0, proven: 0, how: none });
});
