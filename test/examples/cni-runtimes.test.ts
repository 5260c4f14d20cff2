// The guard where runtimes make containers: containerd (`ctr run --cni`) and podman with CNI, each in namespaces of the
// test's own, with Debian's plugins behind the guard.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment } from '../support/cli.ts';
import { pluginFolder } from '../support/cni-host.ts';
import { repository } from '../support/corpus.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';
import { smallRoot } from '../support/small-root.ts';
import { quoted, whyNoNamespace } from './namespace.ts';

afterAll(removeRoots);

interface Runtime {
  programs: readonly string[];
  /** files that it is configured with, in the folder that it works in */
  files: (folder: string) => Readonly<Record<string, string>>;
  /** runs /bin/true in a container with the network of /etc/cni/net.d; `rootfs` is a small root file system */
  script: string;
  why?: () => string | null;
}

const runtimes: Readonly<Record<string, Runtime>> = {
  containerd: {
    programs: ['containerd', 'ctr', 'runc'],
    files: (folder) => ({
      'config.toml': `version = 2
root = "${folder}/root"
state = "${folder}/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "${folder}/socket"
`,
    }),
    script: `
containerd -c config.toml >>log 2>&1 &
for i in 1 2 3 4 5 6 7 8 9 10; do [ -S socket ] && break; sleep 1; done
ctr -a socket run --rm --cni --rootfs "$PWD/rootfs" guarded /bin/true && code=0 || code=$?`,
  },
  podman: {
    programs: ['podman', 'runc'],
    files: () => ({
      'containers.conf': `[network]
network_backend = "cni"
network_config_dir = "/etc/cni/net.d"
cni_plugin_dirs = ["/opt/cni/bin"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
`,
    }),
    script: `
export CONTAINERS_CONF="$PWD/containers.conf"
podman --root "$PWD/root" --runroot "$PWD/state" --storage-driver vfs --runtime runc \\
  run --rm --network guarded --rootfs "$PWD/rootfs" /bin/true && code=0 || code=$?`,
    why: () => {
      const { stdout } = spawnSync('podman', ['--version'], { encoding: 'utf8' });
      const major = Number(/ (\d+)\./.exec(stdout)?.[1]);
      return major >= 5 ? `podman ${major} has no CNI any more` : null;
    },
  },
};

function whyNot({ programs, why }: Runtime): string | null {
  return whyNoNamespace(...programs, 'iptables', 'ip', join(pluginFolder, 'bridge')) ?? why?.() ?? null;
}

interface Made {
  code: number;
  message: string;
  links: string[];
}

/** Makes a container with the example's network, asking about a machine of the fixtures. */
function makeContainer({ files, script }: Runtime, machine: string): Made {
  const folder = emptyRoot();
  smallRoot(join(folder, 'rootfs'));
  const example = readFileSync(join(repository, 'examples/cni/10-buddyguard.conflist'), 'utf8');
  const guard = `"timeout": 0, "root": ${JSON.stringify(fixture(machine))}`;
  // podman 4 speaks no newer version.
  const conflist = example.replace('"timeout": "20s"', guard).replace('"1.0.0"', '"0.4.0"');
  writeFileSync(join(folder, 'net.conflist'), conflist);
  for (const [name, text] of Object.entries(files(folder))) writeFileSync(join(folder, name), text);
  const whole = `
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /run
for folder in /var/lib/cni /etc/cni/net.d /opt/cni/bin; do mkdir -p $folder; mount -t tmpfs tmpfs $folder; done
ln -s ${pluginFolder}/* /opt/cni/bin/
${quoted(join(repository, 'examples/cni/install'))} /opt/cni/bin >log 2>&1
cp net.conflist /etc/cni/net.d/10-buddyguard.conflist
ip link set lo up
${script}
echo "code $code"
ip -o link | sed -E 's/^[0-9]+: ([^:@]+).*/link \\1/'
`;
  const { stdout, stderr } = spawnSync(
    'unshare',
    ['-nmpf', '--kill-child', '--mount-proc', 'sh', '-c', whole],
    {
      encoding: 'utf8',
      cwd: folder,
      env: { ...cleanEnvironment(), NODE: process.execPath },
      timeout: 90_000,
      killSignal: 'SIGKILL',
    },
  );
  return {
    code: Number(/^code (\d+)$/m.exec(stdout)?.[1]),
    message: stderr,
    links: [...stdout.matchAll(/^link (\S+)$/gm)].map(([, name = '']) => name),
  };
}

for (const [name, runtime] of Object.entries(runtimes)) {
  const missing = whyNot(runtime);
  if (missing !== null) console.log(`skipped: ${name} with the CNI plugin: ${missing}`);

  (missing === null ? describe : describe.skip)(name, () => {
    it('makes the container where the memory is there', () => {
      const made = makeContainer(runtime, '7.3.4');
      expect([made.code, made.message]).toEqual([0, '']);
      expect(made.links).toContain('cni0');
    }, 120_000);

    it('refuses, in words, before there is a bridge', () => {
      const { code, message, links } = makeContainer(runtime, 'concourse-little-cache');
      expect(code).not.toBe(0);
      expect(message).toContain('plugin type="buddyguard" failed (add)');
      expect(message).toContain('unavailable: container needs 320 KiB');
      expect(links).toEqual(['lo']);
    }, 120_000);
  });
}
