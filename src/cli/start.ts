// The command's first file. It holds no more than what finds the rest.
import { loadBundle } from '../bundle/load.ts';

loadBundle('main.cjs');
