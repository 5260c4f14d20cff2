import { parseVersion } from '../../../src/kernel/version.ts';
import { tableRequest } from '../../../src/request/iptables/table-request.ts';
import { escapeControls } from '../../../src/text/escape.ts';
import { demand, demandCounts, demandSentence } from '../laws.ts';
import { textsIn } from '../seeds.ts';
import type { Target } from '../target.ts';

const questions = ['ipv4 6.12.0', 'ipv6 6.12.0', 'ipv4 3.10.0 1.4.21', 'ipv6 4.15.0 1.8.9'];

/** Rules as people write them by hand: everything that iptables-restore takes besides. */
const byHand = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [12:3456]
:own - [0:0]
[1:60] -A INPUT -s 10.0.0.0/8 ! -p tcp -m multiport --dports 80,443 -m comment --comment "it's \\"quoted\\"" -j own
-I INPUT 1 -p udp -m udp --dport 53 -j LOG --log-prefix "a: " --log-level 4
-R INPUT 1 -m state --state NEW -j REJECT --reject-with icmp-port-unreachable
-D INPUT -i lo -j ACCEPT
-N other
-F own
-X own
-P FORWARD ACCEPT
COMMIT
`;

const rules: Target = {
  name: 'iptables',
  slice: 200,
  parts: ['rules', 'question'],
  seeds: () =>
    [
      byHand,
      ...textsIn('test/fixtures/rulesets', /\.save$/).map((text) => `${text.slice(0, 3000)}\nCOMMIT\n`),
      ...textsIn('test/fixtures/rulesets', /\.save$/),
      ...textsIn('test/fixtures/rulesets/hand-written', /\.v[46]$/),
    ].flatMap((text) => questions.map((question) => [text, question])),
  run: ([saveText = '', question = '']) => {
    const [family, release = '', iptables = ''] = question.split(' ');
    const [, major, minor, patch] = /^(\d)\.(\d{1,2})\.(\d{1,2})$/.exec(iptables) ?? [];
    const request = tableRequest({
      family: family === 'ipv6' ? 'ipv6' : 'ipv4',
      saveText,
      live: { state: 'tables', names: [], saveText: saveText.slice(0, saveText.length / 2) },
      kernel: parseVersion(release),
      iptables: major === undefined ? null : [Number(major), Number(minor), Number(patch)],
    });
    const { bytes, entriesBytes, errorRange, notes, table } = request;
    demandCounts(request);
    demand(bytes > entriesBytes && entriesBytes > 0, () => `${bytes} bytes for entries of ${entriesBytes}`);
    if (errorRange) {
      const { lowerBytes, upperBytes } = errorRange;
      demand(
        lowerBytes <= bytes && bytes <= upperBytes,
        () => `${bytes} not in ${lowerBytes} to ${upperBytes}`,
      );
    }
    demand(
      table === null || escapeControls(table) === table,
      () => `a name to print: ${JSON.stringify(table)}`,
    );
    for (const note of notes) demandSentence(note);
  },
};

export const iptablesTargets: readonly Target[] = [rules];
