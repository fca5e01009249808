import { expect, test } from 'vitest';
import { createPageReader } from '../../../src/capture/page-reader.ts';
import type { Read } from '../../../src/core/ports.ts';
import { pageText } from '../../../src/reading/readers/page-text.ts';

const url = 'https://so.example/';
const headers = [['Content-Type', 'text/html; charset=utf-8']] as const;
const page = (html: string, more: readonly (readonly [string, string])[] = []) => ({
  url,
  headers: [...headers, ...more],
  bytes: new TextEncoder().encode(html),
});

/** Reads at once, and counts how often it was asked. */
function counted() {
  let asked = 0;
  const read = (async (_name: string, input: Parameters<typeof pageText>[0]) => {
    asked += 1;
    return pageText(input);
  }) as unknown as Read;
  return { reader: createPageReader(read), asked: () => asked };
}

test('an unchanged body is read once; later its text is left to whoever needs it', async () => {
  const { reader, asked } = counted();
  const html = '<meta http-equiv="refresh" content="0;url=/moi"><p>Tin</p>';
  const first = await reader.read(page(html), 'so.example', false);
  expect(first).toMatchObject({ html, charset: 'utf-8', refreshTo: 'https://so.example/moi' });
  expect(await reader.read(page(html), 'so.example', false)).toEqual({ ...first, html: null });
  expect(asked()).toBe(1);
  expect(await reader.read(page(html), 'so.example', true)).toEqual(first);
  expect(asked()).toBe(2);
});

test.each<[string, () => ReturnType<typeof page>]>([
  ['another body', () => page('<p>Khác</p>')],
  [
    'another encoding said by the header',
    () => ({ ...page('<p>Tin</p>'), headers: [['content-type', 'text/html; charset=windows-1258']] }),
  ],
  ['a refresh header', () => page('<p>Tin</p>', [['refresh', '0;url=/kia']])],
  ['another address', () => ({ ...page('<p>Tin</p>'), url: 'https://so.example/kia' })],
])('%s is read for itself', async (_what, other) => {
  const { reader, asked } = counted();
  await reader.read(page('<p>Tin</p>'), 'so.example', false);
  expect((await reader.read(other(), 'so.example', false)).html).not.toBeNull();
  expect(asked()).toBe(2);
});

test('what is no text is not sent to a reader, but a header that leads on is', async () => {
  const { reader, asked } = counted();
  const archive = { url, headers: [['content-type', 'application/zip']] as const, bytes: new Uint8Array([1, 2, 3]) };
  expect(await reader.read(archive, 'a', false)).toMatchObject({ html: '', charset: 'binary', refreshTo: null });
  expect(asked()).toBe(0);
  const leading = { ...archive, headers: [...archive.headers, ['refresh', '0;url=/kia'] as const] };
  expect((await reader.read(leading, 'a', false)).refreshTo).toBe('https://so.example/kia');
});

test('a page that holds up its reader breaks the look', async () => {
  const reader = createPageReader(async () => null);
  await expect(reader.read(page('<p>Tin</p>'), 'a', false)).rejects.toMatchObject({
    kind: 'page-broke',
    retryable: true,
  });
});
