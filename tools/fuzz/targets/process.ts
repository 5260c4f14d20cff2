// What /proc tells of this process and of the others beside it: `run` and the remedies act on it.
import { UsageError } from '../../../src/errors.ts';
import { loadPerCpu } from '../../../src/guard/remedies/conditions.ts';
import { alteredVariables, requireUtf8Arguments } from '../../../src/guard/run/arguments.ts';
import { inheritedDescriptors } from '../../../src/guard/run/descriptors.ts';
import { parseOpenFiles } from '../../../src/guard/run/open-files.ts';
import { inForeground } from '../../../src/guard/run/signals.ts';
import { countMovableBlocks } from '../../../src/machine/page-flags.ts';
import { demand, demandCounts } from '../laws.ts';
import { asBytes, fromBytes, variables } from '../seeds.ts';
import type { Target } from '../target.ts';

const limits =
  'Limit                     Soft Limit           Hard Limit           Units     \n' +
  'Max core file size        0                    unlimited            bytes     \n' +
  'Max open files            1024                 524288               files     \n';

/** Whatever Node decodes of an argument or a variable, it encodes again for the command. */
const own: Target = {
  name: 'process',
  slice: 2000,
  parts: ['limits', 'stat', 'loadavg', '/proc/stat', 'cmdline', 'environ', 'MAKEFLAGS'],
  separator: '\0',
  seeds: () => [
    [
      limits,
      '4242 (node) S 1 4242 4242 34816 4242 4194560 1 2\n',
      '0.52 0.58 0.59 1/467 12345\n',
      'cpu  1 2 3\ncpu0 1 2 3\ncpu1 1 2 3\nintr 7\n',
      asBytes('node\0cli.cjs\0run\0--\0tar\0caf\u00e9\0\ufffd\0'),
      asBytes('PATH=/bin\0NAME=\u00e9\0WRONG=\ufffd\0'),
      ' -j --jobserver-auth=3,4',
    ],
    [
      limits.replace('1024  ', 'unlimited'),
      '1 (a) b) R 0 1 1 0 -1 0\n',
      '12.00 1.00 1.00 2/3 4\n',
      'cpu0 1\n',
      'run\0a\u00ff\0',
      'A=\u00ff\0\u00fe=1\0',
      '',
    ],
  ],
  run: ([limit = '', stat = '', loadavg, cpus, cmdline = '', environ = '', makeflags]) => {
    const files = parseOpenFiles(limit);
    for (const told of files ? [files.soft, files.hard] : [])
      demand(/^(?:\d+|unlimited)$/.test(told), () => `open files: ${JSON.stringify(told)}`);
    inForeground(() => stat);
    demandCounts(loadPerCpu(loadavg, cpus));
    inheritedDescriptors([{ number: 3, target: 'pipe:[1]', flags: 0o2000000 }], makeflags);
    demandAltered(cmdline, environ);
  },
};

function demandAltered(cmdline: string, environ: string): void {
  const raw = cmdline.split('\0').slice(0, -1);
  const changes = (text: string): boolean => asBytes(fromBytes(text)) !== text;
  let refused = false;
  try {
    requireUtf8Arguments(raw.map(fromBytes), () => Buffer.from(cmdline, 'latin1'));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    refused = true;
  }
  demand(refused === raw.some(changes), () => `${refused ? 'refused' : 'taken'}: ${JSON.stringify(raw)}`);
  const given = environ.split('\0').slice(0, -1);
  const set = Object.fromEntries(variables(environ));
  const altered = alteredVariables(set, () => Buffer.from(environ, 'latin1'));
  // Of a name that is there twice, or without a value, Node knows what stands nowhere.
  const isPlain =
    environ.endsWith('\0') &&
    given.every((each) => each.includes('=')) &&
    Object.keys(set).length === given.length + 1;
  demand(
    altered.length === 0 || !isPlain || given.some(changes),
    () => `altered: ${JSON.stringify(altered)}`,
  );
}

/** The low words of /proc/kpageflags, most of them free, LRU, slab, the tail of a compound page or no page. */
const words = [0x400, 0x20, 0x60, 0x80, 0x8000, 0x10020, 0x10000, 0x20000, 0x100000];

const pageFlags: Target = {
  name: 'kpageflags',
  slice: 3000,
  parts: ['order', 'words'],
  seeds: () =>
    Array.from({ length: 20 }, (_, seed) => {
      const flags = Uint32Array.from(
        { length: 512 },
        (__, i) => words[(i >> (seed % 7)) % (1 + (seed % 9))] ?? 0,
      );
      return [String(seed % 10), Buffer.from(flags.buffer).toString('latin1')];
    }),
  run: ([text = '', bytes = '']) => {
    const order = Number(/^\d$/.exec(text)?.[0] ?? 4);
    const buffer = Buffer.from(bytes, 'latin1');
    const flags = Uint32Array.from({ length: buffer.length >> 2 }, (_, i) => buffer.readUInt32LE(4 * i));
    const [blocks = 0, larger = 0] = [order, order + 1].map((each) => countMovableBlocks(flags, each));
    const told = (): string =>
      `${blocks} blocks of order ${order}, ${larger} of the next, ${flags.length} pages`;
    demand(blocks <= flags.length >> order && 2 * larger <= blocks, told);
    demand(countMovableBlocks(flags, order, 2) === Math.min(2, blocks), told);
  },
};

export const processTargets: readonly Target[] = [own, pageFlags];
