// Written by `npm run fit` from 2203 recorded trials of kernels 5.10, 6.1, 6.12, 7.3; do not edit.
import type { LikelihoodModel } from './model-score.ts';

export const likelihoodModel: LikelihoodModel = {
  intercept: -2.19684,
  terms: [
    {
      name: 'noRetry',
      mean: 0.201997,
      range: [0, 1],
      weight: -1.69886,
    },
    {
      name: 'order',
      mean: 8.72583,
      range: [4, 10],
      weight: -0.0655601,
    },
    {
      name: 'nearBlocks',
      mean: 0.711978,
      range: [0, 7.40088],
      weight: 0.509248,
    },
    {
      name: 'movableFree',
      mean: 2.17727,
      range: [0, 10.2396],
      weight: 0.233189,
    },
    {
      name: 'fileShare',
      mean: 0.213934,
      range: [0, 0.930566],
      weight: 1.57847,
    },
    {
      name: 'perCpu',
      mean: 1.24599,
      range: [0, 5.67684],
      weight: 0.392528,
    },
    {
      name: 'deficit',
      mean: 0.216854,
      range: [0, 9.01402],
      weight: -0.315565,
    },
    {
      name: 'isolated',
      mean: -3.49241,
      range: [-16.0478, 9.19722],
      weight: 0.218166,
    },
    {
      name: 'compactFail',
      mean: 0.817718,
      range: [0.25, 0.98913],
      weight: -3.73392,
    },
  ],
};
