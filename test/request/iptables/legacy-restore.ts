import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Family } from '../../../src/request/iptables/layout.ts';

/** A text for iptables-legacy-restore or its IPv6 twin. */
export interface RestoreInput {
  family: Family;
  text: string;
}

/** The IPT_SO_SET_REPLACE calls that were made of it, in their order, granted or not. */
export interface RestoreCalls {
  calls: { table: string; entriesBytes: number }[];
  stderr: string;
  /** how the tool ended */
  status: number;
}

/** sizeof(struct ipt_replace) and of its IPv6 twin. */
const replaceHeaderBytes = 96;
const replaceCall = /(?:IP6?T_SO_SET_REPLACE|SOL_IPV?6?, 0x40\b)[^"]*"(\w+)\\0.*, (\d+)\)/;

/**
 * Restores each text in a network namespace of its own and reads the length of what went into the kernel off strace.
 * The namespace has the sets `s4` and `s6` where ipset is installed.
 */
export function restoreUnderStrace(inputs: readonly RestoreInput[]): RestoreCalls[] {
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-restore-'));
  try {
    inputs.forEach(({ family, text }, i) => {
      writeFileSync(join(folder, `${i}.${family}`), text);
    });
    const script = `
      ipset create s4 hash:ip; ipset create s6 hash:ip family inet6
      for input in *.ipv4 *.ipv6; do
        case $input in *.ipv4) tool=iptables-legacy-restore ;; *) tool=ip6tables-legacy-restore ;; esac
        [ -e "$input" ] && strace -qq -s 16 -e trace=setsockopt -o "$input.trace" $tool <"$input" 2>"$input.err" >"$input.out"
        echo $? >"$input.status"
      done 2>/dev/null
      exit 0`;
    const env = { ...process.env, XTABLES_LOCKFILE: join(folder, 'lock') };
    const { status, error } = spawnSync('unshare', ['-n', 'sh', '-c', script], {
      cwd: folder,
      env,
      timeout: 120_000,
    });
    if (error ?? status !== 0) throw new Error(`unshare -n: ${error?.message ?? `status ${status}`}`);
    return inputs.map(({ family }, i) => {
      const trace = readFileSync(join(folder, `${i}.${family}.trace`), 'latin1');
      const calls = trace.split('\n').flatMap((line) => {
        const match = replaceCall.exec(line);
        return match ? [{ table: match[1] ?? '', entriesBytes: Number(match[2]) - replaceHeaderBytes }] : [];
      });
      const text = (what: string): string => readFileSync(join(folder, `${i}.${family}.${what}`), 'latin1');
      return { calls, stderr: text('err'), status: Number(text('status')) };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why rule sets of a family cannot be restored here; null where they can. */
export function whyNoRestore(family: Family): string | null {
  if (process.geteuid?.() !== 0) return 'needs root';
  try {
    const [empty] = restoreUnderStrace([{ family, text: '*filter\nCOMMIT\n' }]);
    return empty?.calls.length === 1 ? null : `needs a kernel with iptables-legacy: ${empty?.stderr ?? ''}`;
  } catch {
    return 'needs unshare -n, strace and iptables-legacy-restore';
  }
}
