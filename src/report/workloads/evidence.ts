import type { Evidence } from '../../request/workloads/evidence.ts';
import type { Workload } from '../../request/workloads/workload.ts';
import { traced } from './traced.ts';

/** The kernels on which all that a workload asks for was seen in a trace. */
export function tracedKernels({ name }: Workload): readonly string[] {
  return traced[name] ?? [];
}

/** How each fact is known that a workload's numbers rest on, and where the whole of it was seen. */
export function evidenceOf(workload: Workload): Evidence[] {
  const kernels = tracedKernels(workload);
  const whole: Evidence = {
    says: 'the kernel asks for this path, order, size and these flags',
    how: 'trace',
    where: `${workload.name} on Debian kernels ${kernels.join(', ')}`,
  };
  return kernels.length === 0 ? [...workload.evidence] : [...workload.evidence, whole];
}
