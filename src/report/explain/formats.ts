import type { ExplainFormat, ExplainFormatName } from './format.ts';
import { githubFormat } from './github.ts';
import { jsonFormat } from './json.ts';
import { textFormat } from './text.ts';

/** What `explain --format` names. */
export const explainFormats: { readonly [Name in ExplainFormatName]: ExplainFormat<Name> } = {
  text: textFormat,
  json: jsonFormat,
  github: githubFormat,
};
