import type { WorkloadsFormat, WorkloadsFormatName } from './format.ts';
import { jsonFormat } from './json.ts';
import { textFormat } from './text.ts';

/** What `workloads --format` names. */
export const workloadsFormats: { readonly [Name in WorkloadsFormatName]: WorkloadsFormat<Name> } = {
  text: textFormat,
  json: jsonFormat,
};
