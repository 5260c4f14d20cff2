import type { CheckAnswer } from '../../guard/answer.ts';
import type { Verdict } from '../../predict/prediction.ts';
import { escapeControls } from '../../text/escape.ts';
import { version } from '../../version.ts';
import { blocks } from './asked.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { CheckFormat } from './format.ts';

/**
 * For node_exporter's textfile collector: the text exposition format. That the metrics are there is success, whatever they
 * say; only a machine that cannot be read is none.
 */
export const prometheusFormat: CheckFormat = {
  name: 'prometheus',
  render: (answer) => checkMetrics(answer),
  exitCode: ({ request }, own) => (request === null ? own : exitCodes.go),
};

const verdicts: readonly Verdict[] = ['available', 'attainable', 'unavailable', 'unknown'];

/** Labels and their values, and the number. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** The metrics of an answer; of a machine that cannot be read, only that. */
export function checkMetrics(answer: CheckAnswer): string {
  const { request, release, nodes } = answer;
  const about = family(
    'buddyguard_info',
    'The version of buddyguard, and the kernel that it was asked about.',
    [[{ version, release }, 1]],
  );
  const readable = family('buddyguard_machine_readable', 'Whether the machine could be read.', [
    [{}, request === null ? 0 : 1],
  ]);
  if (request === null) return about + readable;
  const { pageSize } = request;
  const asked = askedFor(answer);
  const zones = nodes.flatMap((node) => node.zones);
  const ofZone = ({ node, zone }: { node: number; zone: string }): Record<string, string> => ({
    node: String(node),
    zone,
  });
  return [
    about,
    readable,
    family(
      'buddyguard_verdict',
      'Whether the kernel would grant what a workload asks for: 1 for the verdict that stands.',
      asked.flatMap(({ name, verdict }) =>
        verdicts.map((each): Sample => [{ workload: name, verdict: each }, each === verdict ? 1 : 0]),
      ),
    ),
    family(
      'buddyguard_likelihood_ratio',
      'The chance that the kernel grants what a workload asks for, 0 to 1.',
      asked.map(({ name, likelihood }) => [{ workload: name }, likelihood]),
    ),
    family(
      'buddyguard_largest_block_bytes',
      'The largest block that a GFP_KERNEL request would get from what is free on a node; 0 for none.',
      nodes.map(({ node, largestOrder }) => [
        { node: String(node) },
        largestOrder === null ? 0 : 2 ** largestOrder * pageSize,
      ]),
    ),
    family(
      'buddyguard_zone_free_bytes',
      'Free memory of a zone that a GFP_KERNEL request may use.',
      zones.map((zone) => [ofZone(zone), zone.freePages * pageSize]),
    ),
    family(
      'buddyguard_zone_withheld_bytes',
      'What of the free memory a GFP_KERNEL request does not get: the min watermark and the lowmem reserve.',
      zones.flatMap((zone): Sample[] => {
        const { freePages, watermarkPages, lowmemReservePages } = zone;
        if (watermarkPages === null) return [];
        const mark = watermarkPages.min + (lowmemReservePages ?? 0);
        return [[ofZone(zone), Math.min(freePages, mark) * pageSize]];
      }),
    ),
  ].join('');
}

/** The workloads; of a size or an order, that. */
function askedFor({ workloads, request, verdict, likelihood }: CheckAnswer): {
  name: string;
  verdict: Verdict;
  likelihood: number;
}[] {
  if (workloads.length > 0) return [...workloads];
  return [{ name: request ? blocks(request) : '', verdict, likelihood }];
}

/** A metric with its lines; nothing where it has none. */
function family(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const lines = samples.map(([labels, value]) => `${name}${braced(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function braced(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${quoted(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** As the exposition format has it, and driving no terminal. */
function quoted(value: string): string {
  return escapeControls(value).replace(/[\\"]/g, '\\$&');
}
