// Written by `npm run fit` from 1310 recorded trials of kernels 5.10, 6.12; do not edit.
import type { LikelihoodModel } from './model-score.ts';

export const likelihoodModel: LikelihoodModel = {
  intercept: -2.04761,
  terms: [
    {
      name: 'noRetry',
      mean: 0.244275,
      weight: -1.97724,
    },
    {
      name: 'order',
      mean: 9.39924,
      weight: -0.370504,
    },
    {
      name: 'nearBlocks',
      mean: 0.702077,
      weight: 0.507257,
    },
    {
      name: 'movableFree',
      mean: 1.3083,
      weight: 0.529937,
    },
    {
      name: 'fileShare',
      mean: 0.310453,
      weight: 1.21759,
    },
    {
      name: 'kernelShare',
      mean: 0.37513,
      weight: -1.29341,
    },
    {
      name: 'isolated',
      mean: -3.22741,
      weight: 0.120231,
    },
    {
      name: 'compactFail',
      mean: 0.786331,
      weight: -3.40923,
    },
  ],
};
