// Counters in the files of src/: the same ones in the bundles and in what Jest runs itself, so that they can be added.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import instrument from 'istanbul-lib-instrument';
import config from '../../jest.config.js';
import { processes, root } from './folder.js';

const [[, swc]] = Object.values(config.transform);

/** JavaScript of a TypeScript file, with counters where it is of src/, and a description of these. */
export function counted(path, text) {
  const { code, map } = transformSync(text, { ...swc, filename: path, sourceMaps: true, swcrc: false });
  if (!path.startsWith(join(root, 'src/'))) return { code };
  const instrumenter = instrument.createInstrumenter({ esModules: true, compact: false });
  const instrumented = instrumenter.instrumentSync(code, path, JSON.parse(map));
  return { code: instrumented, description: instrumenter.lastFileCoverage() };
}

/** An esbuild plugin that puts counters into src/; `descriptions` gets what they count, by path. */
export const countersPlugin = (descriptions) => ({
  name: 'counters',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const { code, description } = counted(path, readFileSync(path, 'utf8'));
      descriptions[path] = description;
      return { contents: code, loader: 'js' };
    }),
});

/**
 * Code of CommonJS that leaves a process's counters, in a file of nothing else, when it exits, ends itself by a signal or
 * becomes another program.
 */
export const leaveAtExit = `
if (!globalThis.leavesCounters) {
  globalThis.leavesCounters = true;
  const leave = () => {
    const hits = Object.entries(globalThis.__coverage__ || {}).map(([path, { s, f, b }]) => [path, { s, f, b }]);
    const file = ${JSON.stringify(processes)} + '/' + process.pid + '-' + process.hrtime.bigint() + '.json';
    try {
      require('node:fs').writeFileSync(file, JSON.stringify(Object.fromEntries(hits)));
    } catch {} // a process that may not write, or has a full disk, is not counted
    globalThis.__coverage__ && Object.keys(globalThis.__coverage__).forEach((path) => {
      const { s, f, b } = globalThis.__coverage__[path];
      for (const counts of [s, f]) for (const id of Object.keys(counts)) counts[id] = 0;
      for (const counts of Object.values(b)) counts.fill(0);
    });
  };
  process.on('exit', leave);
  for (const name of ['kill', 'execve', 'abort']) {
    const own = process[name];
    if (own) process[name] = (...args) => (name === 'kill' && args[0] !== process.pid ? undefined : leave(), own.apply(process, args));
  }
}`;
