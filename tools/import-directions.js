// Which folder of src/ may import from which: options → request → machine → predict → guard → report → cli, surfaces.

/** What all may import, but for one another. */
const basic = ['text', 'kernel', 'errors', 'exit-codes', 'version'];

/** By folder: what it may import besides `basic`, and what it may import types of. */
const directions = {
  text: { basic: [] },
  kernel: { basic: ['text', 'errors', 'exit-codes', 'version'] },
  // Sizes and orders are decoded by the request's own parsers.
  options: { values: ['request'] },
  request: {},
  machine: { values: ['request'] },
  predict: { values: ['request'], types: ['machine'] },
  guard: { values: ['request', 'machine', 'predict'], types: ['options'] },
  record: { values: ['request', 'machine', 'predict', 'guard'] },
  'kernel-log': { values: ['request', 'machine', 'predict'] },
  report: { values: ['request', 'predict', 'kernel-log'], types: ['machine', 'guard'] },
  cli: { values: ['options', 'request', 'machine', 'predict', 'guard', 'kernel-log', 'record', 'report'] },
  surfaces: { values: ['options', 'request', 'machine', 'predict', 'guard', 'report', 'cli'] },
};

const folders = [...new Set([...basic, ...Object.keys(directions)])];

/** Packages that stay at the edges, and the folders that are the edge. */
const edges = { yargs: ['options'], '@actions/core': ['report', 'cli', 'surfaces'] };

/** How deep folders lie in one another. */
const depths = [0, 1, 2];

function patterns(folder, depth) {
  const { basic: mayAll = basic, values = [], types = [] } = directions[folder];
  const up = '\\.\\./'.repeat(depth + 1);
  const among = (names) => `^${up}(?:${names.join('|')})(?:/|\\.ts$)`;
  const no = folders.filter((name) => ![folder, ...mayAll, ...values, ...types].includes(name));
  const packages = Object.keys(edges).filter((name) => !edges[name].includes(folder));
  return [
    { regex: among(no), message: `${folder} may not import this: see tools/import-directions.js.` },
    {
      regex: among(types),
      allowTypeImports: true,
      message: `${folder} may only import types of this: see tools/import-directions.js.`,
    },
    { regex: `^${up}\\.\\./(?!package\\.json$)`, message: 'src/ imports nothing from outside.' },
    { regex: `^(?:${packages.join('|')})(?:/|$)`, message: `${folder} does not know this package.` },
  ].filter(({ regex }) => !regex.includes('(?:)'));
}

/** ESLint's configuration of the above, a block for each folder and depth. */
export const importDirections = Object.keys(directions).flatMap((folder) =>
  depths.map((depth) => ({
    files: [`src/${folder}${'/*'.repeat(depth)}/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: patterns(folder, depth) }],
    },
  })),
);
