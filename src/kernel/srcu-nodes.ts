/** sizeof(struct srcu_node) on a 64-bit kernel (include/linux/srcutree.h). */
const nodeBytes = 96;
/** the rest of struct srcu_struct */
const besideNodesBytes = 320;
/** RCU_FANOUT_LEAF and RCU_FANOUT as every distribution has them */
const leafFanout = 16;
const fanout = 64;

/** The largest CONFIG_NR_CPUS of the distributions: Ubuntu, Fedora, SUSE and Amazon Linux build with it. */
export const maxConfiguredCpus = 8192;

/**
 * sizeof(struct srcu_struct) on a 64-bit kernel from 4.12 to 5.18, with its nodes inside: NUM_RCU_NODES of
 * include/linux/rcu_node_tree.h, which follows CONFIG_NR_CPUS and not the CPUs that there are. BTF of Debian's 5.10, built
 * for 8,192, says 50,336 bytes. Later kernels allocate the nodes apart.
 */
export function srcuStructBytes(configuredCpus: number): number {
  let nodes = 0;
  for (let level = Math.ceil(configuredCpus / leafFanout); ; level = Math.ceil(level / fanout)) {
    nodes += level;
    if (level <= 1) return nodes * nodeBytes + besideNodesBytes;
  }
}
