import { UsageError } from '../../errors.ts';
import { contiguousNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

const assumedMtu = 9000;
const headerBytes = 18;
/** NET_SKB_PAD before the frame, struct skb_shared_info behind it, each on its own cache line */
const padBytes = 64;
const sharedInfoBytes = 320;
const cacheLine = 64;

export const jumboFrame: Workload = {
  name: 'jumbo-frame',
  summary: 'receiving a frame into one linear buffer, in interrupt context',
  options: { size: 'the MTU in bytes; default 9000' },
  formula: ['64 + MTU + 18 bytes on cache lines, and 320 bytes behind them'],
  failure: [
    'swapper/0: page allocation failure: order:2, mode:0x480a20(GFP_ATOMIC|__GFP_NOWARN|__GFP_COMP) (the frame is dropped)',
  ],
  helps: [
    'a higher vm.min_free_kbytes: atomic callers live from that reserve',
    'a smaller MTU, or a driver that receives into single pages',
  ],
  source: ['net/core/skbuff.c __netdev_alloc_skb'],
  evidence: [
    {
      says: 'a frame takes its headroom and struct skb_shared_info besides',
      how: 'source',
      where: 'net/core/skbuff.c __netdev_alloc_skb',
    },
    {
      says: 'some drivers receive a frame into one buffer',
      how: 'memory',
      where: 'not every driver was read',
    },
  ],
  needs: (facts) => {
    const mtu = facts.options.size ?? assumedMtu;
    if (mtu < 68 || mtu > 65_535)
      throw new UsageError(`--size ${mtu}: expected an MTU between 68 and 65535 bytes`);
    const bytes = Math.ceil((padBytes + mtu + headerBytes) / cacheLine) * cacheLine + sharedInfoBytes;
    return [
      contiguousNeed(facts, {
        workload: 'jumbo-frame',
        what: 'the buffer of one frame',
        bytes,
        gfp: ['GFP_ATOMIC', '__GFP_NOWARN', '__GFP_COMP'],
        notes: facts.options.size === undefined ? [`an MTU of ${assumedMtu} is assumed; --size sets it`] : [],
        unverified: 'not every driver receives into one buffer; many take single pages',
      }),
    ];
  },
};
