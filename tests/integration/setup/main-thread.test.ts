/** Whatever the main thread loads holds no reader of foreign bytes: those run in threads that may be given up. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importsOf, type LoadedModule, mainThreadModules } from '../../support/main-thread.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Packages that make something of bytes or markup, and what of them only writes. */
const readingPackages: Readonly<Record<string, readonly string[]>> = {
  'iconv-lite': [],
  cheerio: [],
  diff: [],
  'read-excel-file': [],
  fflate: [],
  yauzl: [],
  'robots-parser': [],
  'dns-packet': ['encode', 'streamEncode', 'RECURSION_DESIRED'],
};

/** Functions of `core/` that read markup or judge what was read of it. */
const readingFunctions: Readonly<Record<string, readonly string[]>> = {
  'core/facts/read-page.ts': ['readPage'],
  'core/facts/look.ts': ['lookAt'],
  'core/judge/judge-here.ts': ['judgeHere'],
  'core/scan/scan-page.ts': ['scanPage'],
};

/** Calls of the platform that decode or decompress at once. */
const readingCalls =
  /\bnew TextDecoder\b|\b(?:gunzip|inflate|inflateRaw|unzip|brotliDecompress|zstdDecompress)(?:Sync)?\b/g;

/** By module and what it uses, why it may. */
const reviewed: Readonly<Record<string, string>> = {
  'src/core/detect/shared/unreadable.ts new TextDecoder': 'what the judging threads run',
  'src/core/facts/look.ts readPage': 'what the judging threads run',
  'src/core/facts/markup/frame-document.ts new TextDecoder': 'what the judging threads run',
  'src/core/scripts/fresh-scripts.ts readPage': 'what the judging threads run',
  'src/monitor/evidence/verify/check-archive.ts gunzip':
    'the command that verifies a package, in a process of its own: a stream, with a cap',
  'src/monitor/evidence/verify/read-package.ts yauzl.*':
    'the command that verifies a package: only entries that are not compressed',
  'src/store/backup/read-archive.ts yauzl.openPromise': 'a command of its own; the daemon compares backups in a thread',
  'src/store/targets/baselines.ts gunzip': 'what this product packed itself, in the platform’s own threads',
  'src/watchdog/board.ts new TextDecoder': 'a note of this process, in bytes that it shares with its watchdog',
  'src/monitor/sites/read-site-list.ts new TextDecoder': 'a list of portals that a person who is signed in hands over',
};

/** The command that judges recorded captures, in a process of its own; the daemon never runs it. */
const replay = 'src/monitor/replay/';

function usesIn({ path, text, imports }: LoadedModule): string[] {
  const uses: string[] = [];
  if (path.startsWith(replay)) return [];
  if (/^src\/reading\/(?!(?:reading|read|judging|threads|jobs|time-limit)\.ts$)/.test(path) || /worker\.ts$/.test(path))
    uses.push(`${path} itself`);
  for (const { from, names } of imports) {
    const writes = readingPackages[from.split('/')[0] ?? ''];
    if (writes) uses.push(...names.filter((name) => !writes.includes(name)).map((name) => `${path} ${from}.${name}`));
    const file = join(path, '..', from).replace(/^src\//, '');
    const readers = from.startsWith('.') ? (readingFunctions[file] ?? []) : [];
    uses.push(
      ...readers.filter((name) => names.includes(name) || names.includes('*')).map((name) => `${path} ${name}`),
    );
  }
  for (const [call] of text.matchAll(readingCalls)) uses.push(`${path} ${call}`);
  return [...new Set(uses)];
}

const usesOf = (modules: ReadonlyMap<string, LoadedModule>) => [...modules.values()].flatMap(usesIn);

test('nothing that the main thread loads reads foreign bytes, but for what was reviewed', () => {
  const modules = mainThreadModules(root);
  expect([...modules.keys()]).toEqual(
    expect.arrayContaining([
      'src/capture/http/http-look.ts',
      'src/monitor/check/run-check.ts',
      'src/web/pages/sites/look.tsx',
    ]),
  );
  expect(usesOf(modules).toSorted()).toEqual(Object.keys(reviewed).toSorted());
});

describe('a reader on the main thread is found', () => {
  const planted = 'src/monitor/check/run-check.ts';
  test.each([
    [
      "import { decodeText } from '../../reading/readers/charset.ts';\nexport const a = decodeText;",
      'src/reading/readers/charset.ts itself',
    ],
    ["export const a = () => import('../../reading/readers/refresh.ts');", 'src/reading/readers/refresh.ts itself'],
    ["export * from '../../reading/worker.ts';", 'src/reading/worker.ts itself'],
    ["import iconv from 'iconv-lite';\nexport const a = iconv;", `${planted} iconv-lite.*`],
    ["import { load } from 'cheerio/slim';\nexport const a = load;", `${planted} cheerio/slim.load`],
    [
      "import { decode as d, encode } from 'dns-packet';\nexport const a = [d, encode];",
      `${planted} dns-packet.decode`,
    ],
    ["import { lookAt, type Look } from '../../core/facts/look.ts';\nexport const a = lookAt;", `${planted} lookAt`],
    ["import * as looks from '../../core/facts/look.ts';\nexport const a = looks;", `${planted} lookAt`],
    ["export const a = (b: Uint8Array) => new TextDecoder('latin1').decode(b);", `${planted} new TextDecoder`],
    ["import { gunzipSync } from 'node:zlib';\nexport const a = gunzipSync;", `${planted} gunzipSync`],
  ])('%s', (text, use) => {
    const read = (path: string) => (path === planted ? text : readFileSync(join(root, path), 'utf8'));
    expect(usesOf(mainThreadModules(root, 'src/main.ts', read))).toContain(use);
  });

  test('and types alone are none', () => {
    const types = [
      "import type { Look } from './look.ts';",
      "import { type Look, type Capture } from './look.ts';",
      "export type { Look } from './look.ts';",
      "type Sharp = typeof import('sharp');",
    ];
    expect(types.flatMap(importsOf)).toEqual([]);
  });
});
