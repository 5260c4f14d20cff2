// One entry a bundle in dist/. Each is a single file; cli.cjs and action.cjs load the others when they need them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of package.json no more than the version: what else changes there is nothing to those who run a bundle. */
const versionAlone = {
  name: 'of package.json the version alone',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    }),
};

/** What the library has in place of the loader of bundles. */
export const inLibrary = 'src/surfaces/library/bundles.ts';

/** The library is one file: a program that uses it may be bundled in its turn, away from the files beside it. */
const everythingInside = {
  name: 'everything inside',
  setup: ({ initialOptions, onResolve }) =>
    onResolve({ filter: /^\.\/bundles\.ts$/ }, () => ({
      path: join(initialOptions.absWorkingDir, inLibrary),
    })),
};

const common = {
  bundle: true,
  plugins: [versionAlone],
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'ascii',
  legalComments: 'inline',
  logLevel: 'warning',
  // require() in place of import(): loading the module loader costs more than what is loaded with it.
  supported: { 'dynamic-import': false },
  minify: true,
};

// yargs asks for the URL of its own module, which CommonJS does not have.
const importMetaUrl = {
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

// What @actions/core loads and these bundles never use; without it they start in half the time.
const actionsCore = {
  alias: {
    '@actions/http-client/lib/auth': './src/surfaces/action/stubs/http-client-auth.ts',
    '@actions/http-client': './src/surfaces/action/stubs/http-client.ts',
    '@actions/exec': './src/surfaces/action/stubs/exec.ts',
  },
};

const library = { plugins: [versionAlone, everythingInside] };

const bundle = (outfile, entryPoint, options = {}) => ({
  ...common,
  ...options,
  entryPoints: [entryPoint],
  outfile,
});

export const bundles = [
  bundle('cli.cjs', 'src/cli/entry.cjs', {
    banner: { js: '#!/usr/bin/env node' },
    target: 'node12',
    external: ['./main.cjs', './cni.cjs'],
  }),
  bundle('main.cjs', 'src/cli/main.ts'),
  bundle('index.cjs', 'src/index.ts', library),
  bundle('index.mjs', 'src/index.ts', { ...library, format: 'esm', supported: {} }),
  bundle('cni.cjs', 'src/surfaces/cni/main.ts'),
  bundle('help.cjs', 'src/cli/help.ts', importMetaUrl),
  bundle('catalogue.cjs', 'src/cli/catalogue.ts'),
  bundle('workloads.cjs', 'src/cli/list-workloads.ts'),
  bundle('doctor.cjs', 'src/cli/doctor-report.ts'),
  bundle('show.cjs', 'src/cli/show-report.ts'),
  bundle('record.cjs', 'src/cli/record-machine.ts'),
  bundle('replay.cjs', 'src/cli/replay.ts'),
  bundle('remedies.cjs', 'src/cli/remedies.ts'),
  bundle('run.cjs', 'src/cli/run-command.ts'),
  bundle('explain.cjs', 'src/cli/explain-log.ts'),
  bundle('github.cjs', 'src/cli/github.ts', actionsCore),
  bundle('action.cjs', 'src/surfaces/action/main.ts', actionsCore),
  bundle('post.cjs', 'src/surfaces/action/post.ts', actionsCore),
  bundle('evaluate.cjs', 'tools/evaluate/main.ts'),
];
