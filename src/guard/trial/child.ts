import type { Interpreter } from './scripts.ts';

/** What a child printed; `absent` where there is no such program, `late` where it was left behind. */
export interface ChildAnswer {
  ended: 'well' | 'badly' | 'late' | 'absent';
  output: string;
}

/** Variables that would make an interpreter load somebody else's code, or say its errors in another language. */
const unwanted = /^(?:PERL|PYTHON|LC_|LANG)/;

/**
 * Runs a script with nothing to read and its errors unseen. The kernel may keep it in reclaim for long: after the limit it
 * is killed and not waited for. It holds nothing but its own descriptors, so whatever way it ends nothing stays behind.
 */
export async function runChild(
  { name, arguments: script }: Interpreter,
  args: readonly string[],
  limitMilliseconds: number,
): Promise<ChildAnswer> {
  const { spawn } = await import('node:child_process');
  const inherited = Object.entries(process.env).filter(([variable]) => !unwanted.test(variable));
  const child = spawn(name, [...script, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...Object.fromEntries(inherited), LC_ALL: 'C' },
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    if (output.length < 4096) output += text;
  });
  return await new Promise((resolve) => {
    const end = (ended: ChildAnswer['ended']): void => {
      clearTimeout(timer);
      resolve({ ended, output });
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.unref();
      end('late');
    }, limitMilliseconds);
    child.once('error', (error: NodeJS.ErrnoException) => {
      end(error.code === 'ENOENT' ? 'absent' : 'badly');
    });
    child.once('close', (code) => {
      end(code === 0 ? 'well' : 'badly');
    });
  });
}
