// What changes the machine, or asks it: loaded only if --compact, --drop-caches or --trial is given.
export { remediesFor } from '../guard/remedies/remedies.ts';
export { trial } from '../guard/trial/trial.ts';
