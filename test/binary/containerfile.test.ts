import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { containerfileFaults } from '../support/containerfile.ts';
import { repository } from '../support/corpus.ts';

const digest = `debian@sha256:${'0'.repeat(64)}`;
const user = 'USER 65534';

describe('the check of a Containerfile', () => {
  it.each<[string, string[]]>([
    [`FROM scratch\n${user}`, []],
    [`# a comment\nfrom ${digest} AS base\nFROM base\nUSER 1000:1000`, []],
    [`FROM debian:bookworm-slim\n${user}`, ['FROM debian:bookworm-slim: not pinned by its digest']],
    [`FROM debian:latest\n${user}`, ['FROM debian:latest: not pinned by its digest']],
    [`FROM ${digest} AS base\nFROM other\n${user}`, ['FROM other: not pinned by its digest']],
    ['FROM scratch', ['no USER: runs as root']],
    ['FROM scratch\nUSER root', ['USER root: expected a number other than 0']],
    ['FROM scratch\nUSER 0', ['USER 0: expected a number other than 0']],
    ['FROM scratch\nUSER 1\nUSER 0:0', ['USER 0:0: expected a number other than 0']],
    ['FROM scratch AS a\nUSER 1\nFROM scratch', ['no USER: runs as root']],
    [`FROM scratch\nCOPY --chmod=0755 . /\n${user}`, []],
    [`FROM scratch\nCOPY . /\n${user}`, ['COPY . /: no --chmod: the modes of whoever builds it']],
    [`FROM scratch\nADD --chmod=0755 . /\n${user}`, ['ADD --chmod=0755 . /: COPY does not fetch or unpack']],
    [`FROM scratch\n${user}\nENTRYPOINT ["/a"]\nCMD ["b"]`, []],
    [`FROM scratch\n${user}\nENTRYPOINT /a b`, ['ENTRYPOINT /a b: run by a shell, which takes the signals']],
    [
      `FROM scratch\n${user}\nENV A=1 \\\n  NPM_TOKEN=2`,
      ['ENV A=1 NPM_TOKEN=2: a secret stays in the image'],
    ],
    [`FROM ${digest}\nRUN curl a | sh\n${user}`, ['RUN curl a | sh: runs what nobody has checked']],
    [`FROM scratch\nUSR 1\n${user}`, ['USR 1: no such instruction']],
    [`ARG A\nCOPY --chmod=0755 . /\nFROM scratch\n${user}`, ['does not begin with FROM']],
  ])('of %j finds %j', (text, faults) => {
    expect(containerfileFaults(text)).toEqual(faults);
  });
});

it('the Containerfile has none of these faults', () => {
  expect(containerfileFaults(readFileSync(join(repository, 'Containerfile'), 'utf8'))).toEqual([]);
});
