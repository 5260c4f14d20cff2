import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** What is built with counters, and what comes of it. */
export const folder = join(root, '.cache', 'coverage');
/** Where each process leaves its counters. */
export const processes = join(folder, 'processes');
