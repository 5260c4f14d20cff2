// npm run image: builds the Containerfile with what is installed here, for this machine's architecture.
import { spawnSync } from 'node:child_process';
import { version } from '../../src/version.ts';
import { type Architecture, buildBinary } from './build.ts';
import { layOutImage } from './image-root.ts';

const binary = `.cache/binary/buddyguard-linux-${process.arch}`;
const context = '.cache/image';
const tag = `buddyguard:${version}`;

function build(): string | null {
  const from = buildBinary(process.arch as Architecture, 'dist', binary);
  if ('missing' in from) return from.missing;
  layOutImage(context, binary, from.node);
  for (const builder of ['buildah', 'podman', 'docker']) {
    const { error, status } = spawnSync(builder, ['build', '-f', 'Containerfile', '-t', tag, context], {
      stdio: 'inherit',
      // Docker's older builder does not know --chmod.
      env: { ...process.env, DOCKER_BUILDKIT: '1' },
    });
    if (error === undefined) return status === 0 ? null : `${builder} did not build it`;
  }
  return 'none of buildah, podman and docker is installed';
}

const failed = build();
console.log(failed === null ? `${tag} is built` : `${tag} is not built: ${failed}`);
process.exitCode = failed === null ? 0 : 1;
