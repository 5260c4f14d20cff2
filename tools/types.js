// The library's declarations, rolled into one file.
import { fileURLToPath } from 'node:url';
import { generateDtsBundle } from 'dts-bundle-generator';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The text of dist/index.d.cts: what src/index.ts exports, with its comments. */
export function declarations() {
  const [text] = generateDtsBundle(
    [
      {
        filePath: here('src/index.ts'),
        output: { noBanner: true, exportReferencedTypes: false },
      },
    ],
    { preferredConfigPath: here('tsconfig.types.json') },
  );
  // What is committed in dist/ is ASCII.
  return text.replaceAll('…', '...');
}
