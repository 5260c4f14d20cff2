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

// yargs asks for the URL of its own module, which CommonJS has not.
const importMetaUrl = {
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

export const bundles = [
  {
    ...common,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'cli.cjs',
    banner: { js: '#!/usr/bin/env node' },
  },
  { ...common, ...importMetaUrl, entryPoints: ['src/cli/full.ts'], outfile: 'cli-full.cjs' },
  { ...common, entryPoints: ['src/evaluate/main.ts'], outfile: 'evaluate.cjs' },
];
