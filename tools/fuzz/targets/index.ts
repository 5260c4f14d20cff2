import type { Target } from '../target.ts';
import { checkTargets } from './check.ts';
import { cniTargets } from './cni.ts';
import { iptablesTargets } from './iptables.ts';
import { kernelTargets } from './kernel.ts';
import { logTargets } from './log.ts';
import { optionTargets } from './options.ts';
import { predictTargets } from './predict.ts';
import { processTargets } from './process.ts';
import { procTargets } from './proc.ts';
import { recordTargets } from './record.ts';
import { trialTargets } from './trial.ts';
import { workloadTargets } from './workload.ts';

/** Every form that is read. Another one is a row in its file here. */
export const targets: readonly Target[] = [
  ...procTargets,
  ...processTargets,
  ...kernelTargets,
  ...iptablesTargets,
  ...logTargets,
  ...optionTargets,
  ...predictTargets,
  ...workloadTargets,
  ...checkTargets,
  ...cniTargets,
  ...recordTargets,
  ...trialTargets,
];
