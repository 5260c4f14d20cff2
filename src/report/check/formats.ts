import type { CheckFormat, CheckFormatName } from './format.ts';
import { githubFormat } from './github.ts';
import { jsonFormat } from './json.ts';
import { textFormat } from './text.ts';

/** What `check --format` names. */
export const checkFormats: { readonly [Name in CheckFormatName]: CheckFormat<Name> } = {
  text: textFormat,
  json: jsonFormat,
  github: githubFormat,
};
