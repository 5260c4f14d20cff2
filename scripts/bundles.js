// One entry a bundle in dist/. Each is a single CommonJS file: Node starts those fastest.
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  legalComments: 'inline',
  logLevel: 'warning',
};

/** The full parser and lazily loaded commands are files of their own, so that a plain check does not read them. */
const siblings = ['./cli-full.cjs'];

export const bundles = [
  {
    ...common,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'cli.cjs',
    banner: { js: '#!/usr/bin/env node' },
    external: siblings,
  },
];
