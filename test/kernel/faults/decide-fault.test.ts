// How a table decides, on a made one: builds of a distribution first, then the upstream version.
import { describe, expect, it } from '@jest/globals';
import { decideFault } from '../../../src/kernel/faults/decide-fault.ts';
import type { BuildRule, FaultTable } from '../../../src/kernel/faults/fault-table.ts';
import { parseRelease } from '../../../src/kernel/release.ts';

const range = { from: '5.15.0-0', before: '5.15.90', fixedIn: '5.15.90', confidence: 'verified', source: 'range' } as const; // prettier-ignore
const upstream: FaultTable['upstream'] = [{ ...range, silent: true }];
const table = (rule: Partial<BuildRule>): FaultTable => ({
  ...{ name: 'veth-queues', says: 'a made one', relief: 'gone', upstream, source: 'table' },
  builds: [{ distribution: 'ubuntu', upstream: { line: [5, 15] }, source: 'rule', ...rule }],
});
const ofBuild = (build: number, rule: Partial<BuildRule>, signed?: string) =>
  decideFault(
    table(rule),
    parseRelease(`5.15.0-${build}-generic`, signed === undefined ? {} : { versionSignature: signed }),
  );

describe('builds', () => {
  const rule = { from: 10, fixed: 20, fixedIn: '5.15.0-20', verifiedFrom: 12, unclearFrom: 18 } as const;
  // prettier-ignore
  it.each<[build: number, state: string, since: string | null, fixedIn: string | null, confidence: string]>([
    [9,  'not-affected', null,        null,        'unverified'],
    [10, 'affected',     '5.15.0-10', '5.15.0-20', 'unverified'],
    [11, 'affected',     '5.15.0-10', '5.15.0-20', 'unverified'],
    [12, 'affected',     '5.15.0-10', '5.15.0-20', 'verified'],
    [17, 'affected',     '5.15.0-10', '5.15.0-20', 'verified'],
    [18, 'unknown',      '5.15.0-10', '5.15.0-20', 'verified'],
    [19, 'unknown',      '5.15.0-10', '5.15.0-20', 'verified'],
    [20, 'fixed',        null,        '5.15.0-20', 'verified'],
  ])('%i: %s', (build, state, since, fixedIn, confidence) => {
    expect(ofBuild(build, rule)).toMatchObject({ state, since, fixedIn, confidence, source: 'rule' });
  });

  it('without a first one have it from the start', () => {
    expect(ofBuild(1, { fixed: 20 })).toMatchObject({
      state: 'affected',
      since: null,
      confidence: 'unverified',
    });
    expect(ofBuild(20, { fixed: 20 })).toMatchObject({ state: 'fixed', fixedIn: null });
  });

  it.each([
    [{}, true],
    [{ upstream: [] }, false],
    [{ upstream: [range] }, false],
    [{ upstream: [{ ...range, silent: true, from: '5.16.0', before: '5.17.0' } as const] }, false],
  ])('say nothing where the range of their line does not: %j, %s', (more, silent) => {
    const found = decideFault({ ...table({ from: 10 }), ...more }, parseRelease('5.15.0-12-generic'));
    expect(found).toMatchObject({ state: 'affected', silent });
  });

  it('keep the note', () => {
    expect(ofBuild(12, { note: 'seen' }).note).toBe('seen');
    expect(ofBuild(12, {}).note).toBeNull();
  });

  it('are told by the patch level where a rule says so, if it is known', () => {
    const byPatch = { by: 'patch', from: 40, fixed: 50 } as const;
    const at = (patch: number) => ofBuild(12, byPatch, `Ubuntu 5.15.0-12.12-generic 5.15.${patch}`);
    expect([at(39).state, at(40).state, at(49).state, at(50).state]).toEqual([
      ...['not-affected', 'affected', 'affected', 'fixed'],
    ]);
    expect(at(40).since).toBe('5.15.40');
    // Then the upstream range decides, and it does not know either.
    expect(ofBuild(12, byPatch)).toMatchObject({ state: 'unknown', source: 'range' });
  });

  it('that are signed with their patch level leave a rule for unsigned ones alone', () => {
    const unsigned = { unsigned: true, from: 1 } as const;
    expect(ofBuild(12, unsigned).source).toBe('rule');
    expect(ofBuild(12, unsigned, 'Ubuntu 5.15.0-12.12-generic 5.15.77').source).toBe('range');
  });

  it.each([
    [['generic'], 'rule'],
    [['aws'], 'range'],
  ])('of other flavours do not count: %j by the %s', (flavours, source) => {
    expect(ofBuild(12, { flavours, from: 1 }).source).toBe(source);
  });
});

describe('the upstream version', () => {
  // prettier-ignore
  it.each<[release: string, state: string, since: string | null, fixedIn: string | null, source: string]>([
    ['5.14.21', 'not-affected', null,     null,      'table'],
    ['5.15.0',  'affected',     '5.15.0', '5.15.90', 'range'],
    ['5.15.89', 'affected',     '5.15.0', '5.15.90', 'range'],
    ['5.15.90', 'fixed',        null,     '5.15.90', 'range'],
    ['5.16.1',  'not-affected', null,     null,      'table'],
  ])('%s: %s', (release, state, since, fixedIn, source) => {
    expect(decideFault(table({}), parseRelease(release))).toMatchObject({ state, since, fixedIn, source });
  });

  it.each([
    ['5.16.0', 'a range that ends with its line'],
    ['5.16.0-0', 'one that ends before the next candidates'],
  ])('%s: %s leaves nothing fixed', (before) => {
    const found = decideFault({ ...table({}), upstream: [{ ...range, before }] }, parseRelease('5.16.0'));
    expect(found.state).toBe('not-affected');
  });

  it('keeps the note of its range', () => {
    const noted = { ...table({}), upstream: [{ ...range, note: 'seen' }] };
    expect(decideFault(noted, parseRelease('5.15.3')).note).toBe('seen');
  });
});
