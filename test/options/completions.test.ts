import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatNames } from '../../src/cli/format-names.ts';
import { completions } from '../../src/options/completions.ts';
import { cleanEnvironment, dist, runCli } from '../support/cli.ts';

const at = (line: string): string[] =>
  completions(line.split(' '), () => ['veth', 'iptables', 'ip6tables'], formatNames);

describe('completion', () => {
  it.each<[string, string[]]>([
    [
      'buddyguard ',
      ['check', 'run', 'explain', 'workloads', 'show', 'snapshot', 'record', 'doctor', 'completion', 'help'],
    ],
    ['buddyguard help w', ['workloads']],
    ['buddyguard completion ', ['bash', 'zsh', 'fish']],
    ['buddyguard check --for=ip', ['--for=iptables', '--for=ip6tables']],
    ['buddyguard check --for = ip', ['iptables', 'ip6tables']],
    ['buddyguard check --for veth,ip', ['veth,iptables', 'veth,ip6tables']],
    ['buddyguard check --for=veth,iptables,', ['--for=veth,iptables,ip6tables']],
    ['buddyguard check --for =', ['veth', 'iptables', 'ip6tables']],
    ['buddyguard ch', ['check']],
    ['buddyguard check --or', ['--order']],
    ['buddyguard check --order 4 --or', []],
    ['buddyguard check --for ip', ['iptables', 'ip6tables']],
    ['buddyguard check --path v', ['vmalloc', 'vmalloc-noretry']],
    ['buddyguard run --on-unknown ', ['warn', 'fail']],
    ['buddyguard workloads --format ', ['text', 'json']],
    ['buddyguard check --on-', []],
    ['buddyguard check --rules-file ', []],
    ['buddyguard explain ', []],
    ['buddyguard workloads v', ['veth']],
    ['buddyguard workloads veth ', []],
    ['buddyguard nonsense --', []],
    ['buddyguard nonsense --for=', []],
    ['buddyguard check --frob=', []],
    ['buddyguard check --strict=', []],
    ['buddyguard explain - --fol', ['--follow']],
    ['buddyguard explain --fol', ['--follow']],
    ['buddyguard run --order 4 -- ip --', []],
  ])('of %j is %j', (line, expected) => {
    expect(at(line)).toEqual(expected);
  });

  it('is answered to the scripts that `completion` prints', async () => {
    const asked = await runCli(['--completions', 'buddyguard', 'check', '--for', 'ipt']);
    expect(asked).toMatchObject({ code: 0, stdout: 'iptables\niptables-legacy\niptables-nft\n', stderr: '' });
    for (const shell of ['bash', 'zsh', 'fish']) {
      const script = await runCli(['completion', shell]);
      expect(script.stdout).toContain('buddyguard --completions');
      expect(await runCli(['completion'], { environment: { SHELL: `/usr/bin/${shell}` } })).toEqual(script);
    }
    const help = await runCli(['completion', '--help']);
    expect(help.stdout).toMatch(/^Usage: buddyguard completion/);
  });
});

/** What a shell makes of a command line, with `buddyguard` in its PATH. */
function completed(shell: string, script: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-completion-'));
  const program = join(folder, 'buddyguard');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(dist, 'cli.cjs')}' "$@"\n`, {
    mode: 0o755,
  });
  const environment = {
    ...cleanEnvironment(),
    PATH: `${folder}:${process.env.PATH ?? ''}`,
    HOME: folder,
    TERM: 'dumb',
  };
  try {
    const out = execFileSync(shell, shell === 'bash' ? ['--norc', '-c', script] : ['-c', script], {
      encoding: 'utf8',
      env: environment,
      cwd: folder,
      timeout: 30_000,
    });
    return out.split(/[\r\n]+/).filter((line) => line !== '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const has = (program: string): boolean =>
  ['/bin', '/usr/bin'].some((folder) => existsSync(join(folder, program)));
const itIn = (shell: string) => (has(shell) ? it : it.skip);

describe('in the shells themselves', () => {
  const bash = (line: string): string[] => {
    const words = line.split(' ');
    const list = words.map((word) => `'${word}'`).join(' ');
    const script = `source <(buddyguard completion bash); COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _buddyguard; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return completed('bash', script);
  };
  it('bash completes options, words and, behind --, commands', () => {
    expect(bash('buddyguard check --for ve')).toEqual(['veth']);
    expect(bash('buddyguard check --comp')).toEqual(['--compact']);
    expect(bash('buddyguard run --for veth -- gre')).toContain('grep');
  });

  // A terminal of zsh's own, for its completion works in no other. It is read until what is looked for comes, or ten seconds.
  const zsh = (line: string, expected: string): string =>
    completed(
      'zsh',
      `zmodload zsh/zpty; zpty z zsh -f -i; zpty -w z 'PS1=; autoload -U compinit; compinit -u -d zdump; source <(buddyguard completion zsh); setopt no_list_ambiguous; print ready'
       zpty -r -m z x '*ready*' ; zpty -w -n z '${line}'$'\t'
       for i in {1..20}; do sleep 0.5; while zpty -r -t z part; do out+=$part; done; [[ $out == *'${expected}'* ]] && break; done
       print -r -- $out; zpty -d z`,
    ).join('\n');
  itIn('zsh')(
    `zsh completes options, words and, behind --, commands${has('zsh') ? '' : ' (skipped: no zsh)'}`,
    () => {
      for (const [line, expected] of [
        ['print -r -- _ buddyguard; buddyguard check --for vet', '--for veth'],
        ['buddyguard run --for veth -- gre', 'grep'],
      ] as const)
        expect(zsh(line, expected)).toContain(expected);
    },
  );

  const fish = (line: string): string[] =>
    completed('fish', `buddyguard completion fish | source; complete -C '${line}'`).map(
      (found) => found.split('\t')[0] ?? '',
    );
  itIn('fish')(
    `fish completes options, words and, behind --, commands${has('fish') ? '' : ' (skipped: no fish)'}`,
    () => {
      expect(fish('buddyguard check --for ve')).toEqual(['veth']);
      expect(fish('buddyguard check --comp')).toEqual(['--compact']);
      expect(fish('buddyguard run --for veth -- gre')).toContain('grep');
    },
  );
});
