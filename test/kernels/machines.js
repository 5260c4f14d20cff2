// The shapes of machines that trials are recorded on; every shape is drawn by a seed, so that a run can be repeated.

/** A small generator (mulberry32): equal seeds give equal machines. */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = (random, values) => values[Math.floor(random() * values.length)];

/**
 * One machine: one or two nodes, all memory under 4 GiB or some of it in the Normal zone (on a PC), with or without swap.
 * @param {number} seed
 * @param {import('./architectures.js').Architecture} row
 */
export function machineFor(seed, row) {
  const random = randomOf(seed);
  const memory = pick(random, row.memory);
  const nodes = random() < 0.25 && row.nodes ? 2 : 1;
  // Two nodes split the memory evenly: with the boundary at the half, the second node is all Normal.
  const below4G = random() < 0.45 ? (nodes === 2 ? memory / 2 : pick(random, [80, 96, 112])) : undefined;
  const processors = random() < 0.25 ? 2 : 1;
  const swapped = random() < 0.15;
  const parameters = row.parameters ? pick(random, row.parameters)(memory) : [];
  return { memory, nodes, ...(row.zones ? { below4G } : {}), processors, swapped, parameters };
}
