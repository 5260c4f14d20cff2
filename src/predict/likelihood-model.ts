// Written by `npm run fit` from 3395 recorded trials of kernels 5.10, 6.1, 6.12, 6.18, 7.0, 7.3; do not edit.
import type { LikelihoodModel } from './model-score.ts';

export const likelihoodModel: LikelihoodModel = {
  intercept: -2.14682,
  terms: [
    {
      name: 'noRetry',
      mean: 0.176141,
      range: [0, 1],
      weight: -1.40438,
    },
    {
      name: 'order',
      mean: 8.28719,
      range: [4, 10],
      weight: -0.0351563,
    },
    {
      name: 'nearBlocks',
      mean: 0.800283,
      range: [0, 7.40088],
      weight: 0.370398,
    },
    {
      name: 'movableFree',
      mean: 2.7098,
      range: [0, 10.6846],
      weight: 0.217588,
    },
    {
      name: 'fileShare',
      mean: 0.165883,
      range: [0, 0.930566],
      weight: 1.53733,
    },
    {
      name: 'perCpu',
      mean: 1.33518,
      range: [0, 8.48759],
      weight: 0.262055,
    },
    {
      name: 'deficit',
      mean: 0.456716,
      range: [0, 9.17493],
      weight: -0.223487,
    },
    {
      name: 'isolated',
      mean: -3.66927,
      range: [-16.0478, 9.19722],
      weight: 0.212084,
    },
    {
      name: 'compactFail',
      mean: 0.834301,
      range: [0.25, 0.99187],
      weight: -3.48655,
    },
  ],
};
