// Stands in for process.stdout in the bundles: what @actions/core prints is written at once, and no stream is set up for it.
import { writeAll } from '../../cli/output.ts';

export const standardOutput = { write: (text: string): boolean => writeAll(1, text) };
