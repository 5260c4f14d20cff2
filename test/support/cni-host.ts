// A host of its own for CNI plugins: network and mount namespaces, in which real veths and firewall rules are made.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cleanEnvironment } from './cli.ts';

/** Where Debian's containernetworking-plugins lie. */
export const pluginFolder = '/usr/lib/cni';

/** An entry of a conflist's `plugins`. */
type PluginConfiguration = Record<string, unknown> & { type: string };

/** A network as a runtime reads it from /etc/cni/net.d. */
export interface Conflist {
  cniVersion: string;
  name: string;
  plugins: readonly PluginConfiguration[];
}

/** What came of a call of a whole network: the last result, or the error of the plugin that refused. */
export interface CallEnd {
  plugin: string;
  code: number | null;
  output: Record<string, unknown>;
  stderr: string;
}

/** Starts with `open`, ends with `close`. */
export class CniHost {
  readonly #folders: string;
  readonly #variables: Record<string, string>;
  #holder: ChildProcess | null = null;

  /** @param folder where plugins are looked for first; then come Debian's own */
  constructor(folder: string, variables: Record<string, string> = {}) {
    this.#folders = `${folder}:${pluginFolder}`;
    this.#variables = variables;
  }

  /** The same host, with another folder of plugins and more variables. */
  with(folder: string, variables: Record<string, string>): CniHost {
    const other = new CniHost(folder, variables);
    other.#holder = this.#holder;
    return other;
  }

  async open(): Promise<void> {
    const script = `mount --make-rprivate / && mount -t tmpfs tmpfs /run && mkdir -p /var/lib/cni && mount -t tmpfs tmpfs /var/lib/cni && ip link set lo up && echo open && exec sleep 600`;
    const holder = spawn('unshare', ['-n', '-m', 'sh', '-c', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#holder = holder;
    await new Promise<void>((resolve, reject) => {
      holder.stdout.once('data', () => {
        resolve();
      });
      holder.once('exit', () => {
        reject(new Error('no host for CNI plugins'));
      });
    });
  }

  close(): void {
    this.#holder?.kill('SIGKILL');
  }

  /** Runs a shell script on the host, and gives what it prints. */
  run(script: string): string {
    const { status, stdout, stderr } = this.#enter(['sh', '-c', script], '', {});
    if (status !== 0) throw new Error(`${script}: ${stderr}`);
    return stdout;
  }

  /** The names of the host's interfaces. */
  get links(): string[] {
    return this.run('ip -o link')
      .trim()
      .split('\n')
      .map((line) => /^\d+: ([^:@]+)/.exec(line)?.[1] ?? '');
  }

  /** Calls every plugin of a network, as a runtime does: in order, each with the result of the one before; DEL backwards. */
  call(
    command: 'ADD' | 'CHECK' | 'DEL',
    { plugins, ...list }: Conflist,
    container: string,
    previous?: Record<string, unknown>,
    runtimeConfig: Record<string, unknown> = {},
  ): CallEnd {
    let end: CallEnd = { plugin: '', code: 0, output: previous ?? {}, stderr: '' };
    let prevResult = previous;
    const variables = {
      ...{ CNI_COMMAND: command, CNI_CONTAINERID: container, CNI_NETNS: `/run/netns/${container}` },
      ...{ CNI_IFNAME: 'eth0', CNI_PATH: this.#folders },
    };
    for (const plugin of command === 'DEL' ? [...plugins].reverse() : plugins) {
      const own = plugin.capabilities === undefined ? {} : { runtimeConfig };
      const input = JSON.stringify({ ...list, ...plugin, ...own, ...(prevResult ? { prevResult } : {}) });
      const find = `for d in $(echo "$CNI_PATH" | tr : ' '); do [ -x "$d/$0" ] && exec "$d/$0"; done; exit 127`;
      const { status, stdout, stderr } = this.#enter(['sh', '-c', find, plugin.type], input, variables);
      const output = stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
      end = { plugin: plugin.type, code: status, output, stderr };
      if (status !== 0) return end;
      if (command === 'ADD') prevResult = output;
    }
    return end;
  }

  #enter(
    command: readonly string[],
    input: string,
    variables: Record<string, string>,
  ): { status: number | null; stdout: string; stderr: string } {
    const pid = String(this.#holder?.pid ?? 0);
    return spawnSync('nsenter', ['-t', pid, '-n', '-m', ...command], {
      encoding: 'utf8',
      input,
      env: { ...cleanEnvironment(), ...this.#variables, ...variables },
      timeout: 60_000,
      killSignal: 'SIGKILL',
    });
  }
}
