/** The environment variable of an option: `--rules-file` is BUDDYGUARD_RULES_FILE. */
export function environmentName({ name }: { name: string }): string {
  return `BUDDYGUARD_${name.toUpperCase().replaceAll('-', '_')}`;
}
