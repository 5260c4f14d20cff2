import { expect, it } from '@jest/globals';
import { predictedRequest } from '../../src/request/need.ts';
import { plainNeed } from '../../src/request/plain-request.ts';

// Blocks are asked for one by one, single pages are judged by those of the whole step.
it.each([
  ['contiguous', 16, 5],
  ['vmalloc', 100, 5],
  ['vmalloc-noretry', 100, 5],
] as const)('on %s %i pages are predicted, %i times', (path, pages, count) => {
  const beside = [20, 14].map((taken) => ({ what: 'a part', pages: taken }));
  const need = { ...plainNeed({ order: 4, path, count: 5 }, 4096), stepPages: 100, beside };
  const also = path === 'contiguous' ? {} : { besidePages: 34 };
  expect(predictedRequest(need)).toEqual({ ...need.request, pages, count, ...also });
});
