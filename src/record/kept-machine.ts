import { findFault } from '../kernel/faults/index.ts';
import { parseRelease } from '../kernel/release.ts';
import type { KeptMachine } from '../machine/kept.ts';
import { procTexts } from './proc-texts.ts';
import type { SnapshotDocument } from './document.ts';

/** What a snapshot kept, to be read in place of a machine's files: by the same parsers, and so by the same rule. */
export function keptMachine({ facts, memory }: SnapshotDocument): KeptMachine {
  const texts = procTexts(memory);
  const { files, unread, structs } = facts;
  const file = (path: string): string | undefined => (Object.hasOwn(files, path) ? files[path] : undefined);
  const kernel = parseRelease(facts.release, {
    version: file('proc/version'),
    versionSignature: file('proc/version_signature'),
    osRelease: file('etc/os-release'),
  });
  return {
    release: facts.release,
    pageSize: facts.pageSize,
    architecture: facts.architecture,
    text: (path, trouble) => {
      const text = texts.get(path) ?? file(path);
      if (text === undefined && (texts.has(path) || Object.hasOwn(unread, path)))
        trouble?.(`/${path}: ${Object.hasOwn(unread, path) ? (unread[path] ?? '') : 'was not kept'}`);
      return text;
    },
    cgroup: memory.cgroup && {
      ...memory.cgroup,
      unusedBytes: memory.cgroup.unusedBytes ?? memory.cgroup.bytes,
    },
    cgroupHigh: memory.cgroupHigh ?? null,
    allowedNodes: memory.allowedNodes,
    hardCpuset: memory.hardCpuset ?? true,
    boundNodes: memory.boundNodes ?? null,
    structBytes: (name) => structs[name] ?? { absent: 'the snapshot does not have it' },
    installedIptables: (name) =>
      Object.hasOwn(facts.iptables, name) ? (facts.iptables[name] ?? null) : null,
    legacyModule: (family) => facts.legacyModules[family] ?? 'unknown',
    needs: (workload) =>
      Object.hasOwn(facts.needs, workload)
        ? (facts.needs[workload] ?? []).map((need) => ({
            ...need,
            fault: need.fault === null ? null : findFault(need.fault, kernel),
          }))
        : null,
  };
}
