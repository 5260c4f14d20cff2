// What npm gives: the tarball, installed without a network in an empty folder, on every Node that users have.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { cleanEnvironment } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { fetchedPackage, findNode } from '../support/nodes.ts';
import { fixture } from '../support/root.ts';

const folder = mkdtempSync(join(tmpdir(), 'buddyguard-package-'));
const installed = join(folder, 'node_modules/buddyguard');
let tarball = '';
const environment = { ...cleanEnvironment(), HOME: folder, npm_config_cache: join(folder, 'npm-cache') };
const npm = (cwd: string, ...words: string[]): string =>
  execFileSync('npm', words, { cwd, encoding: 'utf8', env: environment, stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  const [packed] = JSON.parse(
    npm(repository, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder),
  ) as {
    filename: string;
  }[];
  tarball = join(folder, packed?.filename ?? '');
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', tarball);
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const machine = fixture('eight-nodes');

/** The same in each form of module. */
const asModule = `import { check, parseBuddyinfo, explainText, UsageError } from 'buddyguard';
import { readFileSync } from 'node:fs';
const { go, verdict, schema } = await check({ order: 0, root: process.argv[2] });
const workload = await check({ for: ['veth', 'kvm'], root: process.argv[2], kernel: '5.15.0-91-generic' });
let refused = '';
try { await check({ order: 99 }); } catch (error) { if (error instanceof UsageError) refused = error.message; }
const rows = parseBuddyinfo(readFileSync(process.argv[2] + '/proc/buddyinfo', 'utf8'));
const { failures } = explainText('x: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)');
console.log(JSON.stringify({ go, verdict, schema, names: workload.workloads.map((each) => each.name), refused, rows: rows.length, order: failures[0].order }));
`;
/** What either form prints. */
const printed = {
  ...{ go: true, verdict: 'available', schema: 'buddyguard/check/1', names: ['veth', 'kvm'] },
  refused: "order: '99': expected a whole number from 0 to 63",
  ...{ rows: 10, order: 4 },
};
const asRequire = `const { readFileSync } = require('node:fs');
const { check, parseBuddyinfo, explainText, UsageError } = require('buddyguard');
(async () => {${asModule.replace(/^import .*$/gm, '')}})();
`;

describe('the package', () => {
  it('is alone: nothing else is installed, and it holds what is needed', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'buddyguard',
    ]);
    const top = readdirSync(installed).sort();
    for (const name of ['LICENSE', 'README.md', 'action.yml', 'dist', 'docs', 'examples', 'package.json'])
      expect(top).toContain(name);
    for (const name of ['src', 'tools', 'test', 'node_modules', 'bench', '.github', 'jest.config.js'])
      expect(top).not.toContain(name);
  });

  it('is what publint expects', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, level: 'suggestion', strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  const attw = fetchedPackage('@arethetypeswrong/cli', '0.18.5');
  const itWithAttw = 'folder' in attw ? it : it.skip;
  itWithAttw(
    `is what "are the types wrong" expects${'missing' in attw ? ` (skipped: ${attw.missing})` : ''}`,
    () => {
      const program = join(
        'folder' in attw ? attw.folder : '',
        'node_modules/@arethetypeswrong/cli/dist/index.js',
      );
      const { status, stdout } = spawnSync(process.execPath, [program, tarball, '--format', 'json'], {
        encoding: 'utf8',
        env: environment,
        maxBuffer: 64 * 1024 * 1024,
      });
      const { analysis } = JSON.parse(stdout) as { analysis: { problems: unknown[]; entrypoints: object } };
      expect([status, analysis.problems]).toEqual([0, []]);
    },
    60_000,
  );

  it.each(['node16', 'bundler'])(
    'has types that a program is checked against: %s',
    (resolution) => {
      const program = join(folder, resolution);
      mkdirSync(program);
      const source = `import { check, predict, plainRequest, snapshotOf, parseRelease, type CheckReport, type Verdict } from 'buddyguard';
const report: CheckReport = await check({ for: ['container'], timeout: 1000, progress: (line: string) => void line });
const verdict: Verdict = predict(plainRequest({ order: 4, path: 'contiguous' }, 4096), snapshotOf({ buddyinfo: '' }), parseRelease('6.12.0')).verdict;
const pages: number | undefined = report.request?.pages;
// @ts-expect-error an order is a number
void check({ order: 'x' });
// @ts-expect-error there is no such option
void check({ orders: 1 });
void [verdict, pages];
`;
      writeFileSync(join(program, 'index.mts'), source);
      const options = { strict: true, noEmit: true, target: 'es2022', lib: ['es2022'], types: [] };
      const module = resolution === 'node16' ? 'node16' : 'esnext';
      writeFileSync(
        join(program, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: { ...options, module, moduleResolution: resolution } }),
      );
      const tsc = join(repository, 'node_modules/typescript/bin/tsc');
      const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', program], { encoding: 'utf8' });
      expect([stdout, status]).toEqual(['', 0]);
    },
    60_000,
  );

  it.each([
    ['ESM', 'bundled.mjs', asModule],
    ['CommonJS', 'bundled.cjs', asRequire],
  ] as const)('can be bundled, away from its other files: %s', (form, name, source) => {
    const alone = mkdtempSync(join(tmpdir(), 'buddyguard-bundled-'));
    try {
      const outfile = join(alone, name);
      const { warnings } = buildSync({
        ...{ stdin: { contents: source, resolveDir: folder }, outfile, bundle: true, platform: 'node' },
        ...{ format: form === 'ESM' ? 'esm' : 'cjs', logLevel: 'silent' },
      });
      expect(warnings).toEqual([]);
      const { stdout, stderr } = spawnSync(process.execPath, [outfile, machine], {
        cwd: alone,
        encoding: 'utf8',
        env: environment,
      });
      expect([stderr, JSON.parse(stdout || 'null')]).toEqual(['', printed]);
    } finally {
      rmSync(alone, { recursive: true });
    }
  });

  describe('docs/library.md', () => {
    const page = readFileSync(join(repository, 'docs/library.md'), 'utf8');
    const programs = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, program = '']) => program);

    it.each(programs)('has a program that runs: %#', (program) => {
      writeFileSync(join(folder, 'page.mjs'), program.replace('timeout: 30_000', 'root: process.argv[2]'));
      const { status, stderr } = spawnSync(process.execPath, ['page.mjs', machine], {
        cwd: folder,
        encoding: 'utf8',
        env: environment,
      });
      expect([status, stderr]).toEqual([0, expect.not.stringMatching(/Error/)]);
    });

    it('has every export', () => {
      const names = execFileSync(
        process.execPath,
        ['-e', "console.log(Object.keys(require('buddyguard')).join())"],
        { cwd: folder, encoding: 'utf8' },
      );
      const missing = names
        .trim()
        .split(',')
        .filter((name) => !new RegExp(`^\\|.*\`${name}\\b`, 'm').test(page) && !page.includes(`\`${name}\``));
      expect(missing).toEqual([]);
    });
  });

  describe.each([20, 22, 24, 26])('on Node %i', (major) => {
    const found = findNode(major);
    const itHere = 'node' in found ? it : it.skip;
    if ('missing' in found) console.log(`skipped: the package on Node ${major}: ${found.missing}`);
    const run = (...words: string[]) =>
      spawnSync('node' in found ? found.node : '', words, {
        cwd: folder,
        encoding: 'utf8',
        env: environment,
      });

    itHere('is a command', () => {
      const cli = join(folder, 'node_modules/.bin/buddyguard');
      const { status, stdout } = run(cli, 'check', '--order', '0', '--root', machine);
      expect([status, stdout]).toEqual([0, expect.stringMatching(/^available: /)]);
      const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
        version: string;
      };
      expect(run(cli, '--version').stdout.trim()).toBe(version);
    });

    itHere.each([
      ['ESM', 'program.mjs', asModule],
      ['CommonJS', 'program.cjs', asRequire],
    ])('is a library: %s', (_, name, source) => {
      writeFileSync(join(folder, name), source);
      const { stdout, stderr } = run(name, machine);
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual(printed);
    });

    itHere('is an Action', () => {
      const { status, stdout } = spawnSync(
        'node' in found ? found.node : '',
        [join(installed, 'dist/action.cjs')],
        {
          encoding: 'utf8',
          env: { ...environment, GITHUB_ACTIONS: 'true', INPUT_ORDER: '0', INPUT_ROOT: machine },
        },
      );
      expect(status).toBe(0);
      expect(stdout).toContain('::notice title=buddyguard%3A available');
    });
  });
});
