// What a container runtime sends to the CNI plugin: its variables, and the network configuration.
import { readCall } from '../../../src/surfaces/cni/call.ts';
import { spokenVersion } from '../../../src/surfaces/cni/configuration.ts';
import { answerCall } from '../../../src/surfaces/cni/plugin.ts';
import {
  CniError,
  cniCodes,
  cniVersions,
  emptyResult,
  errorText,
  newestVersion,
} from '../../../src/surfaces/cni/protocol.ts';
import { demand, demandCounts, demandJson, demandOneLine } from '../laws.ts';
import { asBytes, fromBytes, variables } from '../seeds.ts';
import type { Input, Target } from '../target.ts';

const commands = ['ADD', 'CHECK', 'DEL', 'GC', 'STATUS', 'VERSION'];

function environ(command: string): string {
  return asBytes(
    [
      `CNI_COMMAND=${command}`,
      'CNI_CONTAINERID=f3a1c0de',
      'CNI_NETNS=/var/run/netns/cni-1',
      'CNI_IFNAME=eth0',
      'CNI_ARGS=IgnoreUnknown=1;K8S_POD_NAME=web-0',
      'CNI_PATH=/opt/cni/bin',
    ].join('\0'),
  );
}

function configurations(): string[] {
  const base = { name: 'k8s-pod-network', type: 'buddyguard' };
  const own = { for: ['container', 'kvm'], rules: 500, timeout: '1m30s', compact: true, strict: false };
  const rest = { onUnknown: 'fail', root: '/host', status: true };
  const prevResult = {
    cniVersion: '1.0.0',
    interfaces: [
      { name: 'cni0', mac: '00:11:22:33:44:55' },
      { name: 'eth0', sandbox: '/run/netns/a' },
    ],
    ips: [{ address: '10.1.0.5/16', gateway: '10.1.0.1', interface: 1 }],
    dns: { nameservers: ['10.1.0.1'] },
  };
  const runtime = {
    ...{ capabilities: { portMappings: true }, runtimeConfig: { portMappings: [] }, args: {}, dns: {} },
    'cni.dev/valid-attachments': [{ containerID: 'a', ifname: 'eth0' }],
  };
  return cniVersions.flatMap((cniVersion) => [
    JSON.stringify({ cniVersion, ...base }),
    JSON.stringify({ cniVersion, ...base, ...own, ...rest, prevResult }),
    JSON.stringify({ cniVersion, ...base, ...runtime, timeout: 0, for: ['veth'], 'caf\u00e9': 1 }, null, 2),
  ]);
}

const target: Target = {
  name: 'cni',
  slice: 1500,
  parts: ['environ', 'stdin'],
  separator: '\0',
  seeds: (): Input[] =>
    commands.flatMap((command) => configurations().map((text) => [environ(command), asBytes(text)])),
  run: ([bytes = '', stdin = '']) => {
    const environment = Object.fromEntries(variables(bytes));
    const input = fromBytes(stdin);
    try {
      const call = readCall(environment, () => input);
      if ('settings' in call) {
        demandCounts({ ...call.settings, retries: 0 });
        demand((call.settings.timeoutMilliseconds ?? 0) <= 90_000, () => 'it waits longer than a runtime');
        demandJson(call.previous ?? emptyResult(call.version));
      }
      // What makes no look is answered at once, and never refused.
      if (call.command !== 'ADD' && call.command !== 'STATUS') void answerCall(call);
    } catch (error) {
      if (!(error instanceof CniError)) throw error;
      demand(environment.CNI_COMMAND !== 'DEL', () => `DEL is refused: ${error.message}`);
      const told = demandJson(errorText(error, spokenVersion(input) ?? newestVersion));
      const { code, msg } = told as { code: number; msg: string };
      demand(Object.values<number>(cniCodes).includes(code) && code < 11, () => `code ${code}`);
      demandOneLine(msg);
    }
  },
};

export const cniTargets: readonly Target[] = [target];
