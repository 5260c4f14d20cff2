/** Who built a kernel. `mainline` is an upstream version without a backport table of its own. */
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
  | 'mainline';

/** How a distribution writes what follows the version in `uname -r`, release candidate taken out. */
export interface ReleaseForm {
  distribution: Distribution;
  /** named groups `build` and `flavour`, each optional */
  rest: RegExp;
  /** the `.0` of the version stands there whatever the patch level is */
  placeholder?: true;
  /** the version's last number must be this for the form to hold */
  patch?: 'zero' | 'above-zero';
}

const debianArchitecture = String.raw`(?:cloud-|rt-)?(?:amd64|arm64|armmp|armmp-lpae|686|686-pae|i386|ppc64el|powerpc64le|s390x|riscv64|loong64|marvell|rpi|mips\w*|4kc-malta|5kc-malta|octeon|loongson-3|sparc64\w*|alpha\w*|ia64)(?:-unsigned)?`;
const ubuntuFlavour = String.raw`(?:generic|lowlatency|server|virtual|aws|azure|gcp|gke|gkeop|ibm|oracle|kvm|oem|raspi2?|snapdragon|fips|realtime|nvidia|intel|iot|xilinx|bluefield|starfive|allwinner|laptop|euclid|dell300x|tegra|hwe)(?:-[a-z0-9-]+)?`;

function whole(text: string): RegExp {
  return new RegExp(`^${text}$`);
}

/** Tried in order; the first that matches decides. */
// prettier-ignore
export const releaseForms: readonly ReleaseForm[] = [
  { distribution: 'wsl',         rest: /^(?:[.-](?<build>\d+))?-(?<flavour>[Mm]icrosoft.*)$/, placeholder: true },
  { distribution: 'android',     rest: /^.*?-(?<flavour>android\d+|perf)(?![a-z])/ },
  { distribution: 'amazon',      rest: /^-(?<build>\d+(?:\.\d+)*)\.(?<flavour>amzn\d+)/ },
  { distribution: 'oracle',      rest: /^-(?<build>\d+(?:\.\d+)*)\.(?<flavour>el\d+uek)/, placeholder: true },
  { distribution: 'mainline',    rest: /^-(?<build>\d+(?:\.\d+)*)\.el\w+\.(?<flavour>elrepo)/ },
  { distribution: 'rhel',        rest: /^-(?<build>\d+(?:\.\d+)*)\.(?:.*?\.)?(?<flavour>el\d+a?|vz\d+)(?![a-z])/, placeholder: true },
  { distribution: 'fedora',      rest: /^-(?<build>\d+(?:\.\d+)*)\.(?<flavour>fc\d+)/ },
  { distribution: 'suse',        rest: /^-(?<build>(?:lp)?\d[\w.]*)-(?<flavour>default|preempt|kvmsmall|longterm|vanilla|desktop|pae|trace)$/ },
  { distribution: 'suse',        rest: /^-(?<build>\d+\.[\d.]+)-(?<flavour>azure|rt)$/ },
  { distribution: 'proxmox',     rest: /^-(?<build>\d+)-(?<flavour>pve)$/ },
  { distribution: 'raspberrypi', rest: /^\+rpt-(?<flavour>rpi-.*)$/ },
  { distribution: 'raspberrypi', rest: /^-(?<flavour>v[678]l?(?:-16k)?)\+?$/ },
  { distribution: 'alpine',      rest: /^-(?<build>0)-(?<flavour>lts|virt|rpi\d?|edge|stable)$/ },
  { distribution: 'arch',        rest: /^-(?<flavour>arch|zen|hardened)\d+-\d+(?:-\w+)?$/ },
  { distribution: 'arch',        rest: /^-(?<build>\d+)-(?<flavour>lts|MANJARO)$/ },
  { distribution: 'debian',      rest: /^\+(?:deb\d+|bpo)[\w.+]*-(?<flavour>.+)$/ },
  { distribution: 'debian',      rest: whole(String.raw`-(?:0\.(?:deb\d+|bpo)\.|kali)?(?<build>\d+)-(?<flavour>${debianArchitecture})`), placeholder: true },
  { distribution: 'debian',      rest: whole(`-(?<flavour>${debianArchitecture})`) },
  { distribution: 'ubuntu',      rest: whole(String.raw`-(?<build>\d{1,5})-(?<flavour>${ubuntuFlavour})`), placeholder: true, patch: 'zero' },
  { distribution: 'cos',         rest: /^\+$/, patch: 'above-zero' },
  { distribution: 'mainline',    rest: /^-(?<build>\d{5,8})-(?<flavour>generic|lowlatency)$/ },
];
