/**
 * The pump test: every function that reads what others wrote is fed the same thing again and again, and mixtures of it, in
 * a process that is ended when it hangs. Ten times the text may cost fifteen times the processor time. Here with texts of
 * 100,000 characters, up to the product's own caps in `tests/long`.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runPumps } from '../../support/pump/run-pumps.ts';
import { walkReaders } from '../../support/pump/walk.ts';

const root = process.cwd();
const walk = walkReaders(root);
const options = { root, most: 100_000, mostOfPage: 60_000, processes: 2, hangsAfterMs: 120_000 };

test('of every export of the readers somebody said what it reads', () => {
  expect(walk.unknown).toEqual([]);
  expect(walk.readers.length).toBeGreaterThan(80);
});

test('ten times the text costs at most fifteen times the time', { timeout: 1_800_000 }, async () => {
  expect(await runPumps([null, ...walk.readers], options)).toEqual([]);
});

test('what takes quadratic time, never ends, throws, or was named by nobody is objected to', {
  timeout: 600_000,
}, async () => {
  const planted = await plant({
    'src/core/facts/markup/tags.ts': 'export const withoutTags = (text) => text.replace(/<[^>]*>/g, "");',
    'src/core/facts/text/block-key.ts': 'export const blockKey = (text) => text.replace(/(?:0+)+$/, "");',
    'src/core/text.ts':
      'export const defang = (text) => { if (text.includes("[")) throw new RangeError("too many"); };',
    'src/core/facts/new.ts': 'export function newcomer(text) {}\nexport type Shape = string;',
  });
  const found = walkReaders(planted);
  expect(found.unknown).toEqual([
    expect.stringMatching(/^src\/core\/facts\/new\.ts exports newcomer, of which nobody/),
  ]);
  const objections = await runPumps(found.readers, { ...options, root: planted, hangsAfterMs: 8_000 });
  expect(objections).toContainEqual(expect.stringMatching(/tags\.ts withoutTags on "<" again and again: /));
  expect(objections).toContainEqual(expect.stringMatching(/block-key\.ts blockKey on "0" .* "A": never ends$/));
  expect(objections).toContainEqual(
    expect.stringMatching(/text\.ts defang on "\[" again and again: RangeError: too many/),
  );
});

async function plant(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vonggac-planted-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  for (const [file, source] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), source);
  }
  return folder;
}
