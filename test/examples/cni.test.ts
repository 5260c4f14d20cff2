// The guard in front of Debian's CNI plugins: real veths and real firewall rules, in namespaces of the test's own.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment } from '../support/cli.ts';
import { CniHost, type Conflist, pluginFolder } from '../support/cni-host.ts';
import { repository } from '../support/corpus.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';
import { whyNoNamespace } from './namespace.ts';

const examples = join(repository, 'examples/cni');
const missing = !existsSync(join(pluginFolder, 'bridge'))
  ? "not installed: Debian's containernetworking-plugins"
  : whyNoNamespace('iptables', 'ip', 'nsenter');
if (missing !== null) console.log(`skipped: the CNI plugin before real ones: ${missing}`);

const example = JSON.parse(readFileSync(join(examples, '10-buddyguard.conflist'), 'utf8')) as Conflist;

/** The example's network, asking about another machine. */
function network(root: string, changes: Partial<Conflist> = {}): Conflist {
  const plugins = example.plugins.map((plugin) =>
    plugin.type === 'buddyguard' ? { ...plugin, root, timeout: 0 } : plugin,
  );
  return { ...example, plugins, ...changes };
}

const enough = fixture('7.3.4');
const short = fixture('concourse-little-cache');
const ports = { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] };

(missing === null ? describe : describe.skip)('before bridge, portmap and firewall', () => {
  let host: CniHost;
  const folder = (): string => join(emptyRoot(), 'bin');

  beforeAll(async () => {
    const bin = folder();
    mkdirSync(bin);
    const installed = spawnSync(join(examples, 'install'), [bin], {
      encoding: 'utf8',
      env: { ...cleanEnvironment(), NODE: process.execPath },
    });
    expect([installed.status, installed.stderr]).toEqual([0, '']);
    expect(installed.stdout).toContain('"supportedVersions":["0.3.1","0.4.0","1.0.0","1.1.0"]');
    host = new CniHost(bin);
    await host.open();
  });
  afterAll(() => {
    host.close();
    removeRoots();
  });

  it('a refusal comes before anything is made', () => {
    host.run('ip netns add refused');
    const rules = host.run('iptables-save');
    const { plugin, code, output } = host.call('ADD', network(short), 'refused', undefined, ports);
    expect([plugin, code]).toEqual(['buddyguard', 1]);
    expect(output).toMatchObject({ code: 11, msg: expect.stringContaining('container needs') });
    expect(host.links).toEqual(['lo']);
    expect(host.run('iptables-save')).toBe(rules);
    expect(host.run('ip -n refused -o link')).not.toContain('eth0');
    // The runtime cleans up after it, as always.
    expect(host.call('DEL', network(short), 'refused', undefined, ports).code).toBe(0);
    expect(host.links).toEqual(['lo']);
  });

  it.each(['0.3.1', '0.4.0', '1.0.0'])('lets the container come about in %s, and go', (cniVersion) => {
    const id = `let${cniVersion.replaceAll('.', '')}`;
    // firewall came with 0.4.0
    const { plugins } = network(enough);
    const last = cniVersion === '0.3.1' ? 'portmap' : 'firewall';
    const list = network(enough, {
      cniVersion,
      plugins: plugins.slice(0, last === 'portmap' ? -1 : undefined),
    });
    host.run(`ip netns add ${id}`);
    const added = host.call('ADD', list, id, undefined, ports);
    expect([added.plugin, added.code]).toEqual([last, 0]);
    expect(added.output).toMatchObject({ cniVersion, ips: [expect.anything()] });
    expect(host.run(`ip -n ${id} -o addr show eth0`)).toContain('10.88.');
    expect(host.links.filter((name) => name.startsWith('veth'))).toHaveLength(1);
    expect(host.run('iptables-save -t nat')).toMatch(
      /MASQUERADE[\s\S]*--to-destination|--to-destination[\s\S]*MASQUERADE/,
    );
    // portmap looks for IPv6 rules that it has not made.
    const checked = { ...list, plugins: list.plugins.filter(({ type }) => type !== 'portmap') };
    if (cniVersion !== '0.3.1')
      expect(host.call('CHECK', checked, id, added.output)).toMatchObject({ code: 0 });
    expect(host.call('DEL', list, id, added.output, ports).code).toBe(0);
    expect(host.links.filter((name) => name.startsWith('veth'))).toEqual([]);
    expect(host.run('iptables-save')).not.toContain(`id: \\"${id}\\"`);
  });

  it('in the place of bridge, as for a Concourse worker, refuses before it and else is it', () => {
    const bin = folder();
    mkdirSync(bin);
    for (const name of ['host-local', 'firewall']) symlinkSync(join(pluginFolder, name), join(bin, name));
    copyFileSync(join(examples, 'concourse/bridge'), join(bin, 'bridge'));
    spawnSync(join(examples, 'install'), [bin], { env: { ...cleanEnvironment(), NODE: process.execPath } });
    const told = JSON.parse(readFileSync(join(examples, 'concourse/buddyguard.json'), 'utf8')) as object;
    const tell = (root: string): void => {
      writeFileSync(join(bin, 'buddyguard.json'), JSON.stringify({ ...told, root, timeout: 0 }));
    };
    // As worker/runtime/cni_network.go of Concourse writes it.
    const range = [[{ subnet: '10.80.0.0/16' }]];
    const bridge = { bridge: 'concourse0', isGateway: true, ipMasq: true };
    const list: Conflist = {
      cniVersion: '0.4.0',
      name: 'concourse',
      plugins: [
        {
          ...bridge,
          type: 'bridge',
          ipam: { type: 'host-local', ranges: range, routes: [{ dst: '0.0.0.0/0' }] },
        },
        { type: 'firewall', iptablesAdminChainName: 'CONCOURSE-OPERATOR' },
      ],
    };
    const worker = host.with(bin, { BUDDYGUARD_BRIDGE: join(pluginFolder, 'bridge') });
    worker.run('ip netns add task');
    tell(short);
    const refused = worker.call('ADD', list, 'task');
    expect([refused.plugin, refused.code]).toEqual(['bridge', 1]);
    expect(refused.output).toMatchObject({ cniVersion: '0.4.0', code: 11 });
    expect(worker.links).not.toContain('concourse0');
    tell(enough);
    const added = worker.call('ADD', list, 'task');
    expect([added.plugin, added.code]).toEqual(['firewall', 0]);
    expect(worker.run('ip -n task -o addr show eth0')).toContain('10.80.');
    tell(short);
    expect(worker.call('DEL', list, 'task', added.output).code).toBe(0);
    expect(worker.run('ip -n task -o link')).not.toContain('eth0');
  });
});
