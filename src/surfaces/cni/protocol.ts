// The Container Network Interface, as far as a plugin that makes nothing has to speak it:
// https://github.com/containernetworking/cni/blob/main/SPEC.md
import { jsonLine } from '../../text/json-line.ts';
import { escapeControls } from '../../text/escape.ts';

/** The versions of the specification that are spoken, the oldest first. */
export const cniVersions = ['0.3.1', '0.4.0', '1.0.0', '1.1.0'] as const;
export type CniVersion = (typeof cniVersions)[number];

/** Assumed where nothing readable says another one. */
export const newestVersion: CniVersion = '1.1.0';

/** The specification's error codes that occur here; from 100 on they are this plugin's own. */
export const cniCodes = {
  incompatibleVersion: 1,
  environment: 4,
  inputOutput: 5,
  decoding: 6,
  configuration: 7,
  tryAgainLater: 11,
  notAvailable: 50,
  never: 100,
  bug: 101,
} as const;

/** What the runtime is told instead of a result. */
export class CniError extends Error {
  override readonly name = 'CniError';
  readonly code: number;
  readonly details: string;

  /** @param message one line; `details` is more of it, where there is more */
  constructor(code: number, message: string, details = '') {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** An error as the runtime reads it. */
export function errorText({ code, message, details }: CniError, cniVersion: CniVersion): string {
  const more = details === '' ? {} : { details: escapeControls(details) };
  return jsonLine({ cniVersion, code, msg: escapeControls(message), ...more });
}

/** The result of a first plugin that has made nothing. */
export function emptyResult(cniVersion: CniVersion): string {
  return jsonLine({ cniVersion, interfaces: [], ips: [], routes: [], dns: {} });
}

/** The answer to VERSION. */
export function versionResult(cniVersion: CniVersion): string {
  return jsonLine({ cniVersion, supportedVersions: cniVersions });
}
