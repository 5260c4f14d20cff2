/** `npm run mutants`: whether the tests of the pure half notice each small change. By hand: it takes hours. */
export default {
  mutate: [
    'src/{request,kernel,predict}/**/*.ts',
    'src/machine/proc/{buddyinfo,zone-head,zoneinfo,pagetypeinfo}.ts',
    // What is written there is told by a tool, or read by people alone.
    '!src/kernel/struct-sizes.ts',
  ],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'],
  jest: {
    configFile: 'jest.config.js',
    config: {
      // All that a test imports, so that Jest sees which tests a file is related to.
      roots: ['<rootDir>/src', '<rootDir>/test'],
      // Those that run dist/ would not meet the change.
      testMatch: ['**/test/{kernel,predict,request}/**/*.test.ts', '**/test/machine/proc/*.test.ts'],
    },
  },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
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
