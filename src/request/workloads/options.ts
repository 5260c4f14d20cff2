/** What a user may say beside `--for`; the names are those of the options. */
export interface WorkloadOptions {
  rules?: number | undefined;
  /** the path of an iptables-save file */
  rulesFile?: string | undefined;
  cpus?: number | undefined;
  /** bytes */
  size?: number | undefined;
  count?: number | undefined;
}

export type WorkloadOptionName = keyof WorkloadOptions;

/** How the user writes each option. */
export const optionNames: Record<WorkloadOptionName, string> = {
  rules: '--rules',
  rulesFile: '--rules-file',
  cpus: '--cpus',
  size: '--size',
  count: '--count',
};

/** The options that were given but mean nothing where `heeded` are all that do, as the user writes them. */
export function unusedOptions(
  options: WorkloadOptions,
  heeded: Readonly<Partial<Record<WorkloadOptionName, unknown>>>,
): string[] {
  return (Object.keys(optionNames) as WorkloadOptionName[])
    .filter((name) => options[name] !== undefined && heeded[name] === undefined)
    .map((name) => optionNames[name]);
}
