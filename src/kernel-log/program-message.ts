/** What a program, not the kernel, says of memory that it did not get; the kernel's own log has the reason. */
export interface ProgramMessage {
  /** in our words */
  says: string;
  /** arguments of `buddyguard` that guard the step; null where no reading of memory can */
  check: string[] | null;
}

/** The words of programs that people bring. */
const messages: readonly (ProgramMessage & { pattern: RegExp })[] = [
  {
    pattern: /pair interfaces: cannot allocate memory/i,
    says: "a container's pair of veth interfaces could not be made",
    check: ['check', '--for', 'veth'],
  },
  {
    pattern: /\bip6tables\S*(?: v[\d.]+)?\b.{0,80}: Memory allocation problem/,
    says: 'ip6tables could not replace a table',
    check: ['check', '--for', 'ip6tables'],
  },
  {
    pattern: /\biptables\S*(?: v[\d.]+)?\b.{0,80}: Memory allocation problem/,
    says: 'iptables could not replace a table',
    check: ['check', '--for', 'iptables'],
  },
  {
    pattern: /KVM_CREATE_VM\b.{0,80}Cannot allocate memory/i,
    says: 'a virtual machine could not be made',
    check: ['check', '--for', 'kvm'],
  },
  {
    pattern: /loading seccomp filter.{0,80}cannot allocate memory/i,
    says: 'a seccomp filter could not be loaded: often the BPF or module address space, not memory',
    check: null,
  },
];

/** Reads a line as a program's message of memory that it did not get; null where it is none. */
export function parseProgramMessage(text: string): ProgramMessage | null {
  if (!text.includes('llocat')) return null;
  const found = messages.find(({ pattern }) => pattern.test(text));
  return found ? { says: found.says, check: found.check } : null;
}
