import { describe, expect, it } from '@jest/globals';
import { type Descriptor, inheritedDescriptors, standardIoWith } from '../../../src/guard/run/descriptors.ts';

const [readOnly, writeOnly, readWrite, cloexec] = [0, 1, 2, 0o2000000];
const at = (number: number, target: string, flags: number): Descriptor => ({
  number,
  target,
  flags: flags | cloexec,
});

/** What Node 20 has open by itself. */
const own = [
  at(4, 'anon_inode:[eventpoll]', readWrite),
  at(5, 'pipe:[101]', readOnly),
  at(6, 'pipe:[101]', writeOnly),
  at(11, 'anon_inode:[eventfd]', readWrite),
  at(12, '/dev/null', readOnly),
];

describe('inheritedDescriptors', () => {
  it.each<[string, Descriptor[], string, number[]]>([
    ['Node alone', [], '', []],
    ['a file', [at(3, '/etc/passwd', readOnly)], '', [3]],
    ['a socket', [at(9, 'socket:[5]', readWrite)], '', [9]],
    ['the reading end of a pipe', [at(3, 'pipe:[7]', readOnly)], '', [3]],
    [
      'the same writing end twice, as bash leaves it',
      [at(3, 'pipe:[7]', writeOnly), at(7, 'pipe:[7]', writeOnly)],
      '',
      [3, 7],
    ],
    [
      'both ends, of which nobody speaks',
      [at(3, 'pipe:[7]', readOnly), at(7, 'pipe:[7]', writeOnly)],
      '',
      [],
    ],
    [
      "both ends, make's",
      [at(3, 'pipe:[7]', readOnly), at(7, 'pipe:[7]', writeOnly)],
      ' -j --jobserver-auth=3,7',
      [3, 7],
    ],
    [
      "both ends, an older make's",
      [at(3, 'pipe:[7]', readOnly), at(7, 'pipe:[7]', writeOnly)],
      '--jobserver-fds=3,7 -j',
      [3, 7],
    ],
    ['/dev/null to write to', [at(3, '/dev/null', writeOnly)], '', [3]],
    ['out of order', [at(9, '/b', readOnly), at(3, '/a', readOnly)], '', [3, 9]],
    ['one that Node did not mark passes by itself', [{ number: 63, target: '/a', flags: readOnly }], '', []],
  ])('%s', (_, open, makeflags, expected) => {
    expect(inheritedDescriptors([...own, ...open], makeflags)).toEqual(expected);
  });
});

describe('standardIoWith', () => {
  it('keeps each number and leaves the gaps closed', () => {
    expect(standardIoWith([at(3, '/a', readOnly), at(6, '/b', readOnly)])).toEqual([
      ...['inherit', 'inherit', 'inherit'],
      ...[3, 'ignore', 'ignore', 6],
    ]);
  });
});
