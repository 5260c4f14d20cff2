// What hosts have that the plain guests of the recorder have not, a row each: npm run trials -- --condition NAME.

/**
 * @typedef {object} Condition
 * @property {string} what
 * @property {Partial<import('./boot.js').Machine> & {swapped?: boolean}} [machine] in place of what a seed draws
 * @property {string[]} [parameters] further ones of the kernel
 * @property {Record<string, string>} [files] what the guest's first process writes before anything else
 * @property {Record<string, string | number>} [guest] variables of the guest's programs (guest/trials.c, guest/caller.c)
 */

/** @param {'max' | 'high' | 'cpuset' | 'policy'} kind guest/caller.c: another process asks, and what it may have is recorded */
const callerIn = (kind) => ({ caller: kind });
/** Two nodes of equal size; the second has no processor where there is one processor. */
const twoNodes = { nodes: 2, processors: 2 };
const hugePages = '/sys/kernel/mm/transparent_hugepage/enabled';

/** @type {Record<string, Condition>} */
export const conditions = {
  'memory-max': {
    what: "memory.max of the caller's cgroup, or of the one above, near what the block takes",
    machine: { swapped: false },
    guest: { ...callerIn('max'), easy: 55 },
  },
  'memory-max-swap': {
    what: 'the same with swap, which what the cgroup holds can go to',
    machine: { swapped: true },
    guest: { ...callerIn('max'), easy: 55 },
  },
  'memory-max-table': {
    what: 'memory.max near what a table of single pages takes (of file descriptors, by vmalloc)',
    guest: { ...callerIn('max'), tables: 1 },
  },
  'memory-high': {
    what: 'memory.high likewise: the caller is stalled, not refused',
    guest: { ...callerIn('high'), easy: 55 },
  },
  cpuset: {
    what: 'cpuset.mems with one of two nodes',
    machine: twoNodes,
    guest: { ...callerIn('cpuset'), easy: 30 },
  },
  mempolicy: {
    what: 'set_mempolicy: bound to one of two nodes, one preferred, or both in turn',
    machine: twoNodes,
    guest: { ...callerIn('policy'), easy: 30 },
  },
  movable: {
    what: 'a third of the memory is ZONE_MOVABLE (movablecore=)',
    parameters: ['movablecore=33%'],
    guest: { easy: 45 },
  },
  hotplug: {
    what: '128 MiB that are plugged in and online as movable',
    machine: {
      nodes: 1,
      slots: ',slots=1,maxmem=2G',
      devices: [
        ...['-object', 'memory-backend-ram,id=plugged,size=128M'],
        ...['-device', 'pc-dimm,id=dimm0,memdev=plugged'],
      ],
    },
    parameters: ['memhp_default_state=online_movable'],
    guest: { easy: 45 },
  },
  'defrag-mode': {
    what: 'vm.defrag_mode=1 (6.15+)',
    files: { '/proc/sys/vm/defrag_mode': '1' },
    guest: { easy: 45 },
  },
  cma: { what: 'a CMA area (cma=48M)', parameters: ['cma=48M'], guest: { easy: 45 } },
  boost: {
    what: 'marks boosted up to fifteen times as high as usual (vm.watermark_boost_factor=200000)',
    guest: { boost: 200_000, easy: 45 },
  },
  'min-free-large': {
    what: 'vm.min_free_kbytes from 20,000 to 60,000',
    guest: { min_free_low: 20_000, min_free_high: 60_000, easy: 45 },
  },
  'min-free-small': {
    what: 'vm.min_free_kbytes from 64 to 300',
    guest: { min_free_low: 64, min_free_high: 300, easy: 45 },
  },
  swap: { what: 'a swap disk', machine: { swapped: true }, guest: { easy: 30 } },
  zswap: {
    what: 'zswap before a swap disk',
    machine: { swapped: true },
    parameters: ['zswap.enabled=1', 'zswap.max_pool_percent=30'],
    guest: { easy: 30 },
  },
  'thp-always': {
    what: 'transparent huge pages wherever they fit',
    files: { [hugePages]: 'always' },
    guest: { easy: 45 },
  },
  'thp-never': { what: 'no transparent huge pages', files: { [hugePages]: 'never' }, guest: { easy: 45 } },
  'cpuless-node': {
    what: 'a second node without a processor',
    machine: { nodes: 2, processors: 1 },
    guest: { easy: 45 },
  },
  'memoryless-node': {
    what: 'a second node without memory, whose processor may be the one that asks',
    machine: { nodes: 1, memoryless: true, processors: 2 },
    guest: { easy: 45 },
  },
  edge: {
    what: 'nothing else, but most trials ask for the largest order that is to be had at once, or one next to it',
    guest: { easy: 92, trials: 40 },
  },
};

/** The row of a name; an error that lists them where there is none. */
export function condition(name) {
  if (Object.hasOwn(conditions, name)) return { name, ...conditions[name] };
  throw new Error(`no condition '${name}': expected ${Object.keys(conditions).join(', ')}`);
}
