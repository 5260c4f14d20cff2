import { writeSync } from 'node:fs';
import { ages, reportLines, vethReport } from '../test/kernel-log/support/report-text.ts';

const blockBytes = 4 * 2 ** 20;

/** Numbers from 0 to below 2^32 that are the same every time (George Marsaglia's xorshift). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const hex = (n: number): string => n.toString(16).padStart(8, '0');
const address = (n: number): string => `10.${n & 255}.${(n >>> 8) & 255}.${(n >>> 16) & 255}`;

/** What services and kernels of CI workers write, the more frequent more often; some speak of allocations. */
const messages: readonly ((n: number, m: number) => string)[] = [
  (n, m) =>
    `kubelet[991]: I0429 12:47:32.${n % 1e6} 991 operation_generator.go:${n % 900}] "MountVolume.SetUp succeeded for volume \\"kube-api-access-${hex(m)}\\" (UniqueName: \\"kubernetes.io/projected/${hex(n)}-kube-api-access\\") pod \\"build-${hex(m)}\\""`,
  (n, m) =>
    `containerd[712]: time="2024-04-29T12:47:32.${n % 1e9}Z" level=info msg="StartContainer for \\"${hex(n)}${hex(m)}${hex((n ^ m) >>> 0)}\\" returns successfully"`,
  (n, m) =>
    `dockerd[1022]: time="2024-04-29T12:47:32.${n % 1e9}Z" level=info msg="ignoring event" container=${hex(m)}${hex(n)} module=libcontainerd namespace=moby topic=/tasks/delete type="*events.TaskDelete"`,
  (n, m) =>
    `sshd[${n % 60_000}]: Accepted publickey for ci from ${address(m)} port ${n % 65_536} ssh2: ED25519 SHA256:${hex(n)}${hex(m)}`,
  (n) => `systemd[1]: Started session-${n % 1e6}.scope - Session ${n % 1e6} of User ci.`,
  (n) =>
    `systemd[1]: run-docker-runtime\\x2drunc-moby-${hex(n)}-runc.${hex(Math.imul(n, 7) >>> 0)}.mount: Succeeded.`,
  (n) => `systemd-logind[655]: Removed session ${n % 1e6}.`,
  (n) => `CRON[${n % 60_000}]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)`,
  (n, m) =>
    `kernel: [${n % 1e6}.${String(m % 1e6).padStart(6, '0')}] docker0: port ${n % 64}(veth${hex(m).slice(1)}) entered forwarding state`,
  (n, m) =>
    `kernel: [${n % 1e6}.${String(m % 1e6).padStart(6, '0')}] [UFW BLOCK] IN=ens5 OUT= MAC=0a:58:${hex(n)} SRC=${address(n)} DST=${address(m)} LEN=44 TOS=0x00 PREC=0x00 TTL=242 ID=${n % 65_536} PROTO=TCP SPT=${m % 65_536} DPT=23`,
  (n, m) =>
    `kernel: [${n % 1e6}.${String(m % 1e6).padStart(6, '0')}] audit: type=1400 audit(1714394852.${n % 1000}:${m % 1e6}): apparmor="STATUS" operation="profile_load" profile="unconfined" name="docker-default" pid=${n % 60_000} comm="apparmor_parser"`,
  (n, m) => `dhclient[501]: DHCPACK of ${address(n)} from ${address(m)} (xid=0x${hex(n)})`,
  (n) =>
    `concourse[840]: {"timestamp":"2024-04-29T12:47:32.${n % 1e9}Z","level":"info","source":"worker","message":"worker.volume-sweeper.tick.mark-and-sweep","data":{"session":"6.${n % 10_000}"}}`,
  // One in fourteen of these speaks of allocations, as databases and network plugins do.
  (n, m) =>
    n % 14 === 0
      ? `flanneld[803]: I0429 subnet.go:${n % 300}] Renewed the allocation of ${address(m)}/24, new expiration in 23h`
      : `flanneld[803]: I0429 subnet.go:${n % 300}] Batch elem [${n % 64}] is { lease.Event{Type:0, Lease:${hex(m)}} }`,
];

/** Lines that look like the first line of a report until they are read to their end. */
const innocent = (n: number): string => `app[${n % 60_000}]: vmalloc error in plug-in ${n}`;

/** A few hundred reports of three kernels, as a log has them that holds nothing else. */
export function reportsOnly(bytes: number): string {
  const three = [ages[3], ages[5], ages[8]].map((age, i) =>
    age ? reportLines(vethReport(age, { order: 4 + i }), age) : [],
  );
  const text = three.flatMap((lines, i) => lines.map((line) => `${headOf(i)}kernel: ${line}\n`)).join('');
  return text.repeat(Math.ceil(bytes / text.length));
}

/** A log in which one line of 33 is such a one. */
export function innocentOnly(bytes: number): string {
  const next = numbers(0x2545f491);
  const text = Array.from({ length: 3300 }, (_, i) => {
    const n = next();
    return `${headOf(i)}${i % 33 === 0 ? innocent(n) : (messages[n % messages.length]?.(n, next()) ?? '')}\n`;
  }).join('');
  return text.repeat(Math.ceil(bytes / text.length));
}

/**
 * Writes a journal as `journalctl -o short` prints one: what a busy CI worker's services and kernel say, in which three
 * failures are reported.
 * @param innocents lines among them that look like the beginning of a report
 * @returns bytes written
 */
export function writeJournal(descriptor: number, bytes: number, innocents = 0): number {
  const next = numbers(0x2545f491);
  const reports = [ages[3], ages[5], ages[8]].map((age, i) =>
    age ? reportLines(vethReport(age, { order: 4 + i }), age) : [],
  );
  let written = 0;
  let second = 0;
  let head = headOf(second);
  for (let told = 0; written < bytes;) {
    const lines: string[] = [];
    for (let length = 0; length < blockBytes;) {
      const n = next();
      if (n % 8 === 0) head = headOf(++second);
      const line = `${head}${messages[next() % messages.length]?.(n, next()) ?? ''}\n`;
      length += line.length;
      lines.push(line);
    }
    for (let due = Math.round((innocents * blockBytes) / bytes); due > 0; due--)
      lines.splice(next() % lines.length, 0, `${head}${innocent(next())}\n`);
    const due = told < reports.length && written >= (bytes * (told + 0.5)) / reports.length;
    for (const text of due ? (reports[told++] ?? []) : []) lines.push(`${head}kernel: ${text}\n`);
    written += writeSync(descriptor, lines.join(''));
  }
  return written;
}

/** `Jan  1 00:00:00 worker-7 `, that many seconds into the year. */
function headOf(seconds: number): string {
  const [, day, month, , clock] = new Date(seconds * 1000).toUTCString().split(' ');
  return `${month ?? ''} ${String(Number(day)).padStart(2)} ${clock ?? ''} worker-7 `;
}
