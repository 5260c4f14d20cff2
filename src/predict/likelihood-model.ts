// Written by `npm run fit` from 1598 recorded trials of kernels 5.10, 6.12, 7.3; do not edit.
import type { LikelihoodModel } from './model-score.ts';

export const likelihoodModel: LikelihoodModel = {
  intercept: -2.02138,
  terms: [
    {
      name: 'noRetry',
      mean: 0.218398,
      range: [0, 1],
      weight: -1.83418,
    },
    {
      name: 'order',
      mean: 9.09262,
      range: [4, 10],
      weight: -0.054306,
    },
    {
      name: 'nearBlocks',
      mean: 0.721703,
      range: [0, 6.05528],
      weight: 0.556859,
    },
    {
      name: 'movableFree',
      mean: 1.70026,
      range: [0, 10.1749],
      weight: 0.253814,
    },
    {
      name: 'fileShare',
      mean: 0.265346,
      range: [0, 0.930566],
      weight: 1.22855,
    },
    {
      name: 'kernelShare',
      mean: 0.3573,
      range: [0.0257502, 0.98361],
      weight: -1.01143,
    },
    {
      name: 'isolated',
      mean: -3.36953,
      range: [-16.0478, 9.19722],
      weight: 0.177003,
    },
    {
      name: 'compactFail',
      mean: 0.799031,
      range: [0.25, 0.98913],
      weight: -3.29362,
    },
  ],
};
