import { escapeControls } from '../../text/escape.ts';
import { type Screen, ink } from '../../text/screen.ts';
import { percent } from '../../text/units.ts';
import { fill, labelled, wordsOf } from '../../text/wrap.ts';
import type { Ability } from '../../machine/abilities.ts';
import { statement } from '../check/headline.ts';
import { kernelName } from '../workloads/kernel-name.ts';
import type { DoctorAnswer } from './answer.ts';
import type { DoctorFormat } from './format.ts';

/** For people: who asks, what can be read and done, what is at risk, and what to do next. */
export const textFormat: DoctorFormat = { name: 'text', render: doctorText };

function doctorText(answer: DoctorAnswer, screen: Screen): string {
  const { version, node, kernel, isRoot, container, iptables, atRisk, faults, unjudged, next } = answer;
  const { width } = screen;
  const head = (text: string): string => ink(screen, text, 'bold');
  const where =
    container === null ? '' : `, in ${container === 'a container' ? container : `a ${container} container`}`;
  const lines = [
    ...wrapped(
      `buddyguard ${version} with Node ${node} on ${kernelName(kernel)}, ${isRoot ? 'as root' : 'not as root'}${where}`,
      width,
    ),
    '',
    head('Reads'),
    ...abilityLines(answer.reads, screen),
    '',
    head('Can'),
    ...abilityLines(answer.can, screen),
    '',
    head('iptables'),
    labelled(
      '  ',
      iptables ? `${iptables.path} is ${iptables.program} (${iptables.variant})` : 'none in PATH',
      width,
    ),
    '',
    head('At risk now'),
  ];
  const told = atRisk.filter(({ answer: { verdict } }) => verdict !== 'unknown');
  const open = atRisk.filter((risk) => !told.includes(risk)).map(({ workload }) => workload);
  if (unjudged !== null) lines.push(labelled('  ', escapeControls(unjudged), width));
  else if (told.length === 0) lines.push('  nothing: what can be told would go');
  const refused = told.filter(({ answer: { verdict } }) => verdict === 'unavailable');
  for (const { answer: risk } of refused)
    lines.push(labelled('  ', escapeControls(`unavailable: ${statement(risk)}`), width));
  const likely = told
    .filter((risk) => !refused.includes(risk))
    .map(({ workload, answer: { likelihood } }) => `${workload} (chance ${percent(likelihood)})`);
  if (likely.length > 0) lines.push(labelled('  ', `attainable: ${likely.join(', ')}`, width));
  if (open.length > 0) lines.push(labelled('  ', `cannot be told here: ${open.join(', ')}`, width));
  if (faults.length > 0) lines.push('', head('Known faults of this kernel'));
  for (const { workloads, says, fixedIn } of faults) {
    const remedy = fixedIn === null ? 'no fixed build is known' : `fixed in ${fixedIn}`;
    lines.push(labelled('  ', escapeControls(`${workloads.join(', ')}: ${says}; ${remedy}`), width));
  }
  lines.push('', head('Next'), ...fill('  ', '    ', next.words.map(escapeControls), width, ' \\'));
  lines.push(labelled('    ', escapeControls(next.why), width));
  return `${lines.join('\n')}\n`;
}

function wrapped(text: string, width: number): string[] {
  return fill('', '  ', wordsOf(escapeControls(text)), width);
}

function abilityLines(abilities: readonly Ability[], screen: Screen): string[] {
  const widest = Math.max(...abilities.map(({ name }) => name.length));
  return abilities.map(({ name, adds, able, why }) => {
    const label = `  ${able ? 'yes' : 'no '}  ${escapeControls(name).padEnd(widest)}  `;
    const line = labelled(label, escapeControls(why === null ? adds : `${why} (${adds})`), screen.width);
    return line.replace(
      /^ {2}(yes|no )/,
      (_, word: string) => `  ${ink(screen, word, able ? 'green' : 'yellow')}`,
    );
  });
}
