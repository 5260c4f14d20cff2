import type { ExplainFormat } from './format.ts';
import { githubFormat } from './github.ts';
import { jsonFormat } from './json.ts';
import { textFormat } from './text.ts';

/** What `explain --format` names, in the order that help lists it. Another one is a file and a line here. */
export const explainFormats: readonly ExplainFormat[] = [textFormat, jsonFormat, githubFormat];
