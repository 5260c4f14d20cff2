import fc from 'fast-check';

/** One of the lines or words, the first as often as all others. */
const some = (usual: string, ...rest: string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(usual, ...rest) },
  );

const chain = fc.constantFrom('INPUT', 'INPUT', 'FORWARD', 'OUTPUT', 'A', 'B');
const userChain = fc.constantFrom('A', 'A', 'B', 'C');

/** Ways to write options of a rule, any of them alone or together with others. */
const ruleOptions = fc
  .subarray(
    [
      '-s 10.0.0.1',
      '-s10.0.0.0/8',
      '--sour 10.0.0.1,10.0.0.2',
      '--source=10.0.0.3',
      '! --dst 10.1.1.1',
      '-d 10.1.1.1,10.1.1.2',
      '-p tcp --dport 22',
      '-ptcp -mtcp --dport=22',
      '-p tcp --dpor 22 --sy',
      '--proto udp --sport 53',
      '-p tcp -m tcp --tcp-flags SYN,RST SYN',
      '-p all',
      '-m comment --comment "a b"',
      '-m comment --comment -j',
      '--match comment --comment=x',
      '-m comment --comment "open',
      '-m recent --set --name r',
      '-m recent --set',
      '-m conntrack --ctstate NEW',
      '-m state --state NEW,ESTABLISHED',
      '-m limit --limit 5/min',
      '-m mark --mark 1',
      '-m addrtype --dst-type LOCAL',
      '-f',
      '-v',
      '-n',
      '-x',
      '-c 1 2',
      '-c 3,4',
      '--set-counters 1 2',
      '--line-numbers',
      '-M /sbin/modprobe',
      '-4',
      '--ipv4',
      '-6',
    ],
    { maxLength: 4 },
  )
  .map((options) => options.join(' '));

const target = fc.constantFrom(
  '-j ACCEPT',
  '-jDROP',
  '--jump ACCEPT',
  '--jum=RETURN',
  '-j LOG --log-prefix "x y"',
  '-j LOG',
  '-j REJECT',
  '-j A',
  '-g A',
  '',
);

const ruleLine = fc
  .tuple(
    fc.constantFrom(
      '',
      '',
      '',
      '-4 ',
      '--ipv4 ',
      '-v ',
      '-6 ',
      '-c 1 2 ',
      '[1:2] ',
      '[1:2]',
      '[x:y] ',
      '-m mark --mark 1 ',
    ),
    fc.constantFrom(
      '-A',
      '-A',
      '-A',
      '--append',
      '--append=',
      '--app',
      '-vA',
      '-4A',
      '-I',
      '--insert',
      '-D',
      '-C',
      '"-A"',
    ),
    chain,
    ruleOptions,
    target,
  )
  .map(([before, command, name, options, to]) =>
    `${before}${command}${command.endsWith('=') ? '' : ' '}${name} ${options} ${to}`.trimEnd(),
  );

const placedLine = fc
  .tuple(
    fc.constantFrom('-I', '-D', '-R', '-AINPUT -v', '--delete', '--replace'),
    chain,
    fc.nat(4),
    ruleOptions,
    target,
  )
  .map(([command, name, place, options, to]) => {
    if (command.startsWith('-A')) return `${command} ${options} ${to}`;
    if (command === '-D' || command === '--delete') return `${command} ${name} ${place}`;
    const addresses = command === '-I' ? options : '-s 10.0.0.1 -d 10.0.0.2 -p udp';
    return `${command} ${name} ${place} ${addresses} ${to}`;
  });

const otherLine = fc.oneof(
  fc.constantFrom(
    '-F',
    '--flush',
    '-X',
    '-Z',
    '--zero',
    '-F -v',
    '# a comment',
    '',
    '-nL',
    '-S',
    '-nvL INPUT',
    '-L -n -Z',
  ),
  fc
    .tuple(fc.constantFrom('-F', '--flush', '-X', '-Z', '-nL', '-S', '--flush='), chain)
    .map(([command, name]) => `${command}${command.endsWith('=') ? '' : ' '}${name}`),
  fc.tuple(fc.constantFrom('-N', '--new-chain', '-N'), userChain).map((words) => words.join(' ')),
  fc.tuple(fc.constantFrom('-E', '--rename-chain'), userChain, userChain).map((words) => words.join(' ')),
  fc
    .tuple(
      fc.constantFrom('-P', '--policy'),
      chain,
      fc.constantFrom('DROP', 'ACCEPT', 'DROP -c 1 2', 'RETURN'),
    )
    .map((words) => words.join(' ')),
  fc
    .tuple(
      fc.constantFrom(':', ': '),
      fc.constantFrom('A', 'B', 'C'),
      fc.constantFrom('-', '- [0:0]', '- [0:0] more', '-\t[1:2]'),
    )
    .map(([colon, name, rest]) => `${colon}${name} ${rest}`),
  fc
    .tuple(
      fc.constantFrom('INPUT', 'OUTPUT'),
      fc.constantFrom('DROP', 'ACCEPT [0:0]', 'DROP [1:2]', '-', 'ACCEPT [x'),
    )
    .map(([name, rest]) => `:${name} ${rest}`),
  fc.constantFrom(
    '-Z INPUT 1',
    '-h',
    '-V',
    '-t filter -A INPUT',
    '--',
    '-A INPUT --',
    '"-A" INPUT "-j" "ACCEPT"',
    '-A INPUT -j ACCEPT -j DROP',
    '-6 rubbish',
    'rubbish',
    '-A',
    '-A INPUT x',
  ),
);

/** Tables as people write them for iptables-restore, some of which it takes and some of which it does not. */
export const handWrittenRules: fc.Arbitrary<string> = fc
  .tuple(
    some('*filter', '* filter', '*filter [0:0]', '*filter\t'),
    fc.subarray([':INPUT ACCEPT [0:0]', ':A - [0:0]', '-N B']),
    fc.array(
      fc.oneof(
        { weight: 5, arbitrary: ruleLine },
        { weight: 2, arbitrary: placedLine },
        { weight: 2, arbitrary: otherLine },
      ),
      { maxLength: 7 },
    ),
  )
  .map(([start, chains, lines]) => [start, ...chains, ...lines, 'COMMIT', ''].join('\n'));
