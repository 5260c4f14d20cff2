import { isBuddyguardError } from '../errors.ts';
import { kernelAnswer } from '../guard/advice.ts';
import { judge } from '../guard/judge.ts';
import { judgedAnswer } from '../guard/judged-answer.ts';
import { workloadFactsOf } from '../guard/needs.ts';
import { containerKind, possible, readable } from '../machine/abilities.ts';
import { findIptables } from '../machine/iptables-variant.ts';
import { kernelRelease } from '../machine/kernel-release.ts';
import { Machine } from '../machine/machine.ts';
import type { SettingsOf } from '../options/settings.ts';
import { choose } from '../options/values.ts';
import { deedOf } from '../report/check/doing.ts';
import type { DoctorAnswer, Risk } from '../report/doctor/answer.ts';
import { doctorFormats } from '../report/doctor/formats.ts';
import { workloads } from '../request/workloads/index.ts';
import { type WorkloadRow, listWorkloads } from '../request/workloads/list.ts';
import { costlyOrder } from '../request/order.ts';
import type { Screen } from '../text/screen.ts';
import { shellWord } from '../text/shell.ts';
import { version } from '../version.ts';
import { callerOf } from './caller.ts';

/**
 * `buddyguard doctor`, as it is printed: what this user can read and do here, and which workloads are at risk.
 * @throws UsageError for the format; UnreadableError if the root is no directory
 */
export async function doctorReport(settings: SettingsOf<'doctor'>, screen: Screen): Promise<string> {
  const format = choose(settings.format, doctorFormats);
  return format.render(await examine(settings.root), screen);
}

async function examine(root: string): Promise<DoctorAnswer> {
  const machine = new Machine(root);
  const kernel = kernelAnswer(machine.release, kernelRelease(machine));
  const iptables = root === '/' ? findIptables('iptables') : null;
  const judged = await judgedWorkloads(machine);
  return {
    version,
    node: process.versions.node,
    kernel,
    isRoot: process.geteuid?.() === 0,
    container: root === '/' ? containerKind(root, process.env) : null,
    reads: readable(root),
    can: possible(root),
    iptables:
      iptables?.state === 'found'
        ? { path: iptables.path, program: iptables.program, variant: iptables.variant }
        : null,
    ...judged,
    next: nextOf(judged, root),
  };
}

type Judged = Pick<DoctorAnswer, 'atRisk' | 'faults' | 'unjudged'>;

/** Every workload with its usual sizes, from one look at the machine. */
async function judgedWorkloads(machine: Machine): Promise<Judged> {
  try {
    const asked = {
      size: undefined,
      rules: undefined,
      rulesFile: undefined,
      cpus: undefined,
      count: undefined,
    };
    const rows = listWorkloads(await workloadFactsOf(workloads, asked, machine));
    const needs = rows.flatMap((row) => row.needs);
    if (needs.length === 0)
      return { atRisk: [], faults: [], unjudged: 'this kernel has none of the workloads' };
    const all = judge(needs, machine, false);
    const risks = rows.flatMap((row): Risk[] => {
      const own = all.answers.filter(({ need }) => row.needs.includes(need));
      if (own.length === 0) return [];
      const answer = judgedAnswer(own, all.look, machine);
      // That nobody has set up a pool of huge pages puts nothing at risk that works here.
      const isFine = answer.verdict === 'available' || answer.cause === 'huge-page-pool';
      return isFine ? [] : [{ workload: row.workload.name, answer }];
    });
    return { atRisk: risks.sort(byRisk), faults: faultsOf(rows), unjudged: null };
  } catch (error) {
    if (!isBuddyguardError(error)) throw error;
    return { atRisk: [], faults: [], unjudged: error.message };
  }
}

const ranks = { unavailable: 0, attainable: 1, unknown: 2, available: 3 } as const;

function byRisk(a: Risk, b: Risk): number {
  return ranks[a.answer.verdict] - ranks[b.answer.verdict] || a.answer.likelihood - b.answer.likelihood;
}

/** The faults that do harm at the usual sizes, and are sure. */
function faultsOf(rows: readonly WorkloadRow[]): DoctorAnswer['faults'] {
  const found = new Map<string, { workloads: string[]; says: string; fixedIn: string | null }>();
  for (const { workload, faulty } of rows) {
    const fault = faulty?.fault;
    if (!faulty || fault?.state !== 'affected') continue;
    const { path, order } = faulty.request;
    if (path === 'contiguous' && order <= costlyOrder) continue;
    const known = found.get(fault.name) ?? { workloads: [], says: fault.says, fixedIn: fault.fixedIn };
    known.workloads.push(workload.name);
    found.set(fault.name, known);
  }
  return [...found.values()];
}

/** The first deed against the worst risk; where nothing is at risk, the check to put before a step. */
function nextOf({ atRisk, faults }: Judged, root: string): DoctorAnswer['next'] {
  // What a fault of this very kernel makes fail comes before what any kernel refuses in that state.
  const isFaulty = ({ workload, answer }: Risk): boolean =>
    answer.verdict === 'unavailable' && faults.some((fault) => fault.workloads.includes(workload));
  const worstRisk =
    atRisk.find(isFaulty) ?? atRisk.find(({ answer }) => answer.verdict !== 'unknown') ?? atRisk[0];
  const name = worstRisk?.workload ?? 'container';
  const given = new Map([['for', name], ...(root === '/' ? [] : [['root', root] as const])]);
  const caller = callerOf('check', { given, afterDashes: null }, root);
  const deeds = (worstRisk?.answer.advice ?? []).map((advice) => deedOf(advice, caller));
  const command = deeds.find((deed) => deed?.isCommand === true);
  if (worstRisk && command) return { words: command.words, why: `${name}: ${command.effect}` };
  const words = [
    ...caller.program,
    'check',
    ...[...given].flatMap(([option, text]) => [`--${option}`, shellWord(text)]),
  ];
  const why = worstRisk
    ? `says why ${name} is at risk, and what to do`
    : 'to put before a step that starts containers';
  return { words, why };
}
