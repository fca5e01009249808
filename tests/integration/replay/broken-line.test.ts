/** Lines that no thread can read or judge: each is judged as a page that breaks the look, and the others go on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import type { Seeing } from '../../../src/monitor/check/look/see-pictures.ts';
import { type ReplayResult, replayFile } from '../../../src/monitor/replay/replay-file.ts';
import { testPolicy } from '../../support/policy.ts';
import { defacedPage, portalPage } from '../../support/portal-pages.ts';
import { sharedPictures } from '../../support/shared-threads.ts';
import { drawPng } from '../../support/test-pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'vonggac-broken-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** More elements than fit into the threads' memory, and fewer than would be read in the short way. */
const attributes = 'a="1" b="2" c="3" d="4" e="5" f="6" g="7"';
const bomb = `<div ${attributes}><p ${attributes}>x</p></div>`.repeat(28_000);
const files = {
  'quiet.html': portalPage(),
  'bad.html': defacedPage,
  'heavy.html': portalPage({ extra: bomb }),
  'heavy-bad.html': defacedPage.replace('</body>', `${bomb}</body>`),
};
for (const [name, html] of Object.entries(files)) writeFileSync(join(folder, name), html);
writeFileSync(
  join(folder, 'screen.png'),
  drawPng(64, 48, () => [250, 250, 250]),
);

const limits = { timeMs: 60_000, heapMegabytes: 32 };

async function replay(lines: readonly Record<string, unknown>[], threads: number, seeing: Seeing | null = null) {
  const path = join(folder, 'lines.jsonl');
  const base = { series: 's', at: '2026-01-01T00:00:00Z', url: 'https://anphu.binhgiang.gov.vn/' };
  writeFileSync(path, lines.map((line) => JSON.stringify({ ...base, ...line })).join('\n'));
  const results: ReplayResult[] = [];
  await replayFile(path, testPolicy, seeing, (result) => results.push(result), { threads, limits });
  return results.map(({ series, level, kind, findings }) => [series, level, kind, findings[0]?.detector ?? null]);
}

const quiet = { html: 'quiet.html' };
const learned = [quiet, quiet, quiet];

test('is a suspect, an alarm where its scan says so, and ends nothing', async () => {
  const other = (line: object) => ({ ...line, series: 'other' });
  const lines = [
    ...learned,
    ...learned.map(other),
    { html: 'heavy.html' },
    { html: 'quiet.html' },
    other({ html: 'quiet.html' }),
    { html: 'heavy-bad.html' },
    { html: 'bad.html' },
    other({ html: 'heavy.html' }),
    other({ html: 'bad.html' }),
  ];
  expect(await replay(lines, 2)).toEqual([
    ['s', 'suspect', 'injection', 'breaks-the-look'],
    ['s', 'clean', null, null],
    ['other', 'clean', null, null],
    ['s', 'alarm', 'defacement', 'signature-phrase'],
    ['s', 'alarm', 'defacement', 'signature-phrase'],
    ['other', 'suspect', 'injection', 'breaks-the-look'],
    ['other', 'alarm', 'defacement', 'signature-phrase'],
  ]);
}, 240_000);

test('is unknown where it was learned so', async () => {
  const lines = [...learned, { html: 'heavy.html' }].map((line) => ({ ...line, learn: true }));
  expect(await replay([...lines, quiet, { html: 'heavy.html' }], 1)).toEqual([
    ['s', 'clean', null, null],
    ['s', 'unknown', 'error-page', null],
  ]);
}, 240_000);

test('with a screenshot is judged the same, in the thread that may see pictures', async () => {
  const seeing = { pictures: sharedPictures(), log: pino({ level: 'silent' }) };
  const seen = (html: string) => ({ html, screenshot: 'screen.png' });
  const lines = [...learned.map(() => seen('quiet.html')), seen('heavy.html'), seen('quiet.html')];
  expect(await replay(lines, 1, seeing)).toEqual([
    ['s', 'suspect', 'injection', 'breaks-the-look'],
    ['s', 'clean', null, null],
  ]);
}, 240_000);
