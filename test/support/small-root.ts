import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A root file system that has /bin/true and the libraries that it needs. */
export function smallRoot(path: string): void {
  const { stdout } = spawnSync('ldd', ['/bin/true'], { encoding: 'utf8' });
  const libraries = [...stdout.matchAll(/(\/\S+) \(/g)].map(([, file = '']) => file);
  for (const folder of ['proc', 'sys', 'dev', 'tmp']) mkdirSync(join(path, folder), { recursive: true });
  for (const file of ['/bin/true', ...libraries]) {
    mkdirSync(join(path, dirname(file)), { recursive: true });
    cpSync(file, join(path, file), { dereference: true });
  }
}
