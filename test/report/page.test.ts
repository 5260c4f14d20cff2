// The pages: nothing in them comes from elsewhere, nothing that was read is markup, and people with any browser, theme, width
// or screen reader can read them. What needs a browser is skipped without one.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recordTimeline } from '../../src/cli/record-timeline.ts';
import { showMachine } from '../../src/cli/show-machine.ts';
import { Machine } from '../../src/machine/machine.ts';
import { NotingMachine, captureSnapshot } from '../../src/record/capture.ts';
import { explainText } from '../../src/kernel-log/explain/explainer.ts';
import { SampleWriter } from '../../src/record/lines.ts';
import { readSamples } from '../../src/record/read-kept.ts';
import { showHtml } from '../../src/report/show/html.ts';
import { plainNeed } from '../../src/request/plain-request.ts';
import { zoneMemoryOf, answerOf } from '../support/answers.ts';
import { runCli } from '../support/cli.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const folder = emptyRoot();
const at = new Date('2026-01-31T12:00:00Z');

/** A record of three moments, in the last of which large blocks are gone. */
async function recordOf(machine: string): Promise<string> {
  const document = await captureSnapshot(new NotingMachine(fixture(machine)), at);
  const writer = new SampleWriter();
  const lines = [1, 1, 0].map((share, i) => {
    const gone = document.memory.buddyinfo.map((row) => ({
      ...row,
      freeBlocks: row.freeBlocks.map((count, order) => (order > 5 ? count * share : count)),
    }));
    const taken = new Date(at.getTime() + i * 60_000).toISOString();
    const memory = { ...document.memory, buddyinfo: gone, pagetypeinfo: null };
    return writer.line({
      document: { ...document, taken, memory },
      verdicts: { veth: ['available', 0.999] },
    });
  });
  const file = join(folder, `${machine}.jsonl`);
  writeFileSync(file, lines.join(''));
  return file;
}

/** A log with failures in that record's time: two of them the same, one of hostile text. */
function logOf(): string {
  const line = (clock: string, comm: string, order: number): string =>
    `2026-01-31T${clock}Z n1 kernel: ${comm}: page allocation failure: order:${order}, mode:0xcc0(GFP_KERNEL)`;
  const lines = [
    line('12:00:30', 'dockerd', 4),
    line('12:00:40', 'dockerd', 4),
    line('12:01:30', '<img alt=x>', 9),
    line('12:02:10', 'runc', 10),
  ];
  const file = join(folder, 'kern.log');
  // Reports of one task that are near each other would be one.
  writeFileSync(file, lines.map((text) => `${text}\n${'-\n'.repeat(30)}`).join(''));
  return file;
}

async function pages(): Promise<Record<string, string>> {
  const file = await recordOf('7.3.4');
  const paths = ['show', 'record', 'explain', 'marked'].map((name) => join(folder, `${name}.html`));
  const [show = '', record = '', explain = '', marked = ''] = paths;
  const ended = await Promise.all([
    runCli(['show', '--for', 'veth,iptables', '--root', fixture('eight-nodes'), '--html', show]),
    runCli(['show', '--from', file, '--for', 'veth', '--html', record]),
    runCli(['explain', 'test/fixtures/logs/3.10-atomic-iso.log', '--html', explain]),
    runCli(['show', '--from', file, '--for', 'veth', '--log', logOf(), '--html', marked]),
  ]);
  for (const { code, stdout, stderr } of ended) expect([code, stdout, stderr]).toEqual([0, '', '']);
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

const dataOf = (page: string): { moments: { t: string }[] } =>
  JSON.parse(/id="data">([^<]*)</.exec(page)?.[1] ?? '{}') as { moments: { t: string }[] };

describe('every page', () => {
  it('is one file that loads nothing, and may load nothing', async () => {
    for (const page of Object.values(await pages())) {
      expect(page).not.toMatch(/https?:|(?:src|href|action)=|url\(|@import|\bfetch\b|XMLHttp/i);
      const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
      expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/);
      const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1];
      const hash = script === undefined ? '' : createHash('sha256').update(script).digest('base64');
      expect(policy.includes('script-src')).toBe(script !== undefined);
      expect(policy).toContain(hash);
    }
  });

  it('of a record says what was, moment by moment', async () => {
    const file = await recordOf('7.3.4');
    const samples = [...readSamples(file)];
    const timeline = recordTimeline(samples, 3, undefined);
    expect(timeline?.answers.map(({ taken }) => taken.slice(11, 16))).toEqual(['12:00', '12:01', '12:02']);
    expect(timeline?.recorded[0]).toBe('veth: available (chance 99.9 %)');
    const page = join(folder, 'until.html');
    await runCli(['show', '--from', file, '--at', '2026-01-31T12:01:01Z', '--html', page]);
    expect(dataOf(readFileSync(page, 'utf8')).moments).toHaveLength(2);
  });

  it('marks what failed where it did, and says what was recorded before', async () => {
    const page = Object.entries(await pages()).find(([file]) => file.endsWith('marked.html'))?.[1] ?? '';
    expect([...page.matchAll(/<path class="mark" d="M([\d.]+)/g)].map(([, x]) => Number(x))).toEqual([
      250, 558, 712,
    ]);
    expect([...page.matchAll(/data-moment="(\d)"/g)].map(([, moment]) => moment)).toEqual(['0', '1', '2']);
    expect(page).toContain('4 failures in ');
    const list = /<ol class="failures">(.*?)<\/ol>/s.exec(page)?.[1] ?? '';
    const text = list
      .replace(/<li>/g, '\n')
      .replace(/<br>/g, ' / ')
      .replace(/<[^>]*>/g, '')
      .trim();
    expect(text.split('\n')).toEqual([
      '2026-01-31 12:00:30 UTC dockerd was refused a block of order 4 (64 KiB), 2 times / 30 seconds before it the guard would have said available (chance 99.9 %) / buddyguard check --order 4 --gfp GFP_KERNEL',
      '2026-01-31 12:01:30 UTC &#60;img alt=x&#62; was refused a block of order 9 (2 MiB) / 30 seconds before it the guard would have said available (chance 99.9 %) / buddyguard check --order 9 --gfp GFP_KERNEL',
      expect.stringMatching(/^2026-01-31 12:02:10 UTC runc was refused a block of order 10 \(4 MiB\) \/ 10 seconds before it the guard would have said (?!available)/), // prettier-ignore
    ]);
    const data = dataOf(page) as unknown as { moments: { v: string }[] };
    expect(data.moments[0]?.v).toContain('failed at 2026-01-31 12:00:30 UTC: dockerd was refused');
  });

  it('shows what was read as text, whatever it is', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('</script><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg/onload=1>', '::error::x', '\u001b[31m', '<!--', '&lt;'), // prettier-ignore
    );
    const elements = (page: string): string[] =>
      [...page.matchAll(/<\/?[a-z!][^\s>/]*/gi)].map(([name]) => name);
    const pageOf = (text: string): string => {
      const kernel = { release: text, upstream: text, distribution: text, noRetryXtables: null };
      const answer = answerOf({ verdict: 'unavailable', workloads: [], request: { ...answerOf().request!, workload: text } }); // prettier-ignore
      const need = { ...plainNeed({ order: 4 }, 4096), what: text };
      const outlook = {
        inMilliseconds: 1e6,
        of: 'memory' as const,
        from: 9,
        to: 5,
        overMilliseconds: 1e6,
        need,
      };
      const failure = { ...explainText('x: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)').failures[0]!, comm: text, kernelRelease: text, check: [text] }; // prettier-ignore
      const marks = [{ at: at.getTime(), failure, count: 2, before: { at: at.getTime(), said: null } }];
      const log = { name: text, marks, notes: [text] };
      const shown = { taken: text, kernel, pageSize: 4096, zones: [zoneMemoryOf({ zone: text })], workloads: [{ name: text, answer, outlook }], notes: [text], log }; // prettier-ignore
      return showHtml(shown, { answers: [shown, shown], recorded: [text, text], samples: 2 });
    };
    const plain = elements(pageOf('plain'));
    fc.assert(
      fc.property(hostile, (text) => {
        const page = pageOf(text);
        expect(elements(page)).toEqual(plain);
        expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
        expect(dataOf(page).moments).toHaveLength(2);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a page', () => {
  it.each([
    ['with --watch', ['show', '--watch', '--html', 'x'], 64, /--watch and --html/],
    ['with --follow', ['explain', '--follow', '--html', 'x', '/dev/null'], 64, /--follow and --html/],
    ['that cannot be written', ['show', '--root', fixture('7.3.4'), '--html', '/nonexistent/x'], 74, /--html '\/nonexistent\/x': cannot be written/], // prettier-ignore
  ])('%s is refused', async (_, args, code, message) => {
    const { code: own, stderr } = await runCli(args);
    expect([own, stderr]).toEqual([code, expect.stringMatching(message)]);
  });

  it('is of the moment that is asked for', () => {
    const machine = new Machine(fixture('7.3.4'));
    expect(showHtml(showMachine(machine, [], at))).toContain('<time id="taken">2026-01-31T12:00:00Z</time>');
  });
});

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);
if (browser === undefined) console.log('no Chromium: that the pages can be read in a browser is not tested');

/** The page as the browser has it after a script ran in it. */
function inBrowser(page: string, script: string, ...flags: string[]): string {
  const file = join(folder, 'browser.html');
  // The policy would keep the test's own script out.
  const open = page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  writeFileSync(
    file,
    open.replace('</body>', () => `<script>${script}</script></body>`),
  );
  const options = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    `--user-data-dir=${join(folder, 'profile')}`,
  ];
  const ended = spawnSync(browser ?? '', [...options, ...flags, '--virtual-time-budget=20000', '--dump-dom', `file://${file}`], { encoding: 'utf8', timeout: 100_000, maxBuffer: 1 << 28 }); // prettier-ignore
  return ended.stdout;
}

const told = (dom: string): string => /<pre id="told">([\s\S]*?)<\/pre>/.exec(dom)?.[1] ?? 'nothing was told';
const tell =
  'function tell(text) { document.body.innerHTML = \'<pre id="told"></pre>\'; document.getElementById("told").textContent = text; }';

(browser === undefined ? describe.skip : describe)('in a browser', () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  it.each(['light', 'dark'])('axe finds nothing wrong with any page, %s', async (theme) => {
    const dark = theme === 'dark' ? ['--force-dark-mode'] : [];
    const script = `${axe.replaceAll('</script', '<\\/script')};${tell}
      var ground = getComputedStyle(document.body).backgroundColor;
      axe.run().then(function (found) { tell(ground + ' ' + found.passes.length + ' ' + JSON.stringify(found.violations.map(function (each) { return [each.id, each.nodes.map(function (node) { return node.html; })]; }))); });`;
    for (const [file, page] of Object.entries(await pages())) {
      const answer = told(inBrowser(page, script, ...dark));
      expect([file, answer]).toEqual([file, expect.stringMatching(/^rgb\([\d, ]+\) \d\d \[\]$/)]);
      expect(answer.startsWith('rgb(13, 17, 23)')).toBe(theme === 'dark');
    }
  });

  // The fonts of a machine are its own: with the wider one every letter takes more than DejaVu's.
  it.each(['0', '.15em'])('every page fits a phone of 360 pixels, letters %s apart', async (apart) => {
    for (const [file, page] of Object.entries(await pages())) {
      // No window of a browser is so narrow, but a frame is.
      const script = `${tell}
        var frame = document.createElement('iframe'); frame.style.width = '360px'; frame.style.border = '0';
        var own = document.documentElement.outerHTML.replace(/<script>[\\s\\S]*/, '');
        document.body.appendChild(frame);
        frame.contentDocument.open(); frame.contentDocument.write(own); frame.contentDocument.close();
        frame.contentDocument.documentElement.style.letterSpacing = '${apart}';
        setTimeout(function () { var root = frame.contentDocument.documentElement; tell(root.clientWidth + ' ' + root.scrollWidth); }, 500);`;
      expect([file, told(inBrowser(page, script))]).toEqual([file, expect.stringMatching(/^(3[46]\d) \1$/)]);
    }
  });

  it('an entry of the failures takes the slider to the moment before', async () => {
    const page = Object.entries(await pages()).find(([file]) => file.endsWith('marked.html'))?.[1] ?? '';
    const script = `${tell}
      var seen = [];
      document.querySelectorAll('button').forEach(function (button) {
        button.focus(); button.click();
        seen.push(document.activeElement === button, document.getElementById('slider').value, document.getElementById('moment').textContent);
      });
      tell(JSON.stringify(seen));`;
    expect(JSON.parse(told(inBrowser(page, script)))).toEqual([
      ...[true, '0', '2026-01-31 12:00:00 UTC'],
      ...[true, '1', '2026-01-31 12:01:00 UTC'],
      ...[true, '2', '2026-01-31 12:02:00 UTC'],
    ]);
  });

  it('the slider shows another moment', async () => {
    const record = Object.entries(await pages()).find(([file]) => file.endsWith('record.html'))?.[1] ?? '';
    const script = `${tell}
      var slider = document.getElementById('slider'); var seen = [];
      ['0', '2'].forEach(function (value) {
        slider.value = value; slider.dispatchEvent(new Event('input'));
        seen.push(document.getElementById('moment').textContent, document.getElementById('state').textContent, document.getElementById('z0-n10').textContent);
      });
      tell(JSON.stringify(seen));`;
    const seen = JSON.parse(told(inBrowser(record, script))) as string[];
    expect(seen[0]).toBe('2026-01-31 12:00:00 UTC');
    expect(seen[3]).toBe('2026-01-31 12:02:00 UTC');
    expect([seen[2], seen[5]]).toEqual([expect.not.stringMatching(/^0$/), '0']);
  });
});
