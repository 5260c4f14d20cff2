import type { ShowFormat } from './format.ts';
import { jsonFormat } from './json.ts';
import { textFormat } from './text.ts';

/** What `show --format` names, in the order that help lists it. Another one is a file and a line here. */
export const showFormats: readonly ShowFormat[] = [textFormat, jsonFormat];
