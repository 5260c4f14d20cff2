import { type Distribution, type Rebuild, type ReleaseForm, releaseForms } from './release-forms.ts';

/** What a release string (`uname -r`), and the texts beside it, say of a kernel. */
export interface KernelRelease {
  release: string;
  major: number;
  minor: number;
  /** the upstream patch level; null where nothing tells it (Ubuntu's `4.15.0-1044-aws` does not) */
  patch: number | null;
  /** N of `-rcN`; null for a released kernel */
  releaseCandidate: number | null;
  distribution: Distribution;
  /** null where the distribution itself built it, and for mainline */
  rebuild: Rebuild | null;
  /** `aws`, `generic`, `cloud-amd64`, `el8`, `amzn2`, `WSL2` …; null where the string ends before one */
  flavour: string | null;
  /** the distribution's own build number, most significant part first: [1160, 49, 1] of `3.10.0-1160.49.1.el7` */
  build: number[];
  /** `5.15.131`, or `5.15` where the patch level is not known, or `6.10-rc2` */
  upstream: string;
}

/** Texts that say more than the release string; one that is absent was not read, and one that is not needed is not asked for. */
export interface ReleaseHints {
  /** /proc/version */
  version?: string | undefined;
  /** /proc/version_signature, which Ubuntu has */
  versionSignature?: string | undefined;
  /** /etc/os-release: a container's own, so it only settles what the kernel's texts leave open */
  osRelease?: string | undefined;
}

/** `uname -r` holds at most 64 characters (__NEW_UTS_LEN). */
const maxReleaseCharacters = 64;

/**
 * Reads a release string; null where it does not start with an upstream version.
 * Hints that speak of another kernel are not believed.
 */
export function parseRelease(release: string, hints: ReleaseHints = {}): KernelRelease | null {
  const match = /^(\d{1,3})\.(\d{1,4})(?:\.(\d{1,5}))?(?!\d)/.exec(release);
  if (!match || release.length > maxReleaseCharacters) return null;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const written = match[3] === undefined ? null : Number(match[3]);
  const { releaseCandidate, rest } = takeCandidate(release.slice(match[0].length));
  const isCandidate = releaseCandidate !== null;
  const form = releaseForms.find((each) => formFits(each, { rest, version: match[0], written, isCandidate }));
  const groups = form?.rest.exec(rest)?.groups;
  // Somebody else's suffix behind a .0, which may stand there whatever the patch level is.
  const isNotLevel = !form && !written && rest !== '' && !isCandidate;
  // A package's build number tells of a distribution, which may have taken more than its version says.
  const isUnknown = isNotLevel || (!form && !isCandidate && /^-\d/.test(rest));

  const banner = hints.version ?? '';
  const version = releaseOfProcVersion(banner) === release ? banner : '';
  const signed = signedPatch(() => `${hints.versionSignature ?? ''} ${version}`, release);
  const counted = groups?.patch === undefined ? null : Number(groups.patch);
  const believed = isNotLevel || isPlaceholder(form, written) ? null : written;
  const patch = signed ?? counted ?? debianPatch(version, major, minor) ?? believed;
  return {
    release,
    major,
    minor,
    patch,
    releaseCandidate,
    ...(signed === null
      ? builderOf(form, isUnknown, version, hints)
      : { distribution: 'ubuntu', rebuild: null }),
    flavour: form ? (groups?.flavour ?? null) : (/^[-+](.+)$/.exec(rest)?.[1] ?? null),
    build: buildNumbers(groups?.build ?? ''),
    upstream: upstreamOf(major, minor, patch, releaseCandidate),
  };
}

/** The release that /proc/version names; null where it is no Linux's. */
export function releaseOfProcVersion(version: string): string | null {
  return /^Linux version (\S{1,64})(?:\s|$)/.exec(version)?.[1] ?? null;
}

/** Takes `-rc3` out of what follows the version, as mainline, Fedora (`-0.rc3.26`) and Ubuntu's mainline builds write it. */
function takeCandidate(rest: string): { releaseCandidate: number | null; rest: string } {
  const match = /^-(?:0\.|0\d{5})?rc(\d{1,2})(?=[-+.]|$)\.?/.exec(rest);
  if (!match) return { releaseCandidate: null, rest };
  const after = rest.slice(match[0].length);
  const joined = after === '' || /^[-+]/.test(after) ? after : `-${after}`;
  return { releaseCandidate: Number(match[1]), rest: joined };
}

interface Written {
  rest: string;
  /** `6.1.0` */
  version: string;
  /** its last number */
  written: number | null;
  isCandidate: boolean;
}

function formFits(form: ReleaseForm, { rest, version, written, isCandidate }: Written): boolean {
  if (form.patch === 'zero' && (written !== 0 || isCandidate)) return false;
  if (form.patch === 'above-zero' && !written) return false;
  if (form.versions?.has(version) === false) return false;
  if (form.ending?.test(rest) === false) return false;
  return form.rest.test(rest);
}

function isPlaceholder(form: ReleaseForm | undefined, written: number | null): boolean {
  return form?.placeholder === 'any' || (form?.placeholder === 'zero' && written === 0);
}

function buildNumbers(build: string): number[] {
  const numbers: number[] = [];
  for (const part of build.replace(/^\D+/, '').split('.')) {
    if (!/^\d{1,9}$/.test(part)) break;
    numbers.push(Number(part));
  }
  return numbers;
}

/** The patch level that Ubuntu signs a build with (`Ubuntu 5.15.0-91.101-generic 5.15.131`); null where it is not this build's. */
function signedPatch(text: () => string, release: string): number | null {
  const build = /^(\d+\.\d+)\.\d+-\d+/.exec(release);
  if (!build) return null;
  for (const [, signed, line, patch] of text().matchAll(
    /\bUbuntu (\d+\.\d+\.\d+-\d+)\.\S+ (\d+\.\d+)\.(\d{1,5})/g,
  )) {
    if (signed === build[0] && line === build[1]) return Number(patch);
  }
  return null;
}

/** The patch level of Debian's package, which its kernels name in the banner (`#1 SMP Debian 6.1.76-1`). */
function debianPatch(version: string, major: number, minor: number): number | null {
  const match = / Debian (?:\d+:)?(\d+)\.(\d+)\.(\d{1,5})[-~+]/.exec(version);
  return match && Number(match[1]) === major && Number(match[2]) === minor ? Number(match[3]) : null;
}

/** The string's own form first, then the kernel's banner, and os-release last. */
function builderOf(
  form: ReleaseForm | undefined,
  isUnknown: boolean,
  version: string,
  hints: ReleaseHints,
): Pick<KernelRelease, 'distribution' | 'rebuild'> {
  if (form && form.distribution !== 'cos') {
    return { distribution: form.distribution, rebuild: form.rebuild ?? null };
  }
  const own = (distribution: Distribution): Pick<KernelRelease, 'distribution' | 'rebuild'> => ({
    distribution,
    rebuild: null,
  });
  if (version.includes('(Android (')) return own('android');
  const id = /^ID="?([a-z0-9_-]+)"?\s*$/m.exec(hints.osRelease ?? '')?.[1];
  if (id === 'cos') return own('cos');
  if (form && id === 'raspbian') return own('raspberrypi');
  if (form) return own(form.distribution);
  if (!isUnknown) return own('mainline');
  if (/ Debian (?:\d+:)?\d/.test(version)) return { distribution: 'debian', rebuild: 'own-builds' };
  if (/#\d+\S*-Ubuntu /.test(version)) return { distribution: 'ubuntu', rebuild: 'own-builds' };
  return own('unknown');
}

function upstreamOf(major: number, minor: number, patch: number | null, candidate: number | null): string {
  if (candidate !== null) return `${major}.${minor}-rc${candidate}`;
  return patch === null ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
}
