import { UnreadableError } from '../errors.ts';
import type { Architecture } from '../kernel/architecture.ts';
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
  readonly #architecture: () => Architecture | null;
  readonly #answers = new Map<string, FileAnswer>();

  /**
   * @param path of a name under the root, such as `sys/kernel/btf/vmlinux`
   * @param architecture of the machine; null where nothing tells it
   */
  constructor(path: (name: string) => string, architecture: () => Architecture | null) {
    this.#path = path;
    this.#architecture = architecture;
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
      const trouble =
        'malformed' in answer ? answer.malformed : foreign(answer.strings, this.#architecture());
      if ('malformed' in answer || trouble !== null)
        return { malformed: `${path} ${trouble}: it is passed over` };
      return answer;
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      return { absent: error.message };
    }
  }
}

/** Of those that have BTF s390x alone is big-endian; ppc64 may be either, and so may arm. */
function foreign({ littleEndian }: BtfStrings, architecture: Architecture | null): string | null {
  if (architecture === 'ppc64' || architecture === 'arm') return null;
  if (littleEndian === (architecture !== 's390x')) return null;
  const endianness = littleEndian ? 'little-endian' : 'big-endian';
  return `is ${endianness}, which ${architecture ?? 'this machine'} is not`;
}
