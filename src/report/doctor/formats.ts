import type { DoctorFormat } from './format.ts';
import { jsonFormat } from './json.ts';
import { textFormat } from './text.ts';

/** What `doctor --format` names, in the order that help lists it. Another one is a file and a line here. */
export const doctorFormats: readonly DoctorFormat[] = [textFormat, jsonFormat];
