import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { billWithNode } from '../../tools/binary/bill.ts';
import { dist } from '../support/cli.ts';

interface Bill {
  metadata: { component: { 'bom-ref': string } };
  components: { name: string; version: string; 'bom-ref': string }[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

describe('the bill of materials of an executable', () => {
  const text = readFileSync(join(dist, 'sbom.cdx.json'), 'utf8');
  const before = JSON.parse(text) as Bill;
  const bill = JSON.parse(billWithNode(text, process.execPath)) as Bill;

  it('has the Node that is in it, beside all that is in dist/', () => {
    expect(bill.components.slice(0, -1)).toEqual(before.components);
    expect(bill.components.at(-1)).toMatchObject({ name: 'node', version: process.versions.node });
  });

  it('says that the executable needs it', () => {
    const own = bill.dependencies.find(({ ref }) => ref === bill.metadata.component['bom-ref']);
    expect(own?.dependsOn?.at(-1)).toBe(bill.components.at(-1)?.['bom-ref']);
    const refs = bill.dependencies.map(({ ref }) => ref);
    expect(
      bill.dependencies.flatMap(({ dependsOn = [] }) => dependsOn).filter((ref) => !refs.includes(ref)),
    ).toEqual([]);
  });
});
