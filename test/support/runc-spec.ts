import { existsSync, lstatSync, readFileSync } from 'node:fs';

/** A mount as the OCI runtime specification writes it. */
export interface Mount {
  destination: string;
  type?: string;
  source?: string;
  options?: string[];
}

/** An OCI runtime configuration, as far as it is used here. */
export type Spec = Record<string, unknown>;

/** moby oci/caps/defaults.go */
const dockerCapabilities = [
  ...['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_FSETID', 'CAP_FOWNER', 'CAP_MKNOD', 'CAP_NET_RAW', 'CAP_SETGID'],
  ...['CAP_SETUID', 'CAP_SETFCAP', 'CAP_SETPCAP', 'CAP_NET_BIND_SERVICE', 'CAP_SYS_CHROOT', 'CAP_KILL'],
  'CAP_AUDIT_WRITE',
];
/** Those that `--privileged` adds, by their number in linux/capability.h; less what this machine itself lacks. */
const otherCapabilities = {
  ...{ CAP_DAC_READ_SEARCH: 2, CAP_NET_ADMIN: 12, CAP_IPC_LOCK: 14, CAP_SYS_PTRACE: 19, CAP_SYS_ADMIN: 21 },
  ...{ CAP_SYS_BOOT: 22, CAP_SYS_NICE: 23, CAP_SYS_RESOURCE: 24, CAP_SYS_TIME: 25, CAP_LEASE: 28 },
  ...{ CAP_MAC_ADMIN: 33, CAP_SYSLOG: 34 },
};

function capabilitiesHere(): string[] {
  const bounding = BigInt(
    `0x${/^CapBnd:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '0'}`,
  );
  return Object.entries(otherCapabilities).flatMap(([name, bit]) =>
    (bounding >> BigInt(bit)) & 1n ? name : [],
  );
}

/** moby oci/defaults.go */
const dockerMaskedPaths = [
  ...['/proc/asound', '/proc/acpi', '/proc/kcore', '/proc/keys', '/proc/latency_stats', '/proc/timer_list'],
  ...['/proc/timer_stats', '/proc/sched_debug', '/proc/scsi', '/sys/firmware'],
];
const dockerReadonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

export interface SpecPlan {
  command: readonly string[];
  dist: string;
  privileged?: boolean;
  userNamespace?: boolean;
  maskedPaths?: string[];
  mounts?: Mount[];
}

/** What Docker hands to runc, less its network and its seccomp filter. */
export function containerSpec(plan: SpecPlan): Spec {
  const { privileged = false, userNamespace = false } = plan;
  const capabilities = privileged ? [...dockerCapabilities, ...capabilitiesHere()] : dockerCapabilities;
  const bind = (source: string, destination: string): Mount => ({
    ...{ source, destination, type: 'bind', options: ['rbind', 'ro'] },
  });
  const programs = ['/bin', '/sbin', '/lib', '/lib64'].filter(
    (path) => existsSync(path) && !lstatSync(path).isSymbolicLink(),
  );
  const namespaces = ['pid', 'ipc', 'uts', 'mount', 'network', ...(userNamespace ? ['user'] : [])];
  return {
    ociVersion: '1.0.2',
    root: { path: 'rootfs', readonly: false },
    hostname: 'container',
    process: {
      terminal: false,
      cwd: '/',
      user: { uid: 0, gid: 0 },
      args: plan.command,
      env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/tmp'],
      noNewPrivileges: false,
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
    },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
      {
        ...{ destination: '/sys', type: 'sysfs', source: 'sysfs' },
        options: ['nosuid', 'noexec', 'nodev', privileged ? 'rw' : 'ro'],
      },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755', 'size=65536k'] },
      { destination: '/tmp', type: 'tmpfs', source: 'tmpfs', options: ['mode=1777'] },
      ...['/usr', ...programs].map((path) => bind(path, path)),
      bind(process.execPath, '/node'),
      bind(plan.dist, '/buddyguard'),
      ...(plan.mounts ?? []),
    ],
    linux: {
      namespaces: namespaces.map((type) => ({ type })),
      ...(userNamespace
        ? {
            uidMappings: [{ containerID: 0, hostID: 100_000, size: 65_536 }],
            gidMappings: [{ containerID: 0, hostID: 100_000, size: 65_536 }],
          }
        : {}),
      maskedPaths: [...(privileged ? [] : dockerMaskedPaths), ...(plan.maskedPaths ?? [])],
      readonlyPaths: privileged ? [] : dockerReadonlyPaths,
    },
  };
}
