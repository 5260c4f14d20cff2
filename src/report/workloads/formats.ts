import type { WorkloadsFormat } from './format.ts';
import { jsonFormat } from './json.ts';
import { textFormat } from './text.ts';

/** What `workloads --format` names, in the order that help lists it. Another one is a file and a line here. */
export const workloadsFormats: readonly WorkloadsFormat[] = [textFormat, jsonFormat];
