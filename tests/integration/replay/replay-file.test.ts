import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Seeing } from '../../../src/monitor/check/look/see-pictures.ts';
import { type ReplayOptions, type ReplayResult, replayFile } from '../../../src/monitor/replay/replay-file.ts';
import { createPictures } from '../../../src/pictures/pictures.ts';
import { testPolicy } from '../../support/policy.ts';
import { defacedPage, portalPage } from '../../support/portal-pages.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vonggac-replay-'));
  writeFileSync(join(folder, 'quiet.html'), portalPage());
  writeFileSync(join(folder, 'quiet.html.gz'), gzipSync(portalPage({ visits: 8 })));
  writeFileSync(join(folder, 'news.html'), portalPage({ title: 'Chuyện khác hẳn' }));
  writeFileSync(join(folder, 'bad.html'), defacedPage);
});

const base = { series: 's', at: '2026-01-01T00:00:00Z', url: 'https://anphu.binhgiang.gov.vn/' };
type Line = Record<string, unknown>;

async function replay(lines: readonly (Line | string)[], seeing: Seeing | null = null, options: ReplayOptions = {}) {
  const path = join(folder, 'lines.jsonl');
  writeFileSync(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify({ ...base, ...line }))).join('\n'),
  );
  const results: ReplayResult[] = [];
  const summary = await replayFile(path, testPolicy, seeing, (result) => results.push(result), options);
  return { summary, results, levels: results.map((result) => result.level) };
}

const quiet = { html: 'quiet.html', label: 'quiet' };
const bad = { html: 'bad.html', label: 'alarm', attack: 'replaced:full_page' };

describe('what is learned', () => {
  test('without a word on learning the first three are', async () => {
    const { levels } = await replay([quiet, { html: 'quiet.html.gz' }, quiet, bad, quiet]);
    expect(levels).toEqual(['alarm', 'clean']);
  });
  test('lines that say so are, wherever they stand, and the others are judged', async () => {
    const { levels } = await replay([
      { ...quiet, learn: true },
      bad,
      { ...quiet, html: 'news.html', learn: true },
      { html: 'news.html' },
    ]);
    expect(levels).toEqual(['alarm', 'clean']);
  });
  test('a first line that says no means first sight', async () => {
    const { levels } = await replay([{ ...quiet, learn: false }, bad, quiet]);
    expect(levels).toEqual(['clean', 'alarm', 'clean']);
  });
  test('only a line feed ends a line: other separators may stand in a text', async () => {
    const series = 'Cổng\u2028thông\u2029tin\u0085';
    const { levels } = await replay([quiet, quiet, quiet, bad].map((line) => ({ ...line, series })));
    expect(levels).toEqual(['alarm']);
  });
  test('series and profiles don’t learn from each other', async () => {
    const learn = [quiet, quiet, quiet];
    const { levels } = await replay([
      ...learn,
      ...learn.map((line) => ({ ...line, series: 't' })),
      { ...bad, profile: 'phone' },
      { ...quiet, series: 't' },
    ]);
    expect(levels).toEqual(['alarm', 'clean']);
  });
});

describe('lines of special visitors', () => {
  const learn = [quiet, quiet, quiet];
  const spam = { html: 'spam.html', profile: 'search-bot', label: 'alarm' };
  const links = Array.from({ length: 6 }, (_, i) => `<a href="https://nha-${i}.example/">lời mời</a>`).join(' ');
  beforeEach(() => writeFileSync(join(folder, 'spam.html'), portalPage({ extra: links })));

  test('are compared with the ordinary visitor’s line of the same moment', async () => {
    const { results } = await replay([...learn, quiet, spam, { ...quiet, profile: 'search-bot' }]);
    expect(results.map(({ level, kind }) => [level, kind])).toEqual([
      ['clean', null],
      ['alarm', 'cloaking'],
      ['clean', null],
    ]);
  });
  test('say nothing of cloaking when everybody was shown the same, or nobody else looked then', async () => {
    const everybody = { ...spam, profile: 'browser', label: 'quiet' };
    expect((await replay([...learn, everybody, { ...spam, label: 'quiet' }])).levels.at(-1)).toBe('clean');
    const later = { ...spam, at: '2026-01-02T00:00:00Z' };
    expect((await replay([...learn, later])).results.at(-1)?.kind).not.toBe('cloaking');
  });
});

describe('what judged lines leave behind', () => {
  const learn = [quiet, quiet, quiet];
  const news = { html: 'news.html' };
  test('a quiet line that was flagged is accepted', async () => {
    expect((await replay([...learn, { ...news, label: 'quiet' }, news])).levels).toEqual(['suspect', 'clean']);
  });
  test('one with freeze is not', async () => {
    expect((await replay([...learn, { ...news, label: 'quiet', freeze: true }, news])).levels).toEqual([
      'suspect',
      'suspect',
    ]);
  });
  test('an attack leaves no trace', async () => {
    expect((await replay([...learn, bad, bad, { ...news, label: 'alarm' }, news, quiet])).levels).toEqual([
      'alarm',
      'alarm',
      'suspect',
      'suspect',
      'clean',
    ]);
  });
  test('label, series and other keys never change a verdict', async () => {
    const one = await replay([...learn, { ...news, freeze: true }]);
    const other = await replay(
      [...learn, { ...news, freeze: true, label: 'quiet' }].map((line) => ({
        ...line,
        series: 'attack-defaced',
        attack: 'x',
        attacker: 'y',
      })),
    );
    expect(other.results[0]?.score).toBe(one.results[0]?.score);
  });
});

test('the summary counts by truth, level and attack', async () => {
  const news = { html: 'news.html', freeze: true };
  const { summary, results } = await replay([
    quiet,
    quiet,
    quiet,
    quiet,
    { ...news, label: 'quiet' },
    bad,
    { ...news, label: 'alarm', attack: 'title-only' },
  ]);
  const { seconds, ...counts } = summary;
  expect(counts).toEqual({
    captures: 4,
    quiet: 2,
    alarm: 2,
    falseAlarms: 0,
    suspectsOnQuiet: 1,
    suspectsOnAlarm: 1,
    missed: 0,
    unknownOnQuiet: 0,
    unknownOnAlarm: 0,
    byAttack: {
      'replaced:full_page': { captures: 1, alarm: 1, suspect: 0, unknown: 0, clean: 0 },
      'title-only': { captures: 1, alarm: 0, suspect: 1, unknown: 0, clean: 0 },
    },
  });
  expect(seconds).toBeGreaterThanOrEqual(0);
  expect(Object.keys(results[0] ?? {})).toEqual(['series', 'at', 'level', 'kind', 'score', 'findings', 'label']);
});

describe('a bad file is refused with the place of its mistake', () => {
  test.each([
    ['no JSON', ['{oops'], /lines\.jsonl, line 1 is not JSON/],
    ['a missing key', [quiet, '{"series":"s"}'], /line 2: .*at/],
    ['a wrong time', [{ ...quiet, at: 'yesterday' }], /line 1: at must be a time/],
    ['a page that is not there', [{ ...quiet, html: 'gone.html' }], /line 1: 'gone\.html' can't be read \(ENOENT\)/],
    ['a screenshot and nothing to read it with', [{ ...quiet, screenshot: 'x.png' }], /line 1 has a screenshot/],
  ])('%s', async (_, lines, message) => {
    await expect(replay(lines)).rejects.toThrow(message);
  });
  test('a file that is not there', async () => {
    await expect(replayFile(join(folder, 'none'), testPolicy, null, () => {})).rejects.toMatchObject({
      code: 'bad-file',
    });
  });
});

test('a page in an old encoding is read by its own declaration', async () => {
  const head = '<meta charset="windows-1252"><title>x</title>';
  writeFileSync(join(folder, 'old.html'), Buffer.from(`${head}<p>Hacked by caf\u00e9 cr\u00e8me</p>`, 'latin1'));
  const { results } = await replay([{ html: 'old.html', learn: false }]);
  expect(results[0]?.findings[0]?.reason.en).toContain('café crème');
});

describe('lines with screenshots', () => {
  const log = pino({ level: 'silent' });
  const seeing = { log, pictures: createPictures({ log, workers: 1 }) };
  afterAll(() => seeing.pictures.close());
  const screens = join(import.meta.dirname, '../../../fixtures/cases/screens');
  const line = (screen: string) => ({ ...quiet, screenshot: join(screens, `${screen}.png`) });

  test('are learned and judged with the words of what changed, as the daemon does', async () => {
    const ordinary = line('an-phu');
    const signed = { ...line('an-phu-banner-signed'), label: 'alarm' };
    const { results, levels } = await replay([ordinary, ordinary, ordinary, ordinary, signed], seeing);
    expect(levels).toEqual(['clean', 'alarm']);
    expect(results[1]?.findings[0]?.reason.en).toMatch(/words in a picture: .*HACKED BY/);
  });
  test('at first sight, a page without text is read from its picture', async () => {
    writeFileSync(join(folder, 'mute.html'), '<html><body><img src="/x.jpg"></body></html>');
    const mute = { ...line('one-image-signed'), html: 'mute.html', learn: false };
    expect((await replay([mute], seeing)).levels).toEqual(['alarm']);
  });
  test('are judged without a picture that is damaged', async () => {
    const whole = readFileSync(join(screens, 'an-phu.png'));
    writeFileSync(join(folder, 'torn.png'), whole.subarray(0, 5_000));
    const ordinary = line('an-phu');
    const torn = { ...quiet, screenshot: 'torn.png' };
    expect((await replay([ordinary, ordinary, ordinary, torn], seeing)).levels).toEqual(['clean']);
  });
});

test('a rendered page is judged in its own view', async () => {
  const shell = { html: 'quiet.html', renderedHtml: 'quiet.html' };
  const { levels } = await replay([shell, shell, shell, shell, { ...shell, renderedHtml: 'bad.html' }]);
  expect(levels).toEqual(['clean', 'alarm']);
});

describe('in several threads', () => {
  /** Series of unequal length, some of them interleaved, each with lines that change what the next are judged by. */
  const lines = Array.from({ length: 60 }, (_, i) => {
    const series = `s${i < 30 ? i % 4 : Math.floor(i / 7)}`;
    const at = new Date(Date.UTC(2026, 0, 1, i)).toISOString();
    const page = ['quiet.html', 'quiet.html.gz', 'news.html', 'bad.html'][(i * 7) % 4];
    return { series, at, html: page, label: page === 'bad.html' ? 'alarm' : 'quiet', attack: `a${i % 2}` };
  });

  test('lines are judged and reported as in one', async () => {
    const one = await replay(lines, null, { threads: 1 });
    const several = await replay(lines, null, { threads: 3 });
    expect(several.results).toEqual(one.results);
    expect({ ...several.summary, seconds: 0 }).toEqual({ ...one.summary, seconds: 0 });
    expect(new Set(one.levels).size).toBeGreaterThan(2);
  });

  test('what is wrong with a page names its line', async () => {
    const broken = lines.map((line, i) => (i === 41 ? { ...line, html: 'gone.html' } : line));
    const told = replay(broken, null, { threads: 2 });
    await expect(told).rejects.toMatchObject({ code: 'bad-file' });
    await expect(told).rejects.toThrow(/line 42: 'gone\.html' can't be read/);
  });
});

describe('a line with what the browser recorded', () => {
  const done = (name: string, behaviour: object) => {
    writeFileSync(join(folder, name), JSON.stringify(behaviour));
    return { ...quiet, behaviour: name };
  };
  test('is judged by it, against what the learned lines did', async () => {
    const calm = done('calm.json', { hosts: [{ host: 'js.example', kinds: ['script'] }] });
    const learn = [calm, calm, calm];
    const away = { ...done('away.json', { downloads: ['https://tai.example/a.apk'] }), label: 'alarm' };
    expect((await replay([...learn, calm, away, quiet])).levels).toEqual(['clean', 'alarm', 'clean']);
  });
  test('whose file is no record is refused with what is wrong in it', async () => {
    await expect(replay([done('bad.json', { hosts: [{ host: 'a', kinds: ['guess'] }] })])).rejects.toThrow(
      /the behaviour 'bad\.json': hosts\.0\.kinds\.0/,
    );
  });
});
