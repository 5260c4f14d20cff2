// What a Containerfile must not do, as far as its text tells.

/** A line of it: the instruction in capitals, and what it is given. */
interface Instruction {
  name: string;
  rest: string;
}

/** https://docs.docker.com/reference/dockerfile/ */
const known = [
  ...[
    'ADD',
    'ARG',
    'CMD',
    'COPY',
    'ENTRYPOINT',
    'ENV',
    'EXPOSE',
    'FROM',
    'HEALTHCHECK',
    'LABEL',
    'ONBUILD',
    'RUN',
  ],
  ...['SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR'],
];

/** The faults that it has, each in one line. */
export function containerfileFaults(text: string): string[] {
  const instructions = instructionsOf(text);
  const stages: string[] = [];
  return [
    ...(instructions.find(({ name }) => name !== 'ARG')?.name === 'FROM' ? [] : ['does not begin with FROM']),
    ...instructions.flatMap((instruction) => faultsOf(instruction, stages)),
    ...userFaults(instructions),
  ];
}

function instructionsOf(text: string): Instruction[] {
  const lines = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  const whole = lines.join('\n').replace(/\\\n\s*/g, '');
  return whole.split('\n').map((line) => {
    const [, name = '', rest = ''] = /^\s*(\S+)\s*(.*)$/.exec(line) ?? [];
    return { name: name.toUpperCase(), rest: rest.trim() };
  });
}

/** @param stages the names of those before it; a FROM adds its own */
function faultsOf({ name, rest }: Instruction, stages: string[]): string[] {
  const whole = `${name} ${rest}`;
  if (!known.includes(name)) return [`${whole}: no such instruction`];
  switch (name) {
    case 'FROM': {
      const [, image = '', as = ''] = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?$/i.exec(rest) ?? [];
      const pinned = image === 'scratch' || stages.includes(image) || /@sha256:[0-9a-f]{64}$/.test(image);
      stages.push(as);
      return pinned ? [] : [`${whole}: not pinned by its digest`];
    }
    case 'ADD':
      return [`${whole}: COPY does not fetch or unpack`];
    case 'COPY':
      return /(^|\s)--chmod=/.test(rest) ? [] : [`${whole}: no --chmod: the modes of whoever builds it`];
    case 'CMD':
    case 'ENTRYPOINT':
      return isJsonArray(rest) ? [] : [`${whole}: run by a shell, which takes the signals`];
    case 'ARG':
    case 'ENV':
      return /(^|\s)\w*(TOKEN|SECRET|PASSWORD|API_?KEY)\w*/i.test(rest)
        ? [`${whole}: a secret stays in the image`]
        : [];
    case 'RUN':
      return /\b(curl|wget)\b.*\|/.test(rest) ? [`${whole}: runs what nobody has checked`] : [];
    default:
      return [];
  }
}

/** The last stage's user: a number, which Kubernetes can tell from root's (runAsNonRoot). */
function userFaults(instructions: readonly Instruction[]): string[] {
  const from = instructions.map(({ name }) => name).lastIndexOf('FROM');
  const user = instructions.slice(from).findLast(({ name }) => name === 'USER')?.rest;
  if (user === undefined) return ['no USER: runs as root'];
  return /^[1-9]\d*(:[1-9]\d*)?$/.test(user) ? [] : [`USER ${user}: expected a number other than 0`];
}

function isJsonArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}
