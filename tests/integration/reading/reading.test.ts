/** Whatever is to be read, and whatever it does to its reader: the main thread and other sites go on. */
import { type Logger, pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Read } from '../../../src/core/ports.ts';
import { createReading } from '../../../src/reading/reading.ts';

const silent = pino({ level: 'silent' });
const bytesOf = (text: string) => new TextEncoder().encode(text);
const page = (html: string) => ({ bytes: bytesOf(html), headers: [], url: 'https://so.example/', isText: true });

function opened(log: Logger = silent, worker?: URL) {
  const reading = createReading({ policy: null, clock: Date.now, log, ...(worker ? { worker } : {}) });
  onTestFinished(() => reading.close());
  return reading;
}
const misbehaving = (log: Logger = silent) =>
  opened(log, new URL('../../support/misbehaving-reader.ts', import.meta.url)).read;

/** The readers had five seconds and more; a machine with much to do lets the main loop stand for one by itself. */
const atMostMs = 4_000;

/** The longest that the main loop stood while the work went on, in milliseconds, and what the work came to. */
async function whileTicking<Result>(work: () => Promise<Result>): Promise<{ stoodMs: number; result: Result }> {
  let last = performance.now();
  let stoodMs = 0;
  const tick = () => {
    stoodMs = Math.max(stoodMs, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(tick, 5);
  try {
    const result = await work();
    tick();
    return { stoodMs, result };
  } finally {
    clearInterval(timer);
  }
}

describe('a reader that hangs', () => {
  it('holds up neither the main loop nor another site, and is given up', async () => {
    const read = misbehaving();
    await read('page', page('<p>warm</p>'), 'other.example');
    const hung = read('page', page('HANG-THE-READER'), 'hostile.example');
    const more = Array.from({ length: 5 }, () => read('page', page('HANG-THE-READER'), 'hostile.example'));
    for (const one of more) one.catch(() => {});
    const { stoodMs } = await whileTicking(async () => {
      for (let look = 0; look < 20; look += 1) {
        const told = await read('page', page(`<p>Bản tin ${look}</p>`), 'other.example');
        expect(told?.text).toContain(`Bản tin ${look}`);
        // The first of them waited for a second thread, not for the end of the reader that hangs.
        if (look === 0) expect(await Promise.race([hung, 'under way'])).toBe('under way');
      }
      expect(await hung).toBeNull();
    });
    expect(stoodMs).toBeLessThan(atMostMs);
  });
});

it.each(['END-THE-READER', 'FILL-THE-READER', 'THROW-IN-THE-READER'])(
  '%s: null, and the next one is read',
  async (act) => {
    const lines: string[] = [];
    const read = misbehaving(pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }));
    expect(await read('page', page(`secret words of the page ${act}`), 'a')).toBeNull();
    expect(await read('page', page('<p>tiếp</p>'), 'a')).toMatchObject({ text: '<p>tiếp</p>', charset: 'utf-8' });
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain('secret');
  },
);

it('says that the program is stopping instead of calling bytes unreadable', async () => {
  const reading = opened();
  await reading.close();
  await expect(reading.read('page', page('x'), 'a')).rejects.toThrow(/stopping/);
});

it('leaves the bytes to their owner, also where they are a part of a larger buffer', async () => {
  const { read } = opened();
  const pooled = Buffer.concat([Buffer.from('before '), Buffer.from('<p>chữ</p>')]).subarray(7);
  expect(await read('text', { bytes: pooled, charset: 'utf-8' }, 'a')).toBe('<p>chữ</p>');
  expect(pooled.toString()).toBe('<p>chữ</p>');
});

/** What held the main thread for seconds, minutes or for good when it was read there. */
const hostile: readonly (readonly [string, (read: Read) => Promise<unknown>])[] = [
  ['a meta refresh and 4 MB of spaces', (read) => read('page', page(`<meta http-equiv=${' '.repeat(4_000_000)}`), 'h')],
  [
    'a refresh header of spaces and letters',
    (read) => {
      const refresh = `0${' '.repeat(1_600)}${'x'.repeat(4_100)}\n`;
      return read('page', { ...page('x'), headers: [['refresh', refresh]] }, 'h');
    },
  ],
  [
    'a body of combining marks in an old encoding',
    (read) =>
      read(
        'page',
        {
          ...page(''),
          bytes: new Uint8Array(15_000_000).fill(0xd2),
          headers: [['content-type', 'text/html; charset=windows-1258']],
        },
        'h',
      ),
  ],
  [
    'kept pages of nested boxes and 200,000 brackets',
    (read) => {
      const brackets = `${'<div>'.repeat(3_100)}${'<'.repeat(200_000)}`;
      const kept = { bytes: bytesOf(brackets), charset: 'utf-8' };
      return read('textDifference', { before: kept, after: { ...kept, bytes: bytesOf(`a${brackets}`) } }, 'h');
    },
  ],
  [
    'kept sources of nothing but short lines that differ',
    (read) => {
      const lines = (word: string) => bytesOf(Array.from({ length: 30_000 }, (_, i) => `${word}${i % 7}`).join('\n'));
      return read(
        'sourceDifference',
        { before: { bytes: lines('a'), charset: 'utf-8' }, after: { bytes: lines('b'), charset: 'utf-8' } },
        'h',
      );
    },
  ],
  [
    'robots.txt of one group with 2,000 names and 2,000 rules',
    (read) => {
      const text = `${'User-agent: a\n'.repeat(2_000)}${'Disallow: /a\n'.repeat(2_000)}`;
      return read('allowed', { robots: { 'https://so.example': text }, urls: ['https://so.example/tin'] }, 'h');
    },
  ],
  [
    'an answer of a registry with 1 MB in one word',
    (read) => {
      const answer = { objectClassName: 'domain', ldhName: 'vidu.com', status: [`${' '.repeat(900_000)}x`] };
      return read('registration', { bytes: bytesOf(JSON.stringify(answer)), domain: 'vidu.com' }, 'h');
    },
  ],
  [
    'a message of a name server of chained pointers',
    (read) => {
      const bytes = new Uint8Array(16_384).fill(0xc0);
      for (let at = 12; at + 1 < bytes.length; at += 2) bytes.set([0xc0 | ((at - 2) >> 8), (at - 2) & 0xff], at);
      bytes.set([0, 1, 0x84, 0, 0, 0, 0x0f, 0xff, 0, 0, 0, 0], 0);
      return read(
        'nameServer',
        { bytes, over: 'tcp', query: { id: 1, name: 'vidu.com', type: 'A' }, kind: 'zone' },
        'h',
      );
    },
  ],
];

it.each(hostile)('%s: read or given up, beside a main loop and a site that go on', async (_what, readHostile) => {
  const { read } = opened();
  await read('page', page('<p>warm</p>'), 'other.example');
  const { stoodMs } = await whileTicking(async () => {
    const under = readHostile(read);
    const told = await read('page', page('<p>khác</p>'), 'other.example');
    expect(told?.text).toBe('<p>khác</p>');
    await under;
  });
  expect(stoodMs).toBeLessThan(atMostMs);
});
