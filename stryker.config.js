/** `npm run mutants`: whether the tests of the pure half notice each small change. By hand: it takes most of an hour. */
export default {
  mutate: [
    'src/{request,kernel,predict}/**/*.ts',
    'src/machine/proc/{buddyinfo,zone-head,zoneinfo,pagetypeinfo}.ts',
    // What is written there is told by a tool, or read by people alone.
    '!src/kernel/struct-sizes.ts',
  ],
  testRunner: 'in-process',
  plugins: ['./tools/mutants/runner.js'],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  // A loop is ended by its count of rounds; this is for a machine that is busy with other things.
  timeoutMS: 15_000,
  ignorePatterns: ['.cache', 'dist', 'docs'],
  // Messages are pinned where they matter; a mutant of every sentence would drown the rest.
  mutator: { excludedMutations: ['StringLiteral'] },
  incremental: true,
  incrementalFile: '.cache/mutants/incremental.json',
  tempDirName: '.cache/mutants/sandbox',
  htmlReporter: { fileName: '.cache/mutants/report.html' },
  reporters: ['clear-text', 'progress', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
  concurrency: 2,
};
