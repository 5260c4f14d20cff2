import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { inNamespace, whyNoNamespace } from './namespace.ts';
import { makeShim, newFolder, removeShims } from './shim.ts';

afterAll(removeShims);

const noTables = whyNoNamespace('iptables-legacy', 'iptables-nft');
const describeTables = noTables === null ? describe : describe.skip;

describeTables(`the shim before real iptables${noTables === null ? '' : ` (skipped: ${noTables})`}`, () => {
  const path = (folder: string): string => `PATH=${folder}:$PATH`;

  it('changes what the real one changes and prints what it prints', () => {
    const { folder } = makeShim();
    const script = `iptables-legacy -N one && iptables-legacy -A one -s 10.1.2.3 -j DROP && iptables-legacy -S
      iptables-legacy -A nowhere -j DROP; echo "status $?"; iptables-legacy -C one -j ACCEPT; echo "status $?"`;
    const [bare, shimmed] = [inNamespace(script), inNamespace(`${path(folder)}; ${script}`)];
    expect(bare.stdout).toContain('-A one -s 10.1.2.3/32 -j DROP');
    expect([shimmed.stdout, shimmed.stderr]).toEqual([bare.stdout, bare.stderr]);
  });

  it.each(['legacy', 'nft'])('hands a long rule set on a pipe through untouched (%s)', (kind) => {
    const { folder, asked } = makeShim('cat >/dev/null; exit 0');
    const rules = Array.from(
      { length: 3000 },
      (_, i) => `-A INPUT -s 10.${i >> 8}.${i & 255}.1/32 -m comment --comment "rule ${i}  $x" -j DROP`,
    );
    const text = `*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n${rules.join('\n')}\nCOMMIT\n`;
    const script = `cat | iptables-${kind}-restore && iptables-${kind}-save -t filter | grep ^-A`;
    const shimmed = inNamespace(`${path(folder)}; ${script}`, { input: text });
    const loaded = shimmed.stdout.trim().split('\n');
    expect(loaded).toHaveLength(rules.length);
    expect(loaded.find((line, index) => line !== rules[index])).toBeUndefined();
    expect(asked()).toEqual([`check --format line --exit-code 75 for=iptables-${kind} file=`]);
  });

  it.each([
    ['iptables-legacy-restore <rules', '/proc/self/fd/3'],
    ['iptables-legacy-restore rules', 'rules'],
    ['iptables-legacy-restore --wait=2 rules', 'rules'],
    ['cat rules | iptables-legacy-restore', ''],
    ['iptables-legacy-restore --noflush <rules', ''],
    ['iptables-legacy-restore -cn rules', ''],
    ['iptables-legacy-restore -T filter <rules', '/proc/self/fd/3'],
    ['BUDDYGUARD_RULES=7 iptables-legacy-restore <rules', ''],
  ])('sizes `%s` by %j and leaves it whole for the real one', (command, file) => {
    const copy = join(newFolder(), 'seen');
    const { folder, asked } = makeShim(
      `[ -z "$BUDDYGUARD_RULES_FILE" ] || cat "$BUDDYGUARD_RULES_FILE" >${copy}`,
    );
    const rules = '*filter\n-A INPUT -s 10.0.0.1/32 -j DROP\nCOMMIT\n';
    const cwd = newFolder();
    writeFileSync(join(cwd, 'rules'), rules);
    const { stdout } = inNamespace(`${path(folder)}; ${command}; iptables-legacy -S INPUT`, { cwd });
    expect(stdout).toContain('-A INPUT -s 10.0.0.1/32 -j DROP');
    expect(asked()).toEqual([`check --format line --exit-code 75 for=iptables-legacy file=${file}`]);
    expect(existsSync(copy) ? readFileSync(copy, 'utf8') : '').toBe(file === '' ? '' : rules);
  });

  it('is called 20 times at once and loses no rule', () => {
    const { folder, asked } = makeShim('sleep 0.05');
    const script = `for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        iptables-legacy -w -A INPUT -s 10.0.0.$i -j DROP & done; wait; iptables-legacy -S INPUT | grep -c DROP`;
    expect(inNamespace(`${path(folder)}; ${script}`).stdout.trim()).toBe('20');
    expect(asked()).toHaveLength(20);
  });

  it('is not asked again by what the guard itself calls', () => {
    const { folder, asked } = makeShim('iptables-legacy -A INPUT -s 10.9.9.9 -j DROP');
    const { stdout, status } = inNamespace(
      `${path(folder)}; iptables-legacy -A INPUT -s 10.8.8.8 -j DROP; iptables-legacy -S INPUT`,
    );
    expect(status).toBe(0);
    expect(stdout.match(/10\.\d\.\d\.\d/g)).toEqual(['10.9.9.9', '10.8.8.8']);
    expect(asked()).toHaveLength(1);
  });

  it('does for Garden what Garden does to its tables, with the little environment that it keeps', () => {
    const { folder, asked } = makeShim();
    const bin = `${folder}/iptables-legacy`;
    const script = `set -e
      ${bin} -w -L w--input 2>/dev/null || ${bin} --wait --table filter -N w--input
      ${bin} --wait --table filter -N w--instance-1
      ${bin} -w -I w--input 1 -d 10.254.0.6 -j ACCEPT
      printf '*filter\\n-I w--instance-1 1 -d 8.8.8.8 -j RETURN\\nCOMMIT\\n' | ${folder}/iptables-legacy-restore --noflush
      ${bin} -w -C w--input -d 10.254.0.6 -j ACCEPT
      ${bin} -w -A w--input -g w--instance-1
      ${bin} --wait --table filter -S w--input | grep w--instance-1 | sed -e s/-A/-D/ | xargs --no-run-if-empty --max-lines=1 ${bin} -w -t filter
      ${bin} --wait --table filter -F w--instance-1
      ${bin} --wait --table filter -X w--instance-1
      ${bin} -S`;
    const { stdout, stderr, status } = inNamespace(script, {
      bare: true,
      environment: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').filter((line) => line.includes('w--'))).toEqual([
      '-N w--input',
      '-A w--input -d 10.254.0.6/32 -j ACCEPT',
    ]);
    expect(asked()).toHaveLength(8);
  });
});
