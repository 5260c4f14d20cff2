// Which nodes a process is kept to, as /proc/PID/status and /proc/PID/numa_maps print it (6.1, 6.12 and 7.3 in the lab).
import { expect, it } from '@jest/globals';
import {
  ownAllowedNodes,
  ownBoundNodes,
  mayBeHardCpuset,
  parseAllowedNodes,
  parseBoundNodes,
} from '../../../src/machine/proc/cpuset.ts';

it('reads the nodes of this process', () => {
  expect(ownAllowedNodes()).toEqual(expect.arrayContaining([expect.any(Number)]));
  // No test binds itself to nodes.
  expect(ownBoundNodes()).toBeNull();
});

it.each<[text: string, nodes: number[] | null]>([
  ['Name:\tnode\nMems_allowed:\t3\nMems_allowed_list:\t0-1\n', [0, 1]],
  ['Mems_allowed_list:\t1\n', [1]],
  ['Mems_allowed_list:\tx\n', null],
  ['Name:\tnode\n', null],
  ['', null],
])('a cpuset: %j', (text, nodes) => {
  expect(parseAllowedNodes(text)).toEqual(nodes);
});

it.each<[text: string, isHard: boolean]>([
  ['0::/lab/job\n', false],
  ['12:pids:/x\n3:cpu,cpuacct:/y\n0::/\n', false],
  ['4:cpuset:/job\n0::/\n', true],
  ['4:cpu,cpuset:/\n', true],
  ['4:cpuset,cpu:/\n', true],
  ['4:name=cpuset:/\n0::/cpuset:/\n', false],
  ['', true],
])('a cpuset that may be hard: %j: %j', (text, isHard) => {
  expect(mayBeHardCpuset(text)).toBe(isHard);
});

it.each<[line: string, nodes: number[] | null]>([
  ['00400000 bind:0 file=/init mapped=1 mapmax=3 N0=1 kernelpagesize_kB=4\n', [0]],
  ['00400000 bind:0-1,3 file=/init\n', [0, 1, 3]],
  ['7f00 bind=static:1 anon=3\n', [1]],
  ['7f00 bind=relative|balancing:1\n', [1]],
  // Which node is asked first, not which may serve.
  ['00400000 default file=/init mapped=1\n', null],
  ['00400000 local file=/init\n', null],
  ['00400000 prefer:1 file=/init\n', null],
  ['00400000 prefer (many):0-1 file=/init\n', null],
  ['00400000 interleave:0-1 file=/init\n', null],
  // The first area's alone.
  ['00400000 default file=/init\n00600000 bind:1 anon=1\n', null],
  ['00400000 bind:1x file=/init\n', null],
  ['', null],
])('a memory policy: %j', (line, nodes) => {
  expect(parseBoundNodes(line)).toEqual(nodes);
});
