// The table of request truth: for people a line a request, for programs a file that the catalogue's claims can be held against.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const shown = ({ path, order, bytes, gfp, fallback }) =>
  `${path}${fallback ? ' after a block' : ''}, order ${order}, ${bytes ?? '?'} bytes, ${gfp.join('|')}`;

/** The lines of one row: `=` what was said is what was seen, `X` it is not, `?` the catalogue says nothing. */
export function* describe({ job, need, said, seen, differences, plan, refused, outcome, failure }) {
  const mark = differences.length > 0 ? 'X' : said ? '=' : '?';
  yield `  ${mark} ${job.id}${plan === 'usual' ? '' : ` (${plan})`}${need ? `: ${need}` : ''}`;
  if (outcome) yield `      ${outcome}`;
  if (said) yield `      said ${shown(said)}`;
  if (seen) {
    yield `      seen ${shown(seen)}${refused === null ? '' : `; without large blocks ${refused ? 'refused' : 'granted'}`}`;
    yield `        in ${seen.callers.slice(0, 6).join(' < ')}`;
  }
  if (failure) yield `      explained ${explanation(failure)}`;
  for (const text of differences) yield `      ${text}`;
}

const explanation = ({ reports, said, enomem }) =>
  [
    ...reports.map(
      ({ order, cause, check }) => `order ${order}, ${cause}: ${check?.join(' ') ?? 'no check'}`,
    ),
    ...said.map(({ says, check }) => `${says}: ${check?.join(' ') ?? 'no check'}`),
    ...(enomem > 0 ? [`${enomem} more say ENOMEM`] : []),
  ].join('; ');

const request = ({ path, order, bytes, gfp, fallback }) => ({
  path,
  order,
  ...(bytes === null ? {} : { bytes }),
  gfp: Array.isArray(gfp) ? gfp : [gfp],
  ...(fallback ? { fallback } : {}),
});

function entry({ job, need, said, seen, differences, upstream, release, plan, refused, outcome }) {
  return {
    kernel: upstream,
    release,
    workload: job.workload[0] ?? null,
    options: job.options,
    need,
    guest: plan,
    agrees: said !== null && differences.length === 0,
    said: said && request(said),
    seen: seen && { ...request(seen), callers: seen.callers.slice(0, 5) },
    ...(refused === null || refused === undefined
      ? {}
      : { withoutLargeBlocks: refused ? 'refused' : 'granted' }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(differences.length > 0 ? { differences } : {}),
  };
}

/** Puts rows in the file, in the place of those of the same kernels and guests. */
export function writeTruth(path, rows) {
  const made = rows.filter(({ seen, said, outcome }) => seen || said || outcome).map(entry);
  const here = new Set(made.map(({ release, guest }) => `${release} ${guest}`));
  const before = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).requests : [];
  const requests = [...before.filter(({ release, guest }) => !here.has(`${release} ${guest}`)), ...made];
  const order = ({ workload, need, kernel, guest, options }) =>
    [
      workload,
      need,
      options.join(' '),
      kernel
        .split('.')
        .map((part) => part.padStart(4, '0'))
        .join('.'),
      guest,
    ].join('\0');
  requests.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  // One request a line: what changes is seen at a glance.
  const lines = requests.map((each) => `  ${JSON.stringify(each)}`).join(',\n');
  writeFileSync(path, `{"schema":"buddyguard/request-truth/1","requests":[\n${lines}\n]}\n`);
}
