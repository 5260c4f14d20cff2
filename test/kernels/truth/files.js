// What a guest needs besides to do the workloads: programs with their libraries, modules, and the plan.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { compile } from '../image.js';
import { cpio } from '../cpio.js';
import { modulesFor } from '../modules.js';
import { directory, program, withLibraries } from '../lab-files.js';
import { inputs } from './jobs.js';

const guest = fileURLToPath(new URL('../guest', import.meta.url));

/** Where Debian has them, and where the guest does: the tools go by the name that they are called by. */
const programs = [
  ['/usr/sbin/ip', '/bin/ip'],
  ...['iptables-legacy', 'ip6tables-legacy', 'iptables-legacy-restore', 'ip6tables-legacy-restore'].map(
    (name) => ['/usr/sbin/xtables-legacy-multi', `/bin/${name}`],
  ),
  ['/usr/sbin/xtables-nft-multi', '/bin/iptables-nft-restore'],
  ['/usr/sbin/nft', '/bin/nft'],
  ['/usr/sbin/ipset', '/bin/ipset'],
];
const extensions = '/usr/lib/x86_64-linux-gnu/xtables';

/** An archive that goes behind the lab's own: the kernel unpacks one after the other. */
export function truthArchive(cache, kernel, { jobs, wall }) {
  const wanted = (job) => [...(job.modules ?? []), ...(job.files ?? [])];
  const modules = modulesFor(kernel.modules, jobs.flatMap(wanted));
  const plan = jobs.map(({ looks = [], ...job }) => ({
    ...job,
    at: looks.map(({ at }) => at.source).join('|'),
    modules: modulesFor(kernel.modules, job.modules ?? []).map(({ name }) => name),
  }));
  return cpio(
    new Map([
      ['lab/plan.json', program(Buffer.from(JSON.stringify({ jobs: plan, wall })))],
      ...Object.entries(inputs()).map(([name, text]) => [`lab/${name}`, program(Buffer.from(text))]),
      ['lab/ask', compile(cache, 'ask', ['ask.c'])],
      ...['truth', 'trace', 'explain', 'doing'].map((name) => [
        `lab/${name}.mjs`,
        program(readFileSync(join(guest, `${name}.js`))),
      ]),
      ...programs.flatMap(([path, name]) => withLibraries(path, name)),
      ...directory(extensions),
      ...modules.map(({ name, content }) => [`lab/modules/${name}.ko`, program(content)]),
    ]),
  );
}
