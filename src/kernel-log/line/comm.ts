/** TASK_COMM_LEN without its final NUL: the kernel prints no command name longer than this. */
const maxCommLength = 15;

/** What no command's name begins with: the marks and numbers of lists, line numbers, seconds, a log's file name. */
const marks =
  /^(?:\S{1,150}\.(?:log|txt|out)(?:\.\d{1,3})?:|\/\/\s+|\+(?=[A-Za-z(])|\{\{|[\u201c\u201e\u00ab]|\\\s+|\(\d{1,19}\)\s*|[AP]M\s+|[+-]\d{4}\s+|[A-Z]{2,5} \d{4}\s+|bq\. |<\s+|(?:DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL):[\w.]{1,60}:|[^\p{L}\p{N}\s(<_./[\\]{1,8}\s+|\d{1,19}(?:[.:)]\s*|\s+))+/u;

/**
 * The command name in what precedes a header. If a prefix of unknown form is left in front, the name is what follows its
 * last separator; null if nothing tells where it begins.
 */
export function clippedComm(text: string): string | null {
  const whole = text.trim().replace(marks, '');
  if (whole === '') return null;
  // What no command's name holds ends a prefix, however short the rest.
  const name =
    /(?:\] |\s{2,}| - |(?<!^##\[[\w-]{1,20})\](?=[A-Za-z(/])|;|::|: (?=[A-Za-z(_])|> |\| |\t|["'`]>?|^)((?:(?!\] |\s{2}| - |\][A-Za-z(/]|: [A-Za-z(_]|> |\| )[^\t"'`;])*)$/
      .exec(whole.slice(-200))?.[1]
      ?.trim()
      // fields of a prefix that are not set
      .replace(/^(?:-\s+)+/, '') ?? '';
  if (name !== '' && name.length <= maxCommLength) return name;
  if (whole.length <= maxCommLength) return whole;
  const last = /(?:^|[\]|>] ?|: | \s*)([^\s|>][^|>]{0,14})$/.exec(whole);
  return last?.[1]?.replace(marks, '') ?? null;
}

/** Whether a task line names the command of a header; an unknown command fits every line. */
export function sameComm(header: string | null, task: string): boolean {
  return (
    header === null ||
    header === task ||
    // Some prefix is left before it.
    (task !== '' && header.endsWith(task) && /(?:^|[^A-Za-z0-9])\d*$/.test(header.slice(0, -task.length))) ||
    (task.length > maxCommLength && task.startsWith(header))
  );
}
