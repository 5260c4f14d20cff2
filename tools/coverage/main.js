// What of src/ the tests run, in their own process and in the programs that they start: `npm run coverage [-- test folders]`.
// The bundles are built once more with counters in them (BUDDYGUARD_DIST names them to the tests), and each process leaves
// its counters when it exits. One that a signal ends, or that may not write, leaves none.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import coverage from 'istanbul-lib-coverage';
import report from 'istanbul-lib-report';
import sourceMaps from 'istanbul-lib-source-maps';
import reports from 'istanbul-reports';
import { bundles } from '../bundles.js';
import { countersPlugin, leaveAtExit } from './counters.js';
import { folder, processes, root } from './folder.js';

/** Per cent of all of src/ that the whole of the tests must reach. */
const least = { lines: 97.9, branches: 92.9 };

const dist = join(folder, 'dist');
rmSync(folder, { recursive: true, force: true });
for (const each of [dist, processes]) mkdirSync(each, { recursive: true });
// some of the programs run as nobody
chmodSync(processes, 0o1777);

const counts = {};
for (const options of bundles) {
  const { banner = { js: '' }, format, outfile, plugins } = options;
  await build({
    ...options,
    absWorkingDir: root,
    outfile: join(dist, outfile),
    minify: false,
    plugins: [...plugins, countersPlugin(counts)],
    banner: { js: format === 'cjs' ? banner.js + leaveAtExit : banner.js },
  });
}
chmodSync(join(dist, 'cli.cjs'), 0o755);

const tests = process.argv.slice(2);
const jest = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const options = ['--config=tools/coverage/jest.config.js', '--silent', '--forceExit'];
const ran = spawnSync(process.execPath, [...jest, ...options, ...tests], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, BUDDYGUARD_DIST: dist },
});

const files = readdirSync(processes);
for (const name of files) {
  const left = JSON.parse(readFileSync(join(processes, name), 'utf8'));
  for (const [path, hits] of Object.entries(left)) add(counts[path], hits);
}
rmSync(processes, { recursive: true });
const map = await sourceMaps.createSourceMapStore().transformCoverage(coverage.createCoverageMap(counts));
const context = report.createContext({ dir: folder, coverageMap: map });
for (const [name, settings] of [['html'], ['json'], ['text', { skipFull: true }]])
  reports.create(name, settings).execute(context);
const summary = map.getCoverageSummary().toJSON();
for (const [kind, per] of Object.entries(least))
  console.log(`${kind}: ${summary[kind].pct} % of ${summary[kind].total} (at least ${per} %)`);
console.log(`${files.length} processes counted; line by line in .cache/coverage/index.html`);
if (ran.status !== 0) console.log('Some tests failed: a few rest on how fast and large the real bundles are, on their bill, or on nothing being written.');
const missed = Object.entries(least).some(([kind, per]) => summary[kind].pct < per);
process.exit(tests.length === 0 && missed ? 1 : 0);

/** Adds one process's counters to all. */
function add(file, { s, f, b }) {
  // Of a file that was changed meanwhile: other counters.
  if (file === undefined || Object.keys(s).length !== Object.keys(file.s).length) return;
  if (Object.keys(b).length !== Object.keys(file.b).length) return;
  for (const [id, hits] of Object.entries(s)) file.s[id] += hits;
  for (const [id, hits] of Object.entries(f)) file.f[id] += hits;
  for (const [id, hits] of Object.entries(b)) hits.forEach((count, i) => (file.b[id][i] += count));
}
