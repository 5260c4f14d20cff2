// One entry a bundle in dist/. Each is a single CommonJS file: Node starts those fastest.
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // One byte a character: read as it is.
  charset: 'ascii',
  legalComments: 'inline',
  logLevel: 'warning',
  // require() in its place: the loader of modules costs more than what it loads, and a Script (src/bundle/load.ts) has none.
  supported: { 'dynamic-import': false },
  // Fewer bytes start faster: with names kept whole, a check takes a twentieth more.
  minify: true,
};

// yargs asks for the URL of its own module, which CommonJS has not.
const importMetaUrl = {
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

// What @actions/core loads and these bundles never use; without it they start in half the time.
const actionsCore = {
  alias: {
    '@actions/http-client/lib/auth': './src/action/stubs/http-client-auth.ts',
    '@actions/http-client': './src/action/stubs/http-client.ts',
    '@actions/exec': './src/action/stubs/exec.ts',
    crypto: './src/action/stubs/crypto.ts',
    fs: './src/action/stubs/fs.ts',
  },
  define: { 'process.stdout': 'standardOutput' },
  inject: ['src/action/stubs/standard-output.ts'],
};

// semver is loaded at the first question, not before.
const semverLazily = {
  alias: {
    'semver/functions/satisfies.js': './src/kernel/stubs/satisfies.ts',
    'semver/functions/coerce.js': './src/kernel/stubs/coerce.ts',
  },
};

export const bundles = [
  {
    ...common,
    entryPoints: ['src/cli/start.ts'],
    outfile: 'cli.cjs',
    banner: { js: '#!/usr/bin/env node' },
  },
  { ...common, entryPoints: ['src/cli/main.ts'], outfile: 'main.cjs' },
  { ...common, ...importMetaUrl, entryPoints: ['src/cli/full.ts'], outfile: 'cli-full.cjs' },
  { ...common, entryPoints: ['src/cli/guard.ts'], outfile: 'guard.cjs' },
  { ...common, entryPoints: ['src/cli/command.ts'], outfile: 'command.cjs' },
  { ...common, ...semverLazily, entryPoints: ['src/cli/catalogue.ts'], outfile: 'catalogue.cjs' },
  { ...common, entryPoints: ['src/kernel/stubs/semver.ts'], outfile: 'semver.cjs' },
  { ...common, ...semverLazily, entryPoints: ['src/cli/advice.ts'], outfile: 'advice.cjs' },
  { ...common, ...semverLazily, entryPoints: ['src/cli/x-tables.ts'], outfile: 'x-tables.cjs' },
  { ...common, ...semverLazily, entryPoints: ['src/cli/workloads.ts'], outfile: 'workloads.cjs' },
  {
    ...common,
    ...actionsCore,
    ...semverLazily,
    alias: { ...actionsCore.alias, ...semverLazily.alias },
    entryPoints: ['src/cli/commands/explain.ts'],
    outfile: 'explain.cjs',
  },
  { ...common, entryPoints: ['src/evaluate/main.ts'], outfile: 'evaluate.cjs' },
  { ...common, ...actionsCore, entryPoints: ['src/action/main.ts'], outfile: 'action.cjs' },
  { ...common, ...actionsCore, entryPoints: ['src/action/publish.ts'], outfile: 'github.cjs' },
];
