/** TASK_COMM_LEN without its final NUL: the kernel prints no command name longer than this. */
const maxCommLength = 15;

/**
 * The command name in what precedes a header. If a prefix of unknown form is left in front, the name is what follows its
 * last separator.
 */
export function clippedComm(text: string): string | null {
  const whole = text.trim();
  if (whole === '') return null;
  // What no command's name holds ends a prefix, however short the rest.
  const name =
    /(?:\] |: (?=[A-Za-z(_])|> |\| |\t|["'`]|^)((?:(?!\] |: [A-Za-z(_]|> |\| )[^\t"'`])*)$/
      .exec(whole.slice(-200))?.[1]
      ?.trim() ?? '';
  if (name !== '' && name.length <= maxCommLength) return name;
  if (whole.length <= maxCommLength) return whole;
  const last = /(?:^|[\]|>] ?|: | \s*)([^\s|>][^|>]{0,14})$/.exec(whole);
  return last?.[1] ?? whole.slice(-maxCommLength);
}

/** Whether a task line names the command of a header; an unknown command fits every line. */
export function sameComm(header: string | null, task: string): boolean {
  return (
    header === null ||
    header === task ||
    header.endsWith(` ${task}`) ||
    (task.length > maxCommLength && task.startsWith(header))
  );
}
