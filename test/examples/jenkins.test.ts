// The step of the Jenkins shared library: in a real Groovy, with a real shell behind `sh`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const hasGroovy = spawnSync('groovy', ['--version'], { stdio: 'ignore' }).status === 0;
if (!hasGroovy) console.log('skipped: the Jenkins step: not installed: groovy');

/** Jenkins's own steps as far as the library uses them; each case prints what it came to. */
const pipeline = `
class Stop extends Exception { Stop(String m) { super(m) } }
def step = new GroovyShell().parse(new File(args[0]))
step.metaClass.sh = { Map asked ->
  assert asked.returnStatus && asked.script instanceof String
  def process = ['sh', '-xe', '-c', asked.script].execute()
  process.waitForProcessOutput(System.err, System.err)
  process.exitValue()
}
step.metaClass.echo = { text -> println "echo: \${text}" }
step.metaClass.error = { text -> throw new Stop(text) }
def run = { String name, Closure body ->
  try { println "\${name}: \${body()}" } catch (Stop e) { println "\${name}: stopped: \${e.message}" }
}
def quick = [timeout: '50ms', interval: '10ms']
run('enough') { step.call([root: args[1]]) { 'the body' } }
run('short') { step.call(quick + [root: args[2]]) { 'the body' } }
run('named') { step.call(quick + [for: 'veth,kvm', root: args[2]]) { 'the body' } }
run('strict') { step.call(quick + [for: 'kvm', strict: true, root: args[2]]) { 'the body' } }
run('no body') { step.call([root: args[1]]) }
run('no file') { step.call(quick + [root: "/it's not there"]) { 'the body' } }
run('quoted') { step.call([for: "x'; echo injected >&2; '"]) { 'the body' } }
`;

(hasGroovy ? describe : describe.skip)('the step', () => {
  it('runs its body where the memory is there, and stops the stage else', () => {
    const folder = emptyRoot();
    mkdirSync(join(folder, 'bin'));
    symlinkSync(join(dist, 'cli.cjs'), join(folder, 'bin/buddyguard'));
    writeFileSync(join(folder, 'pipeline.groovy'), pipeline);
    const step = join(repository, 'examples/jenkins/vars/buddyguard.groovy');
    const machines = [fixture('7.3.4'), fixture('concourse-little-cache')];
    const path = [join(folder, 'bin'), dirname(process.execPath), process.env.PATH ?? ''].join(':');
    const done = spawnSync('groovy', [join(folder, 'pipeline.groovy'), step, ...machines], {
      encoding: 'utf8',
      env: { ...cleanEnvironment(), PATH: path },
    });
    const stopped = (code: number): string =>
      `stopped: buddyguard: refused (exit code ${code}); the reason is above`;
    expect(done.stdout.trimEnd().split('\n')).toEqual([
      'enough: the body',
      `short: ${stopped(75)}`,
      'named: the body',
      `strict: ${stopped(75)}`,
      'no body: null',
      'echo: buddyguard: this machine cannot be read: going ahead without a check',
      'no file: the body',
      `quoted: ${stopped(64)}`,
    ]);
    expect(done.stderr).toContain('unavailable: container needs 320 KiB');
    expect(done.stderr).not.toMatch(/^injected$/m);
  }, 120_000);
});
