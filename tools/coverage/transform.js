import { counted } from './counters.js';

export default { process: (text, path) => ({ code: counted(path, text).code }) };
