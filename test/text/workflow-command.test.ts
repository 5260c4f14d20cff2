import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { workflowCommand } from '../../src/text/workflow-command.ts';

/** What @actions/core itself writes. */
function writtenByCore(title: string, message: string): string {
  const script =
    "import('@actions/core').then((core) => core.warning(process.argv[2], { title: process.argv[1] }))";
  return execFileSync(process.execPath, ['-e', script, title, message], { encoding: 'utf8' });
}

describe('workflowCommand', () => {
  it.each([
    ['order 4', 'no block'],
    ['a: b, c', 'a: b, c'],
    ['100 %', '100 %25'],
    ['two\r\nlines', 'two\r\nlines'],
    ['::error::', '::error::'],
  ])('title %j, message %j: as @actions/core writes it', (title, message) => {
    expect(workflowCommand('warning', title, message)).toBe(writtenByCore(title, message));
  });
});
