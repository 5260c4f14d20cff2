// Goes through .github/workflows/release.yml, job by job and step by step, for the version that package.json has: each script
// is run as it stands, in a copy, files go from job to job as there, and what needs a network or takes minutes is only told.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { sectionOf } from './release.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const slug = /github\.com\/(.+)\.git$/.exec(repository.url)[1];

const scratch = mkdtempSync(join(tmpdir(), 'buddyguard-release-'));
const programs = join(scratch, 'programs');
const artifact = join(scratch, 'artifact');
const outside = join(scratch, 'told');

/** What stands in for a program, as the body of a shell script: it tells how it was called. */
const standIns = {
  // `npm pack` needs no network; the executables and the image are made by steps with tests of their own.
  npm: `case "$1:$2" in
pack:*) exec "$REAL_NPM" "$@" ;;
run:binary) mkdir -p .cache/binary && for each in x64 arm64; do echo "$each" >".cache/binary/buddyguard-linux-$each"; done ;;
run:image) echo 'buddyguard:${version}' >"$IMAGES" ;;
esac`,
  podman: `case "$1" in
login) cat >/dev/null ;;
save)
  for last; do :; done
  grep -qx "$last" "$IMAGES" || { echo "podman: no image $last" >&2; exit 125; }
  echo "$last" >"$5"
  ;;
load) cat "$3" >"$IMAGES" ;;
push)
  grep -qx "$4" "$IMAGES" || { echo "podman: no image $4" >&2; exit 125; }
  echo sha256:${'0'.repeat(64)} >"$3"
  ;;
esac`,
  sudo: ':',
  gh: ':',
};

/** Files of the repository that a job which checks it out has here. */
function checkOut(folder) {
  const left = new Set(['.git', 'node_modules', '.cache', 'test']);
  cpSync(root, folder, {
    recursive: true,
    filter: (path) => dirname(path) !== dirname(join(root, 'x')) || !left.has(basename(path)),
  });
  // Before a release its section of the changelog is still called so.
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  if (sectionOf(changelog, version) !== null) return;
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog.replace(/^## Unreleased$/m, `## ${version}`));
}

/** What stands for an expression of the workflow. */
function valueOf(expression, outputs) {
  const known = {
    'github.token': 'TOKEN',
    'github.repository': slug,
    'github.repository_owner': dirname(slug),
    ...outputs,
  };
  if (!Object.hasOwn(known, expression))
    throw new Error(`an expression that is not known here: ${expression}`);
  return known[expression];
}

const filled = (values = {}, outputs = {}) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\{ (.*?) \}\}/g, (_, expression) => valueOf(expression, outputs)),
    ]),
  );

/** The actions that the workflow uses, each as far as it can be done here. */
const actions = {
  'actions/checkout': ({ folder }) => checkOut(folder),
  'actions/setup-node': () => undefined,
  'actions/upload-artifact'({ folder, inputs }) {
    for (const path of inputs.path.trim().split('\n')) {
      if (!existsSync(join(folder, path))) throw new Error(`nothing to upload: ${path}`);
      cpSync(join(folder, path), join(artifact, path), { recursive: true });
    }
  },
  'actions/download-artifact': ({ folder }) => cpSync(artifact, folder, { recursive: true }),
  'actions/attest-build-provenance'({ folder, inputs }) {
    const sums = inputs['subject-checksums'];
    if (sums !== undefined)
      execFileSync('sha256sum', ['--check', '--quiet', basename(sums)], { cwd: join(folder, dirname(sums)) });
    else if (!/^sha256:[0-9a-f]{64}$/.test(inputs['subject-digest']))
      throw new Error(`no digest to attest: '${inputs['subject-digest']}'`);
  },
};

function runStep(step, folder, outputs) {
  if (step.uses !== undefined) {
    const name = step.uses.replace(/@.*/, '');
    if (!Object.hasOwn(actions, name)) throw new Error(`an action that is not known here: ${name}`);
    const inputs = filled(step.with, outputs);
    actions[name]({ folder, inputs });
    return;
  }
  const output = join(scratch, 'output');
  writeFileSync(output, '');
  writeFileSync(outside, '');
  const { status, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', step.run], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${programs}:${process.env.PATH}`,
      ...{
        TOLD: outside,
        IMAGES: join(scratch, 'images'),
        REAL_NPM: execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim(),
      },
      ...{ GITHUB_REF_NAME: `v${version}`, GITHUB_SHA: '0'.repeat(40), GITHUB_REPOSITORY: slug },
      ...{ GITHUB_ACTOR: 'actor', GITHUB_OUTPUT: output },
      ...filled(step.env, outputs),
    },
  });
  for (const line of readFileSync(outside, 'utf8').trim().split('\n').filter(Boolean))
    console.log(`    not done: ${line}`);
  if (status !== 0) throw new Error(`ends with ${status}: ${stderr.trim()}`);
  for (const [, name, value] of readFileSync(output, 'utf8').matchAll(/^(\w+)=(.*)$/gm))
    outputs[`steps.${step.id}.outputs.${name}`] = value;
}

function prepare() {
  mkdirSync(programs);
  for (const [name, body] of Object.entries(standIns)) {
    const told = name === 'npm' ? '[ "$1" = pack ] || ' : '';
    writeFileSync(join(programs, name), `#!/bin/sh\n${told}echo "${name} $*" >>"$TOLD"\n${body}\n`);
    chmodSync(join(programs, name), 0o755);
  }
}

/** Jobs in an order in which each has those that it needs before it. */
function inOrder(jobs, done = []) {
  const next = Object.keys(jobs).filter(
    (name) => !done.includes(name) && [jobs[name].needs ?? []].flat().every((need) => done.includes(need)),
  );
  return next.length === 0 ? done : inOrder(jobs, [...done, ...next]);
}

try {
  prepare();
  const { jobs } = parse(readFileSync(join(root, '.github/workflows/release.yml'), 'utf8'));
  for (const name of inOrder(jobs)) {
    console.log(`${name}:`);
    const folder = join(scratch, `job-${name}`);
    mkdirSync(folder);
    const outputs = {};
    for (const step of jobs[name].steps) {
      const what = step.uses?.replace(/@.*/, '') ?? step.run.trim().split('\n')[0];
      console.log(`  ${what}`);
      runStep(step, folder, outputs);
    }
  }
} catch (error) {
  console.error(`release: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true });
}
