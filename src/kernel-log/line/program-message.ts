import { wordings } from './program-wordings.ts';

/** A message, usually a program's, that memory could not be allocated; not one of the kernel's own reports. */
export interface ProgramMessage {
  /** in our words */
  says: string;
  /** the reason, if the words alone tell it; null if only the kernel's own log does */
  why: string | null;
  /** arguments of `buddyguard` that guard the step; null if no reading of memory can, or if it could be any step */
  check: string[] | null;
}

/** One message and all its repetitions in a log. */
export interface CountedMessage extends ProgramMessage {
  /** line number of the first, from 1 */
  line: number;
  /** how often it occurs */
  count: number;
  lastLine: number;
}

/**
 * One of the forms in which programs say ENOMEM, as the C library, Go, Rust, Python, Node.js and strace spell it; 524 is
 * ENOTSUPP, which the BPF loader gives for want of room.
 */
export function saysEnomem(text: string): boolean {
  return enomemForms.test(text);
}

const enomemForms =
  /cannot allocate memory|\bENOMEM\b|\berrno(?: is)?[ :=]{0,3}(?:12|524)\b|\b(?:unknown error \(?-?|error[ :=]{1,3}-|(?:load|failed): -)524\b|\bOs \{ code: 12\b|\bos error 12\b|\(out of memory\)|\[Errno 12\]|\berror -12\b|\b(?:ret[ :=]{1,3}|returned:? )-12\b/i;

/** Every message has one of these in it; the search in `read/candidates.ts` looks for them too. */
const rare = [
  'llocat',
  'store: line',
  'to vmalloc.',
  'new OS thread',
  'rrno 524',
  'rrno: 524',
  'rrno=524',
  'rror 524',
  '-524',
  '_vm_enough_memory',
  'failed, req-size',
  'nf_conn slab cache',
  'EAL: ',
  '0x8007274',
  'os error 12',
];

/** Reads a program's message that it got no memory; null if the line is not one. */
export function parseProgramMessage(text: string): ProgramMessage | null {
  if (!rare.some((word) => text.includes(word))) return null;
  const found = wordings.find(({ pattern }) => pattern.test(text));
  if (!found) return null;
  const { says, why = null, workload } = found;
  return { says, why, check: workload === null ? null : ['check', '--for', workload] };
}
