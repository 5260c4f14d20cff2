/** Bits of guest-physical addresses where KVM_CREATE_VM is not told another number (KVM_PHYS_SHIFT). */
export const defaultIpaBits = 40;

/** Concatenated tables resolve so many bits more at the root (arch/arm64/include/asm/stage2_pgtable.h). */
const concatenatedBits = 4;
const minLevels = 2;

/**
 * Bytes of the root table of stage-2 translation, which arm64's KVM_CREATE_VM allocates in one piece: up to sixteen tables
 * of a page each (arch/arm64/kvm/hyp/pgtable.c kvm_pgtable_stage2_pgd_size, stage2_pgtable_levels).
 * @param ipaBits of guest-physical addresses
 */
export function stage2RootBytes(pageSize: number, ipaBits: number): number {
  const pageBits = Math.log2(pageSize);
  // A table is a page of entries of 8 bytes.
  const tableBits = pageBits - 3;
  const levels = Math.max(minLevels, Math.ceil((ipaBits - concatenatedBits - pageBits) / tableBits));
  return pageSize * 2 ** Math.max(0, ipaBits - pageBits - levels * tableBits);
}
