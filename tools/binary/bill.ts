// The bill of materials of an executable: that of dist/, and the Node that it is made from.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Bill {
  metadata: { component: { 'bom-ref': string } };
  components: object[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

/**
 * CycloneDX as JSON.
 * @param bill the text of dist/sbom.cdx.json
 * @param node the program, in npm's package of it or for this machine's architecture
 */
export function billWithNode(bill: string, node: string): string {
  const version = versionOf(node);
  const { metadata, components, dependencies, ...others } = JSON.parse(bill) as Bill;
  const ref = `node@${version}`;
  const component = {
    type: 'platform',
    name: 'node',
    version,
    'bom-ref': ref,
    description: 'Node.js, whose own parts its license lists',
    licenses: [{ license: { id: 'MIT' } }],
    purl: `pkg:github/nodejs/node@v${version}`,
    cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
  };
  const own = metadata.component['bom-ref'];
  const needs = dependencies.map((each) =>
    each.ref === own ? { ...each, dependsOn: [...(each.dependsOn ?? []), ref] } : each,
  );
  const whole = {
    ...others,
    metadata,
    components: [...components, component],
    dependencies: [...needs, { ref }],
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Of a Node for another architecture its package tells. */
function versionOf(node: string): string {
  const manifest = join(dirname(node), '../package.json');
  if (!existsSync(manifest))
    return execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
