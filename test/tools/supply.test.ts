// What of other people is in dist/: the bill of materials and the licences say the same, and nothing that may not be there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';

interface Component {
  name: string;
  group?: string;
  version: string;
  purl: string;
  licenses: { license: { id?: string } }[];
}
interface Bill {
  bomFormat: string;
  specVersion: string;
  metadata: { component: { name: string; version: string }; timestamp?: string };
  components: Component[];
}

const text = (path: string): string => readFileSync(path, 'utf8');
const bill = JSON.parse(text(join(dist, 'sbom.cdx.json'))) as Bill;
const licensed = [...text(join(dist, 'licenses.txt')).matchAll(/^-{80}\n\n(\S+ \S+) \((.*)\)$/gm)];
const nameOf = ({ group, name, version }: Component): string =>
  `${group === undefined ? '' : `${group}/`}${name} ${version}`;

describe('the bill of materials', () => {
  it('is a CycloneDX one of this version, and the same whenever it is made', () => {
    const { name, version } = JSON.parse(text(join(repository, 'package.json'))) as Component;
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name, version } } });
    expect(bill.metadata.timestamp).toBeUndefined();
    expect(bill).not.toHaveProperty('serialNumber');
  });

  it('has what the bundles are made of, at the versions of the lock file', () => {
    const { packages } = JSON.parse(text(join(repository, 'package-lock.json'))) as {
      packages: Record<string, { version: string }>;
    };
    const locked = Object.entries(packages).map(
      ([path, { version }]) => `${path.replace(/^.*node_modules\//, '')} ${version}`,
    );
    const names = bill.components.map(nameOf);
    expect(names).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^yargs \d/),
        expect.stringMatching(/^@actions\/core \d/),
      ]),
    );
    expect(names.filter((name) => !locked.includes(name))).toEqual([]);
  });

  it('has licences that allow it', () => {
    const ids = bill.components.flatMap(({ licenses }) => licenses.map(({ license }) => license.id));
    expect(ids).toHaveLength(bill.components.length);
    expect(
      ids.filter((id) => !['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'].includes(id ?? '')),
    ).toEqual([]);
  });

  it('agrees with the licences, which have each package once', () => {
    expect(licensed.map(([, name]) => name)).toEqual([...new Set(bill.components.map(nameOf))].sort());
  });
});
