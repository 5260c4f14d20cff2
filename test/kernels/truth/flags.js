// GFP flags as sets of single bits, so that two spellings of one mask are equal (include/linux/gfp_types.h).

const kernel = ['__GFP_DIRECT_RECLAIM', '__GFP_KSWAPD_RECLAIM', '__GFP_IO', '__GFP_FS'];
const movable = [...kernel, '__GFP_HARDWALL', '__GFP_HIGHMEM', '__GFP_MOVABLE'];
const light = [...movable.slice(2), '__GFP_COMP', '__GFP_NOMEMALLOC', '__GFP_NOWARN'];
const composites = {
  __GFP_RECLAIM: kernel.slice(0, 2),
  GFP_KERNEL: kernel,
  GFP_KERNEL_ACCOUNT: [...kernel, '__GFP_ACCOUNT'],
  GFP_NOFS: kernel.slice(0, 3),
  GFP_NOIO: kernel.slice(0, 2),
  GFP_NOWAIT: ['__GFP_KSWAPD_RECLAIM'],
  GFP_ATOMIC: ['__GFP_HIGH', '__GFP_KSWAPD_RECLAIM'],
  GFP_USER: [...kernel, '__GFP_HARDWALL'],
  GFP_HIGHUSER: movable.slice(0, 6),
  GFP_HIGHUSER_MOVABLE: movable,
  GFP_TRANSHUGE_LIGHT: light,
  GFP_TRANSHUGE: [...light, '__GFP_DIRECT_RECLAIM'],
  GFP_DMA: ['__GFP_DMA'],
  GFP_DMA32: ['__GFP_DMA32'],
};
/** Of sanitizers and lock checking: nothing is decided by them. GFP_ATOMIC had a bit of its own before 6.4. */
const idle = /^(?:__GFP_SKIP_\w+|__GFP_ZEROTAGS|__GFP_NOLOCKDEP|__GFP_ATOMIC|0x[0-9a-f]+|none)$/;
/** They do not decide whether the memory is there. */
const quiet = ['__GFP_ZERO', '__GFP_COMP', '__GFP_NOWARN', '__GFP_WRITE'];

/** @param {string[]} names */
export function bits(names) {
  return new Set(names.flatMap((name) => composites[name] ?? (idle.test(name) ? [] : [name])));
}

/** What one has and the other has not: `+__GFP_ACCOUNT -__GFP_ZERO`; empty where they are equal. */
export function flagDifference(asked, seen, { decisive = false } = {}) {
  const [a, b] = [bits(asked), bits(seen)];
  const counts = (name) => !decisive || !quiet.includes(name);
  const more = [...b].filter((name) => !a.has(name) && counts(name)).map((name) => `+${name}`);
  const less = [...a].filter((name) => !b.has(name) && counts(name)).map((name) => `-${name}`);
  return [...more, ...less].join(' ');
}
