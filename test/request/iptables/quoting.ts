/** Prints a word as iptables-save does (libxtables/xtables.c xtables_save_string). */
export function saveString(text: string): string {
  return /^[-_0-9A-Za-z]+$/.test(text) ? text : `"${text.replace(/["\\']/g, '\\$&')}"`;
}
