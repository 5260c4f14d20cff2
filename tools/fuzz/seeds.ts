// Real and well-formed texts that the inputs are made of. Paths are under the repository, where npm runs its scripts.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { booted } from '../../test/support/arbitrary-machine.ts';
import { textsOf } from '../../test/support/machine-text.ts';
import type { ProcTexts } from '../../src/machine/snapshot.ts';

/** A file's text, one byte a character; empty where it is not there. */
function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'latin1') : '';
}

/** The texts of a folder's files whose names fit. */
export function textsIn(folder: string, form: RegExp): string[] {
  return readdirSync(folder)
    .filter((name) => form.test(name))
    .sort()
    .map((name) => textOf(join(folder, name)));
}

const machines = 'test/fixtures/proc';

/** The recorded machines of test/fixtures/proc: a text of each by its path under the root. */
export function recordedTexts(path: string): string[] {
  const folders = readdirSync(machines, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => textOf(join(machines, name, path)));
}

interface Invented {
  release: string;
  texts: ProcTexts;
}

/** Invented machines of every generation of kernels, with all that belongs together. */
export function inventedMachines(count: number): Invented[] {
  return fc
    .sample(booted, { seed: 1, numRuns: count })
    .map(({ kernel, machine }) => ({ release: kernel.release, texts: textsOf(machine) }));
}

/** A text as its bytes are written, one a character. */
export function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The text that bytes are decoded to. */
export function fromBytes(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** What /proc/PID/environ holds: NAME=VALUE, a NUL after each. */
export function variables(environ: string): [name: string, value: string][] {
  return fromBytes(environ)
    .split('\0')
    .map((variable) => [variable.split('=', 1)[0] ?? '', variable.slice(variable.indexOf('=') + 1)]);
}
