import { expect, it } from '@jest/globals';
import { nvme } from '../../../src/request/workloads/nvme.ts';
import { type Told, on } from './readings-stub.ts';

const btf = { structs: { nvme_ns_head: { bytes: 4000, file: '/sys/kernel/btf/nvme_core' } } };

it.each<[string, Told, number, number, string]>([
  ['3.10.0-1160.el7.x86_64', {}, 8192, 1, 'assumed'],
  ['4.14.89+', {}, 8192, 1, 'assumed'],
  // an srcu_struct lies inside, which follows CONFIG_NR_CPUS
  ['4.15.0', {}, 50_848, 4, 'formula'],
  ['5.4.19', { configuredCpus: 8192 }, 50_848, 4, 'formula'],
  ['5.4.19', { configuredCpus: 512 }, 4000, 0, 'formula'],
  ['5.18.19', {}, 50_848, 4, 'formula'],
  ['5.10.0-46-cloud-amd64', {}, 50_552, 4, 'table'],
  ['5.15.0-91-generic', btf, 4000, 0, 'btf'],
  // since 5.19 its nodes lie apart
  ['5.19.0', {}, 1488, 0, 'nearest'],
  ['6.12.118+deb13-cloud-amd64', {}, 1192, 0, 'table'],
  ['6.12.0', btf, 4000, 0, 'btf'],
])('on %s, told %j: %i bytes, order %i, by %s', (release, told, bytes, order, from) => {
  const [need] = nvme.needs(on(release, {}, told));
  expect(need?.request).toMatchObject({ bytes, order, from, path: 'contiguous' });
});
