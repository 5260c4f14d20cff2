import type { CheckFormat } from './format.ts';
import { githubFormat } from './github.ts';
import { jsonFormat } from './json.ts';
import { lineFormat } from './line.ts';
import { nagiosFormat } from './nagios.ts';
import { npdFormat } from './npd.ts';
import { prometheusFormat } from './prometheus.ts';
import { textFormat } from './text.ts';

/** What `check --format` names, in the order that help lists it. Another one is a file and a line here. */
export const checkFormats: readonly CheckFormat[] = [
  textFormat,
  lineFormat,
  jsonFormat,
  githubFormat,
  nagiosFormat,
  npdFormat,
  prometheusFormat,
];
