/** What a kernel was built for, as far as sizes and page tables follow it. */
export type Architecture = 'x86-64' | 'x86' | 'arm64' | 'arm' | 'ppc64' | 's390x' | 'riscv64' | 'loong64';

/** How distributions write the architecture at the end of a release string. */
const written: readonly [RegExp, Architecture][] = [
  [/(?:amd64|x86_64|x86-64)/, 'x86-64'],
  [/(?:arm64|aarch64|raspi|rpi-v8|rpi-2712|v8|v8-16k)/, 'arm64'],
  [/(?:armmp|armmp-lpae|armv7hl?|v[67]l?|marvell|rpi-v[67]l?)/, 'arm'],
  [/(?:powerpc64le|ppc64le|ppc64el|ppc64)/, 'ppc64'],
  [/s390x/, 's390x'],
  [/riscv64/, 'riscv64'],
  [/(?:loong64|loongarch64)/, 'loong64'],
  [/(?:686|686-pae|i[3-6]86|pae)/, 'x86'],
];

/** The architecture that a release string names; null where it names none, as Ubuntu's `-generic` does. */
export function architectureOfRelease(release: string): Architecture | null {
  const found = written.find(([name]) => new RegExp(`[-._+](?:${name.source})(?:[-._+]|$)`).test(release));
  return found?.[1] ?? null;
}
