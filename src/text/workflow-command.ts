/**
 * A command as the runner reads it on a line of a workflow's log (actions/toolkit, command.ts). @actions/core can only
 * write it to process.stdout itself: of ten behind a full pipe two were read, and the rest were lost when the process ended.
 */
export function workflowCommand(name: string, title: string, message: string): string {
  return `::${name} title=${property(title)}::${data(message)}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
