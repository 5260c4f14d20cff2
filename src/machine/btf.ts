import { UnreadableError } from '../errors.ts';
import { type StructName, moduleOf, structNames } from '../kernel/btf/struct-names.ts';
import { type BtfAnswer, type BtfStrings, findStructSizes } from '../kernel/btf/struct-sizes.ts';
import type { StructReading } from '../request/workloads/readings.ts';
import { readBoundedBytes } from './read-file.ts';

/** Kernels as distributions build them have 4 to 10 MB. */
const maxBtfBytes = 64 * 1024 * 1024;

type FileAnswer = BtfAnswer | { absent: string };

/** The types of the running kernel and its modules, /sys/kernel/btf under a root. Each file is read once, when it is first asked for. */
export class BtfFiles {
  readonly #path: (name: string) => string;
  readonly #answers = new Map<string, FileAnswer>();

  /** @param path of a name under the root, such as `sys/kernel/btf/vmlinux` */
  constructor(path: (name: string) => string) {
    this.#path = path;
  }

  /** The size of a structure, by vmlinux or, where that does not define it, by its module. Never throws. */
  structBytes(name: StructName): StructReading {
    const vmlinux = this.#file('vmlinux');
    if (!('sizes' in vmlinux)) return vmlinux;
    const builtIn = vmlinux.sizes.get(name);
    if (builtIn !== undefined) return { bytes: builtIn, file: this.#fileName('vmlinux') };
    const module = moduleOf(name);
    if (module === null) return this.#undefinedIn('vmlinux');
    const own = this.#file(module, vmlinux.strings);
    if (!('sizes' in own)) return own;
    const bytes = own.sizes.get(name);
    return bytes === undefined ? this.#undefinedIn(module) : { bytes, file: this.#fileName(module) };
  }

  #undefinedIn(file: string): StructReading {
    return { absent: `${this.#fileName(file)} does not define it` };
  }

  #fileName(file: string): string {
    return this.#path(`sys/kernel/btf/${file}`);
  }

  #file(file: string, base?: BtfStrings): FileAnswer {
    let answer = this.#answers.get(file);
    if (!answer) this.#answers.set(file, (answer = this.#read(file, base)));
    return answer;
  }

  #read(file: string, base?: BtfStrings): FileAnswer {
    const path = this.#fileName(file);
    try {
      const answer = findStructSizes(readBoundedBytes(path, maxBtfBytes), structNames, base);
      return 'malformed' in answer ? { malformed: `${path} ${answer.malformed}: it is passed over` } : answer;
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      return { absent: error.message };
    }
  }
}
