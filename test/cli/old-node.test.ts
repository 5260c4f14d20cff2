import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { findNode } from '../support/nodes.ts';

describe.each([12])('Node %i, which is too old', (major) => {
  const found = findNode(major);
  const itWith = 'node' in found ? it : it.skip;

  itWith.each([[['check', '--order', '4']], [['--help']], [['nonsense']], [[]]])(
    `says so in one line, whatever is asked${'missing' in found ? ` (skipped: ${found.missing})` : ''}: %j`,
    (args) => {
      const node = 'node' in found ? found.node : '';
      const ended = spawnSync(node, [join(dist, 'cli.cjs'), ...args], {
        encoding: 'utf8',
        env: cleanEnvironment(),
      });
      expect([ended.status, ended.stdout]).toEqual([64, '']);
      expect(ended.stderr).toMatch(
        new RegExp(`^buddyguard: Node ${major}\\.\\d+\\.\\d+ is too old: expected 20\\.19 or newer .*\n$`),
      );
    },
  );

  itWith.each([
    ['ADD', 1],
    ['VERSION', 1],
    ['DEL', 0],
  ])('says so to a container runtime: %s', (command, code) => {
    const node = 'node' in found ? found.node : '';
    const ended = spawnSync(node, [join(dist, 'cli.cjs')], {
      encoding: 'utf8',
      env: { ...cleanEnvironment(), CNI_COMMAND: command },
    });
    expect([ended.status, ended.stdout === '']).toEqual([code, command === 'DEL']);
    if (command !== 'DEL')
      expect(JSON.parse(ended.stdout)).toMatchObject({ code: 5, msg: expect.stringContaining('too old') });
  });
});
