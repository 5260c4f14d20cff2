/**
 * Whose kernel it is. `mainline` is an upstream version without a backport table of its own; `unknown` is a builder that
 * is not known here, with a version that need not be the upstream one.
 */
export type Distribution =
  | 'ubuntu'
  | 'debian'
  | 'rhel'
  | 'fedora'
  | 'amazon'
  | 'oracle'
  | 'suse'
  | 'cos'
  | 'android'
  | 'wsl'
  | 'arch'
  | 'alpine'
  | 'raspberrypi'
  | 'proxmox'
  | 'openeuler'
  | 'mainline'
  | 'unknown';

/** A distribution's kernel that somebody else built: with the build numbers of the original, or with his own. */
export type Rebuild = 'same-builds' | 'own-builds';

/** How a distribution writes what follows the version in `uname -r`, release candidate taken out. */
export interface ReleaseForm {
  distribution: Distribution;
  /** named groups `build` and `flavour`, each optional, and `patch` where the build holds the patch level */
  rest: RegExp;
  /** the last number of the version is not the patch level: where it is 0, or whatever it is */
  placeholder?: 'zero' | 'any';
  /** the version's last number must be this for the form to hold; zero holds for no release candidate */
  patch?: 'zero' | 'above-zero';
  /** the versions that the form holds for; absent: every one */
  versions?: ReadonlySet<string>;
  rebuild?: Rebuild;
  /** what `rest` ends with, where forms share it: tried once for all of them */
  ending?: RegExp;
}

/** What RHEL 6 to 10 are built from, and so every rebuild of them. */
const rhelVersions: ReadonlySet<string> = new Set(['2.6.32', '3.10.0', '4.18.0', '5.14.0', '6.12.0']);

const debianArchitecture = String.raw`(?:cloud-|rt-)?(?:amd64|arm64|armmp|armmp-lpae|686|686-pae|i386|ppc64el|powerpc64le|s390x|riscv64|loong64|marvell|rpi|mips\w*|4kc-malta|5kc-malta|octeon|loongson-3|sparc64\w*|alpha\w*|ia64)(?:-unsigned)?`;
const ubuntuFlavour = String.raw`(?:generic|lowlatency|server|virtual|aws|azure|gcp|gke|gkeop|ibm|oracle|kvm|oem|raspi2?|snapdragon|fips|realtime|nvidia|intel|iot|xilinx|bluefield|starfive|allwinner|laptop|euclid|dell300x|tegra|hwe)(?:-[a-z0-9-]+)?`;

/** Of Debian's forms, each of which would else be compiled with all architectures in it for every other kernel. */
const debianEnding = new RegExp(`[-+]${debianArchitecture}$`);

function whole(text: string): RegExp {
  return new RegExp(`^${text}$`);
}

/** Tried in order; the first that matches decides. */
// prettier-ignore
export const releaseForms: readonly ReleaseForm[] = [
  { distribution: 'wsl',         rest: /^(?:[.-](?<build>\d+))?-(?<flavour>[Mm]icrosoft.*)$/, placeholder: 'zero' },
  { distribution: 'android',     rest: /^.*?-(?<flavour>android\d+|perf)(?![a-z])/ },
  { distribution: 'amazon',      rest: /^-(?<build>\d+(?:\.\d+)*)\.(?<flavour>amzn\d+)/ },
  // UEK 7 and 8 count the stable updates that they took in the second number.
  { distribution: 'oracle',      rest: /^-(?<build>\d+\.(?<patch>\d{1,4})(?:\.\d+)*)\.(?<flavour>el\d+uek)/, patch: 'zero' },
  { distribution: 'oracle',      rest: /^-(?<build>\d+(?:\.\d+)*)\.(?<flavour>el\d+uek)/, placeholder: 'zero' },
  { distribution: 'mainline',    rest: /^-(?<build>\d+(?:\.\d+)*)\.el\w+\.(?<flavour>elrepo)/ },
  { distribution: 'rhel',        rest: /^-(?<build>\d+(?:\.\d+)*)\.(?:.*?\.)?(?<flavour>el\d+a?)(?![a-z])/, placeholder: 'zero' },
  { distribution: 'rhel',        rest: /^-(?<build>\d+(?:\.\d+)*)\.(?:.*?\.)?(?<flavour>vz\d+)(?![a-z])/, placeholder: 'zero', rebuild: 'same-builds' },
  { distribution: 'fedora',      rest: /^-(?<build>\d+(?:\.\d+)*)\.(?<flavour>fc\d+)/ },
  { distribution: 'fedora',      rest: /^-(?<build>\d+(?:\.\d+)*)\.[\w.]+\.(?<flavour>fc\d+)/, rebuild: 'own-builds' },
  // EulerOS, Anolis, EasyStack and others call RHEL's builds by their own names, with more numbers behind RHEL's.
  { distribution: 'rhel',        rest: /^-(?<build>\d{2,4}(?:\.\d+)*)\.(?:[a-z]\w*\.)*?(?<flavour>[a-z]+\d\w*)(?:\.(?:x86_64|aarch64|ppc64le|s390x|i686))?$/, placeholder: 'zero', versions: rhelVersions, rebuild: 'same-builds' },
  { distribution: 'openeuler',   rest: /^-(?<build>\d+(?:\.\d+)*)\.(?:\w+\.)*?(?<flavour>oe\d\w*|eulerosv\w+|hce\d\w*)/, placeholder: 'zero' },
  // SUSE Linux Enterprise numbers its builds by product: 150600 is 15 SP6, on 6.4.0 whatever it has taken since.
  { distribution: 'suse',        rest: /^-(?<build>1\d{5}\.[\w.]*)-(?<flavour>default|rt|azure|64kb|cray\w*)$/, placeholder: 'zero', patch: 'zero' },
  { distribution: 'suse',        rest: /^-(?<build>(?:lp)?\d[\w.]*)-(?<flavour>default|preempt|kvmsmall|longterm|vanilla|desktop|pae|trace)$/ },
  { distribution: 'suse',        rest: /^-(?<build>\d+\.[\d.]+)-(?<flavour>azure|rt)$/ },
  { distribution: 'suse',        rest: /^-(?<build>\d+\.[\w.]+)-(?<flavour>cray\w*)$/, rebuild: 'same-builds' },
  { distribution: 'proxmox',     rest: /^-(?<build>\d+)-(?<flavour>pve)$/, placeholder: 'zero' },
  { distribution: 'raspberrypi', rest: /^\+rpt-(?<flavour>rpi-.*)$/ },
  { distribution: 'raspberrypi', rest: /^-rpi(?<build>\d+)-(?<flavour>rpi-.*)$/, placeholder: 'zero' },
  { distribution: 'raspberrypi', rest: /^-(?<flavour>v[678]l?(?:-16k)?)\+?$/ },
  { distribution: 'alpine',      rest: /^-(?<build>0)-(?<flavour>lts|virt|rpi\d?|edge|stable)$/ },
  { distribution: 'arch',        rest: /^-(?<flavour>arch|zen|hardened)\d+-\d+(?:-\w+)?$/ },
  { distribution: 'arch',        rest: /^-(?<build>\d+)-(?<flavour>lts|MANJARO)$/ },
  // Arch Linux ARM, and Asahi's packages for it.
  { distribution: 'arch',        rest: /^-(?<flavour>[\w-]+)-ARCH$/, rebuild: 'own-builds' },
  { distribution: 'debian',      rest: /^\+(?:deb\d+|bpo)[\w.+]*-(?<flavour>.+)$/ },
  { distribution: 'debian',      ending: debianEnding, rest: whole(String.raw`-(?:0\.(?:deb\d+|bpo)\.)?(?<build>\d+)-(?<flavour>${debianArchitecture})`), placeholder: 'zero' },
  { distribution: 'debian',      ending: debianEnding, rest: whole(`-(?<flavour>${debianArchitecture})`), patch: 'above-zero' },
  { distribution: 'debian',      ending: debianEnding, rest: whole(String.raw`-kali(?<build>\d+)-(?<flavour>${debianArchitecture})`), placeholder: 'zero', rebuild: 'own-builds' },
  { distribution: 'debian',      ending: debianEnding, rest: whole(String.raw`\+[a-z][\w.+]*-(?<flavour>${debianArchitecture})`), placeholder: 'zero', rebuild: 'own-builds' },
  // SONiC appends a number of its own to Debian's.
  { distribution: 'debian',      ending: debianEnding, rest: whole(String.raw`-(?<build>\d+)-\d+-(?<flavour>${debianArchitecture})`), placeholder: 'zero', patch: 'zero', rebuild: 'same-builds' },
  // Cumulus, Parrot and others.
  { distribution: 'debian',      ending: debianEnding, rest: whole(String.raw`[-+](?:[\w.+-]+-)?(?<flavour>${debianArchitecture})`), placeholder: 'zero', patch: 'zero', rebuild: 'own-builds' },
  { distribution: 'ubuntu',      rest: whole(String.raw`-(?<build>\d{1,5})-(?<flavour>${ubuntuFlavour})`), placeholder: 'zero', patch: 'zero' },
  // The real-time kernel of 24.04 counts from 6.8.1.
  { distribution: 'ubuntu',      rest: /^-(?<build>1\d{3})-(?<flavour>(?:[a-z0-9]+-)*realtime)$/, placeholder: 'any' },
  // Kernels for one board or cloud count from 1001.
  { distribution: 'ubuntu',      rest: /^-(?<build>1\d{3})-(?<flavour>[a-z][a-z0-9-]*)$/, placeholder: 'zero', patch: 'zero', rebuild: 'own-builds' },
  { distribution: 'ubuntu',      rest: /^-(?<build>\d{5,6})-(?<flavour>tuxedo)$/, placeholder: 'zero', patch: 'zero', rebuild: 'own-builds' },
  { distribution: 'cos',         rest: /^\+$/, patch: 'above-zero' },
  // Trees with commits of their own on top.
  { distribution: 'mainline',    rest: /^-(?<flavour>asahi[\w-]*)$/, rebuild: 'own-builds' },
  { distribution: 'mainline',    rest: /^\+$/, patch: 'zero', rebuild: 'own-builds' },
  // Ubuntu's mainline builds say the version once more in the build number, and so does System76, whose kernels have more in them.
  { distribution: 'mainline',    rest: /^-(?<build>0\d{5,6})-(?<flavour>generic|lowlatency)$/ },
  { distribution: 'mainline',    rest: /^-(?<build>760\d{5,6})-(?<flavour>generic|lowlatency)$/, rebuild: 'own-builds' },
];
