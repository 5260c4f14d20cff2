// The installer of the shim: which Node it writes down, and whose programs it starts.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
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

describe('with --binary', () => {
  const program = writeScript(join(newFolder(), 'buddyguard-linux-x64'), 'echo 0.1.0');
  const run = (...words: string[]) => {
    const { status, stderr } = spawnSync(install, words, {
      cwd: dirname(program),
      env: { PATH: '/nonexistent' },
      encoding: 'utf8',
    });
    return { status, stderr };
  };

  it.each([
    ['by its whole path', program],
    ['by a path from here', './buddyguard-linux-x64'],
    ['by its name', 'buddyguard-linux-x64'],
  ])('the file, named %s, is the command beside the shim, without any Node', (_, file) => {
    const folder = join(newFolder(), 'shim');
    expect(run('--binary', file, folder)).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, 'buddyguard'))).toEqual(readFileSync(program));
    expect(existsSync(join(folder, 'iptables'))).toBe(true);
  });

  it('a file that does not start is not installed, and what was there stays', () => {
    const folder = join(newFolder(), 'shim');
    const broken = writeScript(join(newFolder(), 'broken'), 'echo libatomic.so.1 is missing >&2; exit 127');
    const refused = {
      status: 1,
      stderr: `install: ${broken} does not start here: libatomic.so.1 is missing\n`,
    };
    expect(run('--binary', broken, folder)).toEqual(refused);
    expect(readdirSync(folder)).toEqual([]);
    run('--binary', program, folder);
    expect(run('--binary', broken, folder)).toEqual(refused);
    expect(readFileSync(join(folder, 'buddyguard'))).toEqual(readFileSync(program));
  });

  it.each([
    [['--binary'], 'expected --binary, a file and one folder, such as /opt/buddyguard/shim'],
    [['--binary', program], 'expected --binary, a file and one folder, such as /opt/buddyguard/shim'],
    [['--binary', '/nonexistent', '/nonexistent/shim'], '/nonexistent is not there, or no file'],
    [['--binary', '/usr', '/nonexistent/shim'], '/usr is not there, or no file'],
    [[program, '--binary'], 'expected one folder, such as /opt/buddyguard/shim'],
  ])('%j is wrong usage', (words, said) => {
    expect(run(...words)).toEqual({ status: 1, stderr: `install: ${said}\n` });
  });
});
