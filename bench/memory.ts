import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Peak resident size of a Node program over that of Node alone, in MB.
 * @param scratch a folder to write to
 * @param words its path and arguments
 */
export function peakOverBare(scratch: string, node: string, words: readonly string[]): number {
  const hook = join(scratch, 'peak.cjs');
  writeFileSync(
    hook,
    "process.on('exit', () => require('fs').writeSync(2, `\\npeak ${process.resourceUsage().maxRSS}`));\n",
  );
  const peakKib = (...args: string[]): number => {
    const { stderr } = spawnSync(node, ['-r', hook, ...args], { encoding: 'utf8' });
    return Number(/peak (\d+)/.exec(stderr)?.[1]);
  };
  return (peakKib(...words) - peakKib('-e', '0')) / 1024;
}
