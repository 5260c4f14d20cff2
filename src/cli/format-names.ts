import type { FormatNames } from '../options/options.ts';
import { checkFormats } from '../report/check/formats.ts';
import { doctorFormats } from '../report/doctor/formats.ts';
import { explainFormats } from '../report/explain/formats.ts';
import { showFormats } from '../report/show/formats.ts';
import { workloadsFormats } from '../report/workloads/formats.ts';

/** The names of every command's formats, for help and completion. */
export const formatNames: FormatNames = {
  check: checkFormats.map(({ name }) => name),
  explain: explainFormats.map(({ name }) => name),
  workloads: workloadsFormats.map(({ name }) => name),
  show: showFormats.map(({ name }) => name),
  doctor: doctorFormats.map(({ name }) => name),
};
