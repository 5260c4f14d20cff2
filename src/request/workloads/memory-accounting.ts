import type { WorkloadReadings } from './readings.ts';

/**
 * Whether memory cgroups account kernel memory, as they do on every host with systemd or Docker: taken for true unless
 * the kernel's command line was read and says otherwise (mm/memcontrol.c cgroup_memory, memcg_kmem_online).
 */
export function accountsKernelMemory(readings: WorkloadReadings): boolean {
  for (const word of (readings.text('proc/cmdline') ?? '').split(/\s+/)) {
    const [name, value = ''] = word.split('=', 2);
    const values = value.split(',');
    if (name === 'cgroup.memory' && values.includes('nokmem')) return false;
    if (name === 'cgroup_disable' && values.includes('memory')) return false;
  }
  return true;
}
