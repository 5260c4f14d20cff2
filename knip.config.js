// npm run unused: files, exports and dependencies that nothing uses.
import { bundles, inLibrary } from './tools/bundles.js';

const stubs = bundles.flatMap(({ alias = {} }) => Object.values(alias));

export default {
  entry: [
    'src/index.ts',
    ...bundles.flatMap(({ entryPoints }) => entryPoints),
    ...new Set(stubs),
    inLibrary,
    'tools/*.{js,ts}',
    // named in a configuration of Jest's, or by its path in one
    'tools/coverage/{jest.config,transform,leave}.js',
    // action.yml is made from its rows
    'src/surfaces/action/inputs.ts',
    'test/**/*.test.ts',
    // copied into the guests of the kernel lab
    'test/kernels/guest/*.js',
    // what the single executable runs
    'tools/binary/loader.cjs',
    // run by a measurement
    'bench/line-loop.js',
  ],
  project: ['src/**', 'tools/**', 'bench/**', 'test/**', '!test/fixtures/**', '!test/corpus/**'],
  // Tests start programs of the system; a shim in its own folder, and files of the guests in theirs.
  exclude: ['binaries'],
  // The runner in tools/mutants, of which it makes a package's name; what the build runs; what a page in a browser reads.
  ignoreDependencies: ['@stryker-mutator/in-process-runner', '@cyclonedx/cyclonedx-esbuild', 'axe-core'],
  ignoreUnresolved: [
    './iptables',
    './command.mjs',
    './fragmenter.mjs',
    './trace.mjs',
    './doing.mjs',
    './main.cjs',
    './cni.cjs',
  ],
};
