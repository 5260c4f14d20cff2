// What monitors make of it: promtool, a scrape of node_exporter's textfile collector, and the files of examples/.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { cleanEnvironment, dist, inParallel, runCli } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';
import { writeScript } from './shim.ts';

afterAll(removeRoots);

const examples = join(repository, 'examples');
const has = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
const describeWith = (program: string): typeof describe | typeof describe.skip => {
  if (has(program)) return describe;
  console.log(`skipped: not installed: ${program}`);
  return describe.skip;
};
const machines = readdirSync(join(repository, 'test/fixtures/proc'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describeWith('promtool')('promtool', () => {
  const promtool = (args: string[], input = ''): [number | null, string] => {
    const { status, stdout, stderr } = spawnSync('promtool', args, {
      encoding: 'utf8',
      input,
      cwd: join(examples, 'prometheus'),
    });
    return [status, stdout + stderr];
  };

  it('has nothing to say of the metrics of any machine', async () => {
    const requests = [
      ['--for', 'container,kvm,veth'],
      ['--order', '4'],
      ['--size', '331776', '--path', 'vmalloc'],
    ];
    const all = machines.flatMap((machine) =>
      requests.map((request) => [...request, '--root', fixture(machine)]),
    );
    await inParallel([...all, ['--order', '1', '--root', '/nonexistent']], async (words) => {
      const { stdout } = await runCli(['check', ...words, '--format', 'prometheus']);
      expect([words, stdout.split('\n').length > 5]).toEqual([words, true]);
      expect([words, ...promtool(['check', 'metrics'], stdout)]).toEqual([words, 0, '']);
    });
  }, 60_000);

  it('finds what is wrong with others', () => {
    expect(promtool(['check', 'metrics'], '# TYPE a_total gauge\na_total 1\n')[0]).not.toBe(0);
  });

  it('accepts the alerts, and their tests pass', () => {
    expect(promtool(['check', 'rules', 'alerts.yml'])).toEqual([0, expect.stringContaining('4 rules found')]);
    expect(promtool(['test', 'rules', 'alerts.test.yml'])).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});

interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
}

describe('the dashboard', () => {
  const { panels } = JSON.parse(
    readFileSync(join(examples, 'prometheus/dashboard.json'), 'utf8'),
  ) as Dashboard;
  const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

  it('asks for metrics that there are', async () => {
    const { stdout } = await runCli(
      'check --for veth --format prometheus --root'.split(' ').concat(fixture('7.3.4')),
    );
    for (const query of queries)
      for (const [metric] of query.matchAll(/buddyguard_\w+/g))
        expect(stdout).toContain(`# TYPE ${metric} gauge`);
    expect(queries).toHaveLength(4);
  });

  const check = has('promtool') ? it : it.skip;
  check('asks in PromQL', () => {
    const rules = queries.map((expr, i) => ({
      record: `panel:${i}`,
      expr: expr.replaceAll('$instance', '.+'),
    }));
    const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
    const file = join(folder, 'rules.yml');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'panels', rules }] }));
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('4 rules found')]);
  });
});

it('the DaemonSet writes metrics, again and again, and ends when it is told to', async () => {
  const { spec } = parse(readFileSync(join(examples, 'kubernetes/daemonset.yml'), 'utf8')) as {
    spec: { template: { spec: { containers: { command: string[] }[] } } };
  };
  const [program, ...words] = spec.template.spec.containers[0]!.command;
  const folder = mkdtempSync(join(tmpdir(), 'textfile-'));
  const script = words.at(-1)!.replace('/textfile', folder).replace('sleep 60', 'sleep 0.1');
  writeScript(join(folder, 'buddyguard'), `exec '${process.execPath}' '${join(dist, 'cli.cjs')}' "$@"`);
  const env = { ...cleanEnvironment(), PATH: `${folder}:${process.env.PATH ?? ''}` };
  const loop = spawn(program!, [words[0]!, script], { stdio: 'ignore', env });
  const file = join(folder, 'buddyguard.prom');
  const written = async (): Promise<bigint> => {
    for (let i = 0; i < 200; i++) {
      const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
      if (stat) return stat.ino;
      await pause(50);
    }
    throw new Error('no metrics were written');
  };
  const first = await written();
  expect(readFileSync(file, 'utf8')).toMatch(/^buddyguard_verdict\{workload="kvm",verdict="\w+"\} 1$/m);
  while ((await written()) === first) await pause(50);
  loop.kill('SIGTERM');
  const [, signal] = (await once(loop, 'exit')) as [number | null, string | null];
  rmSync(folder, { recursive: true, force: true });
  expect(signal).toBe('SIGTERM');
}, 30_000);

it('every alert is tested, and rests on metrics that there are', async () => {
  const { groups } = parse(readFileSync(join(examples, 'prometheus/alerts.yml'), 'utf8')) as {
    groups: { rules: { alert: string; expr: string }[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);
  const tests = readFileSync(join(examples, 'prometheus/alerts.test.yml'), 'utf8');
  const { stdout } = await runCli([
    'check',
    '--for',
    'veth',
    '--format',
    'prometheus',
    '--root',
    fixture('7.3.4'),
  ]);
  for (const { alert, expr } of rules) {
    expect(tests).toContain(`alertname: ${alert}\n`);
    for (const [metric] of expr.matchAll(/buddyguard_\w+/g))
      expect(stdout).toContain(`# TYPE ${metric} gauge`);
  }
});

describeWith('prometheus-node-exporter')('node_exporter', () => {
  it('serves what was written', async () => {
    const folder = emptyRoot();
    const file = join(folder, 'buddyguard.prom');
    const words = ['--for', 'container,kvm', '--root', fixture('concourse-little-cache')];
    const done = await runCli(['check', ...words, '--format', 'prometheus', '--output', file]);
    expect([done.code, done.stdout]).toEqual([0, '']);
    const port = await freePort();
    const exporter = spawn(
      'prometheus-node-exporter',
      [
        ...[`--web.listen-address=127.0.0.1:${port}`, '--collector.disable-defaults', '--collector.textfile'],
        `--collector.textfile.directory=${folder}`,
      ],
      { stdio: 'ignore' },
    );
    try {
      const scraped = await scrape(`http://127.0.0.1:${port}/metrics`);
      expect(scraped).toContain('buddyguard_verdict{verdict="unavailable",workload="container"} 1\n');
      expect(scraped).toContain('buddyguard_verdict{verdict="attainable",workload="kvm"} 1\n');
      expect(scraped).toContain('node_textfile_scrape_error 0\n');
      expect(scraped).toContain(`node_textfile_mtime_seconds{file="${file}"}`);
    } finally {
      exporter.kill('SIGKILL');
    }
  }, 60_000);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function scrape(url: string): Promise<string> {
  for (let left = 50; ; left--) {
    try {
      return await (await fetch(url)).text();
    } catch (error) {
      if (left === 0) throw error;
      await pause(200);
    }
  }
}

describe('node-problem-detector', () => {
  const { pluginConfig, rules } = JSON.parse(
    readFileSync(join(examples, 'node-problem-detector/buddyguard.json'), 'utf8'),
  ) as { pluginConfig: { max_output_length: number }; rules: { path: string; args: string[] }[] };

  it.each([
    ['7.3.4', 0, 'available'],
    ['concourse-little-cache', 1, 'unavailable'],
    ['none', 2, '/'],
  ])('%s ends with %i', async (machine, code, begins) => {
    // One for the condition, one for the event.
    expect(rules.map(({ path, args }) => [path, args])).toEqual(
      rules.map(() => [rules[0]!.path, rules[0]!.args]),
    );
    const [rule] = rules;
    expect(rule?.path).toBe('/opt/buddyguard/dist/cli.cjs');
    const root = fixture(machine);
    const done = await runCli(rule?.args ?? [], { environment: { BUDDYGUARD_ROOT: root } });
    expect(done.code).toBe(code);
    expect(done.stdout.startsWith(begins)).toBe(true);
    expect(Buffer.byteLength(done.stdout.trimEnd())).toBeLessThanOrEqual(pluginConfig.max_output_length);
  });
});

describe('nagios', () => {
  it.each([
    ['7.3.4', 0, 'OK'],
    ['concourse-much-cache', 1, 'WARNING'],
    ['concourse-little-cache', 2, 'CRITICAL'],
    ['none', 3, 'UNKNOWN'],
  ])('%s ends the example’s command with %i', async (machine, code, state) => {
    const text = readFileSync(join(examples, 'nagios/nrpe_buddyguard.cfg'), 'utf8');
    const [, command = ''] = /=\/usr\/local\/bin\/buddyguard (.*)$/m.exec(text) ?? [];
    const done = await runCli(command.split(' '), { environment: { BUDDYGUARD_ROOT: fixture(machine) } });
    expect([done.code, done.stdout.startsWith(`BUDDYGUARD ${state} - `)]).toEqual([code, true]);
  });
});
