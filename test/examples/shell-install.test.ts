// The installer of the shim: which Node it writes down, and whose programs it starts.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { repository } from '../support/corpus.ts';
import { newFolder, removeShims, writeScript } from './shim.ts';

afterAll(removeShims);

const install = join(repository, 'examples/shell/install');
const system = '/usr/sbin:/usr/bin:/sbin:/bin';

function installed(
  env: Record<string, string>,
  cwd: string,
): { status: number | null; node: string; stderr: string } {
  const folder = join(newFolder(), 'shim');
  const { status, stderr } = spawnSync(install, [folder], { cwd, env, encoding: 'utf8' });
  const command = join(folder, 'buddyguard');
  const written = existsSync(command) ? readFileSync(command, 'utf8') : '';
  return { status, node: /^exec '([^']+)'/m.exec(written)?.[1] ?? '', stderr };
}

const here = newFolder();
symlinkSync(process.execPath, join(here, 'node'));

it.each<[string, Record<string, string>, string]>([
  ['in PATH', { PATH: `${dirname(process.execPath)}:${system}` }, process.execPath],
  ['as NODE says', { PATH: system, NODE: process.execPath }, process.execPath],
  // The shim runs in any folder.
  ['as NODE says from here', { PATH: system, NODE: './node' }, join(here, 'node')],
])('Node %s is written down from the root', (_, env, expected) => {
  expect(installed(env, here)).toEqual({ status: 0, node: expected, stderr: '' });
});

it('a Node in a folder that PATH names from here is not taken', () => {
  const { status, node, stderr } = installed({ PATH: '.:/nonexistent' }, here);
  expect([status, node]).toEqual([1, '']);
  expect(stderr).toBe(
    'install: PATH leads to Node by a folder named from here: NODE=/path/to/node names it\n',
  );
});

it("starts nobody's program out of the folder that it is called in", () => {
  const folder = newFolder();
  for (const name of ['cp', 'mkdir', 'readlink', 'dirname', 'chmod', 'mv', 'ln'])
    writeScript(join(folder, name), `echo started >>${folder}/started`);
  const env = { PATH: `.:${folder}:${system}`, NODE: process.execPath };
  expect(installed(env, folder).status).toBe(0);
  expect(existsSync(join(folder, 'started'))).toBe(false);
});
