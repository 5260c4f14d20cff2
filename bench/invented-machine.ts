import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How large an invented machine is. */
export interface MachineSize {
  nodes: number;
  cpus: number;
  /** free blocks of each zone, from order 0 on; well stocked where absent */
  blocks?: readonly number[];
}

const stocked = [900, 700, 500, 300, 200, 150, 120, 100, 80, 60, 5000];
const zones = ['DMA', 'DMA32', 'Normal', 'Movable', 'Device'];

/** Writes /proc of a machine as Linux 6.12 prints it; its zoneinfo has a paragraph for each CPU in each populated zone. */
export function writeMachine(root: string, { nodes, cpus, blocks = stocked }: MachineSize): void {
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  const populated = (node: number): string[] => (node === 0 ? ['DMA', 'DMA32', 'Normal'] : ['Normal']);
  const each = Array.from({ length: nodes }, (_, node) => node);
  const row = (node: number, zone: string): string =>
    `Node ${node}, zone ${zone.padStart(8)} ${stocked.map((_, order) => `${String(blocks[order] ?? 0).padStart(6)} `).join('')}\n`;
  write('proc/buddyinfo', each.flatMap((node) => populated(node).map((zone) => row(node, zone))).join(''));
  write(
    'proc/zoneinfo',
    each.flatMap((node) => zones.map((zone) => zoneText(node, zone, populated(node), cpus))).join(''),
  );
  write(
    'proc/meminfo',
    `MemTotal:       ${nodes * 64 * 2 ** 20} kB\nMemFree:        ${nodes * 20 * 2 ** 20} kB\n`,
  );
  write('proc/sys/kernel/osrelease', '6.12.0\n');
}

function zoneText(node: number, zone: string, populated: readonly string[], cpus: number): string {
  const line = (label: string, value: number): string => `      ${label.padEnd(12)} ${value}\n`;
  const mark = (label: string, value: number): string => `        ${label.padEnd(8)} ${value}\n`;
  const stats = [
    'nr_inactive_anon',
    'nr_active_anon',
    'nr_inactive_file',
    'nr_active_file',
    'nr_dirty',
    'nr_writeback',
  ];
  const here = populated.includes(zone);
  const perNode =
    populated[0] === zone ? `  per-node stats\n${stats.map((name) => line(name, 1000)).join('')}` : '';
  const pages = here ? 16_000_000 : 0;
  const head =
    `Node ${node}, zone ${zone.padStart(8)}\n${perNode}  pages free     ${here ? 5_200_000 : 0}\n` +
    ['boost', 'min', 'low', 'high', 'promo'].map((label, i) => mark(label, here ? 11_000 * i : 0)).join('') +
    ['spanned', 'present', 'managed', 'cma']
      .map((label) => mark(label, label === 'cma' ? 0 : pages))
      .join('') +
    '        protection: (0, 0, 0, 0, 0)\n';
  if (!here) return head;
  const perCpu = Array.from(
    { length: cpus },
    (_, cpu) =>
      `    cpu: ${cpu}\n              count:    ${cpu % 300}\n              high:     5037\n              batch:    63\n              high_min: 5037\n              high_max: 100000\n  vm stats threshold: 125\n`,
  );
  return `${head}${line('nr_free_pages', 5_200_000)}${line('nr_free_cma', 0)}  pagesets\n${perCpu.join('')}  node_unreclaimable:  0\n  start_pfn:           ${node * 16_000_000}\n`;
}
