// Written by `npm run fit` from 4712 recorded trials of kernels 5.10, 6.1, 6.12, 6.17, 6.18, 6.19, 7.0, 7.3; do not edit.
import type { LikelihoodModel } from './score.ts';

export const likelihoodModel: LikelihoodModel = {
  intercept: -2.07987,
  terms: [
    {
      name: 'noRetry',
      mean: 0.167445,
      range: [0, 1],
      weight: -1.27254,
    },
    {
      name: 'order',
      mean: 8.11078,
      range: [4, 10],
      weight: -0.0267506,
    },
    {
      name: 'nearBlocks',
      mean: 0.847162,
      range: [0, 9.63753],
      weight: 0.339401,
    },
    {
      name: 'movableFree',
      mean: 3.00281,
      range: [0, 11.2002],
      weight: 0.2009,
    },
    {
      name: 'fileShare',
      mean: 0.149806,
      range: [0, 0.930566],
      weight: 1.42896,
    },
    {
      name: 'perCpu',
      mean: 1.34793,
      range: [0, 8.48759],
      weight: 0.32136,
    },
    {
      name: 'deficit',
      mean: 0.444767,
      range: [0, 9.17493],
      weight: -0.213497,
    },
    {
      name: 'isolated',
      mean: -3.68707,
      range: [-16.0478, 10.2527],
      weight: 0.196575,
    },
    {
      name: 'compactFail',
      mean: 0.840833,
      range: [0.25, 0.992908],
      weight: -3.82418,
    },
  ],
};
