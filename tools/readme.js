// Fills the generated blocks of README.md and docs/ from the program itself; with --check, compares.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { replaceBetween } from './markers.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = (...words) =>
  execFileSync(process.execPath, [`${root}dist/cli.cjs`, ...words], { encoding: 'utf8', cwd: root });
const fenced = (text) => `\n\`\`\`\n${text.trimEnd()}\n\`\`\`\n\n`;

const commands = ['check', 'run', 'explain', 'workloads', 'show', 'snapshot', 'record', 'doctor'];
const machine = [
  '--kernel',
  '5.15.0-91-generic',
  '--cpus',
  '64',
  '--root',
  'test/fixtures/proc/6.12.117-two-nodes',
];

let evaluated = null;

/** How the recorded trials came out, by machine and caller. */
const groups = () => (evaluated ??= evaluation());

function evaluation() {
  const trials = readdirSync(`${root}test/corpus/trials`)
    .filter((name) => name.endsWith('.gz'))
    .map((name) => `test/corpus/trials/${name}`);
  const told = execFileSync(process.execPath, [`${root}dist/evaluate.cjs`, '--json', ...trials], {
    encoding: 'utf8',
    cwd: root,
    maxBuffer: 1 << 26,
  });
  return JSON.parse(told).groups.filter(({ kernel }) => kernel === null);
}

const table = (head, rows) =>
  `\n${[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n`;

/** For README: what was promised, and kept. */
function promises() {
  const all = groups();
  const sum = (who, of) =>
    all
      .filter(({ privilege }) => privilege === who)
      .reduce((total, group) => total + of(group), 0)
      .toLocaleString('en');
  const available = (who) => sum(who, ({ verdicts }) => verdicts.available.count);
  const broken = (who) => sum(who, ({ falsePromises }) => falsePromises);
  const asked = sum('root', ({ trials }) => trials);
  return `Of ${asked} recorded requests to kernels of five architectures under pressure ${available('root')} were called \`available\`, ${broken('root')} wrongly; to
others than root, who cannot read all before 6.19, ${available('unprivileged')} and ${broken('unprivileged')}. A count of free blocks was wrong ${sum('root', ({ naive }) => naive.falsePromises)} times.
`;
}

/** For docs/decides.md: promises in a state in which a small allocation may raise the marks. */
function boosted() {
  const [made, broken, within, brokenWithin] = [
    ({ verdicts }) => verdicts.available.count,
    ({ falsePromises }) => falsePromises,
    ({ withinBoost }) => withinBoost.count,
    ({ withinBoost }) => withinBoost.falsePromises,
  ].map((of) =>
    groups()
      .filter(({ privilege }) => privilege === 'root')
      .reduce((total, group) => total + of(group), 0),
  );
  const count = (number) => number.toLocaleString('en');
  return `\n  of ${count(within)} in that state ${brokenWithin} were broken, of ${count(made - within)} others ${broken - brokenWithin || 'none'}.\n\n`;
}

/** For docs/decides.md: the same with all that was measured, `what` of those whose condition is one or is none. */
function measured(what, ofCondition, nameOf) {
  const percent = (part, whole) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);
  const score = (value) => value?.toFixed(3) ?? '-';
  const chosen = groups().filter(({ condition }) => (condition !== null) === ofCondition);
  const rows = chosen.map(({ verdicts, missedFastPath: missed, slowPath, naive, ...group }) => [
    nameOf(group),
    group.privilege,
    group.trials,
    `${verdicts.available.count}, ${group.falsePromises} broken`,
    `${missed.count} of ${missed.of} (${percent(missed.count, missed.of)})`,
    missed.overtaken,
    score(slowPath.auc),
    score(slowPath.calibrationError),
    `${naive.falsePromises} broken, ${score(naive.auc)}`,
  ]);
  return table(
    [
      what,
      'caller',
      'trials',
      '`available`',
      'granted at once, said otherwise',
      'moved on',
      'AUC of the rest',
      'calibration error',
      'a count of free blocks',
    ],
    rows,
  );
}

const machines = () =>
  measured('machine', false, ({ architecture, pageSize }) => `${architecture}, ${pageSize / 1024}K pages`);

/** Machines are named where they are other than the usual ones. */
const hosts = () =>
  measured('what hosts have', true, ({ architecture, pageSize, condition }) =>
    architecture === 'x86-64' ? condition : `${condition}, ${architecture}, ${pageSize / 1024}K pages`,
  );

/** Each block: the document, its marker, and what stands in it. */
const blocks = [
  ...commands.map((name) => ['docs/options.md', `help ${name}`, () => fenced(cli(name, '--help'))]),
  ['docs/workloads.md', 'workloads', () => fenced(cli('workloads', ...machine))],
  [
    'docs/show.md',
    'show',
    () => fenced(cli('show', '--for', 'veth,iptables', ...machine).replace(/, [\dTZ:-]+$/m, '')),
  ],
  ['README.md', 'promises', promises],
  ['docs/decides.md', 'boost', boosted],
  ['docs/decides.md', 'machines', machines],
  ['docs/decides.md', 'hosts', hosts],
  [
    'docs/decides.md',
    'calibration',
    () => `\n${readFileSync(`${root}docs/calibration.md`, 'utf8').trim()}\n\n`,
  ],
];

const stale = [];
for (const [file, marker, text] of blocks) {
  const before = readFileSync(`${root}${file}`, 'utf8');
  const after = replaceBetween(before, `<!-- ${marker} -->`, `<!-- /${marker} -->`, text());
  if (before === after) continue;
  stale.push(file);
  if (!process.argv.includes('--check')) writeFileSync(`${root}${file}`, after);
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`${[...new Set(stale)].join(', ')}: not what the program says; run: npm run readme`);
  process.exit(1);
}
