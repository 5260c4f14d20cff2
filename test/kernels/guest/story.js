import childProcess from 'node:child_process';
import fs from 'node:fs';
const t = (name, f) => {
  const a = process.hrtime.bigint();
  f();
  fs.writeSync(1, `T ${name} ${Number(process.hrtime.bigint() - a) / 1e6} ms\n`);
};
for (let i = 0; i < 3; i++) {
  t('true', () => childProcess.spawnSync('/bin/sh', ['-c', ':']));
  t('perl -e 1', () => childProcess.spawnSync('perl', ['-e', '1']));
  t('perl use Socket', () => childProcess.spawnSync('perl', ['-e', 'use Socket; 1']));
  t('perl use strict Errno Socket', () =>
    childProcess.spawnSync('perl', ['-e', 'use strict; use Errno; use Socket; 1']),
  );
  t('perl nul', () => childProcess.spawnSync('perl', ['-e', 'my $m="\\0" x 2167808;']));
  t('node -e 0', () => childProcess.spawnSync('/bin/node', ['-e', '0']));
  t('check', () => childProcess.spawnSync('/bin/node', ['/lab/dist/cli.cjs', 'check', '--order', '3']));
  t('check json', () =>
    childProcess.spawnSync('/bin/node', ['/lab/dist/cli.cjs', 'check', '--order', '3', '--format', 'json']),
  );
  t('check trial', () =>
    childProcess.spawnSync('/bin/node', ['/lab/dist/cli.cjs', 'check', '--order', '3', '--trial']),
  );
}
process.exit(0);
