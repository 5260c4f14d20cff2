import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnreadableError } from '../../src/errors.ts';
import { Machine } from '../../src/machine/machine.ts';
import { workloadReadings } from '../../src/machine/workload-readings.ts';
import { struct, writeBtf } from '../support/btf-writer.ts';

let root = '';
const put = (name: string, text: string | Uint8Array): void => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'buddyguard-readings-'));
  put('sys/devices/system/cpu/possible', '0-63\n');
  put('sys/kernel/slab/kvm_vcpu/object_size', '51472\n');
  put('sys/kernel/slab/kvm_vcpu/slab_size', '51488\n');
  put('sys/kernel/slab/kvm_vcpu/order', '4\n');
  put('sys/kernel/slab/net_namespace/object_size', '4288\n');
  put('sys/kernel/slab/net_namespace/order', '3\n');
  put('sys/kernel/slab/broken/object_size', 'many\n');
  put('sys/kernel/slab/broken/order', '3\n');
  put('proc/meminfo', 'MemTotal:       16384000 kB\nMemFree: 1 kB\n');
  put('sys/kernel/btf/vmlinux', writeBtf({ types: [struct('net', 4352)] }));
  put('sys/devices/system/cpu/kernel_max', '8191\n');
  put('proc/cpuinfo', 'processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8\n');
  put('rules.save', '*filter\nCOMMIT\n');
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

const machine = (kernel?: string): Machine => new Machine(root, kernel);

describe('readings of a root', () => {
  it('tells possible CPUs, memory and slab caches', async () => {
    const readings = await workloadReadings(machine());
    expect(readings.possibleCpus()).toBe(64);
    expect(readings.memTotalBytes()).toBe(16_384_000 * 1024);
    // order is what SLUB would like, minOrder what one object needs
    expect(readings.slab('kvm_vcpu', 4096)).toEqual({ objectBytes: 51_488, order: 4, minOrder: 4 });
    expect(readings.slab('net_namespace', 4096)).toEqual({ objectBytes: 4288, order: 3, minOrder: 1 });
    expect(readings.slab('net_namespace', 65_536)?.minOrder).toBe(0);
  });

  it('knows nothing of what is absent or not a number', async () => {
    const readings = await workloadReadings(machine());
    expect(readings.slab('absent', 4096)).toBeNull();
    expect(readings.slab('broken', 4096)).toBeNull();
    expect(readings.onlineCpus()).toBeNull();
    expect(readings.liveTables('ipv4')).toBeNull();
    const elsewhere = await workloadReadings(new Machine(join(root, 'proc')));
    expect([elsewhere.possibleCpus(), elsewhere.memTotalBytes(), elsewhere.text('proc/cgroups')]).toEqual([
      null,
      null,
      undefined,
    ]);
  });

  it('tells the types, the CPUs built for and the architecture of the root, not of the kernel that runs this', async () => {
    const readings = await workloadReadings(machine());
    expect(readings.structBytes('net')).toEqual({ bytes: 4352, file: join(root, 'sys/kernel/btf/vmlinux') });
    expect(readings.structBytes('veth_rq')).toEqual({
      absent: `${join(root, 'sys/kernel/btf/veth')}: is not there`,
    });
    expect(readings.configuredCpus()).toBe(8192);
    expect(readings.architecture()).toBe('arm64');
    const elsewhere = await workloadReadings(new Machine(join(root, 'proc')));
    expect(elsewhere.structBytes('net')).toHaveProperty('absent');
    expect([elsewhere.configuredCpus(), elsewhere.architecture()]).toEqual([null, null]);
  });

  it('does not take the slab sizes and types of the running kernel for those of another', async () => {
    const readings = await workloadReadings(machine('6.12.0'));
    expect(readings.slab('kvm_vcpu', 4096)).toBeNull();
    expect(readings.structBytes('net')).toEqual({
      absent: 'the types of the kernel that runs are no fact about another one',
    });
    expect(readings.configuredCpus()).toBeNull();
    expect(readings.possibleCpus()).toBe(64);
  });

  it('never reads live tables under a root or for another kernel', async () => {
    const readings = await workloadReadings(machine(), ['ipv4', 'ipv6']);
    expect([readings.liveTables('ipv4'), readings.liveTables('ipv6')]).toEqual([null, null]);
  });

  it('reads live tables of this machine, whatever they are', async () => {
    const readings = await workloadReadings(new Machine(), ['ipv4']);
    expect(['none', 'tables', 'unreadable']).toContain(readings.liveTables('ipv4')?.state);
    expect(readings.liveTables('ipv6')).toBeNull();
  });

  it('says which rules file is not there', async () => {
    const readings = await workloadReadings(machine());
    expect(readings.rulesFile(join(root, 'rules.save'))).toBe('*filter\nCOMMIT\n');
    expect(() => readings.rulesFile(join(root, 'no.save'))).toThrow(UnreadableError);
  });
});
