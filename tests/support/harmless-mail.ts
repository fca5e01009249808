/** What a mail quoting a hostile page must satisfy, as a mail reader gets it from a real server. */
import { load } from 'cheerio';
import type { Email } from 'postal-mime';
import { expect } from 'vitest';
import { unprintable } from './hostile-strings.ts';
import type { TestSmtpServer } from './smtp-server.ts';

/** Gmail clips anything over 102 kB, and the lists at the end with it. */
const readCap = 102_000;
/** Both bodies as sent, without pictures. */
const messageCap = 200_000;

/** Matches what mail readers autolink in plain text: a scheme, `www.`, or a bare name that ends like a domain. */
const autolink = /(?:https?|ftp):\/\/|\bwww\.|[\p{L}\p{N}_-]\.(?:example|vn|com)\b|[\w.]@[\w-]+\.\w|\\\\\w/u;
const ownAddress = /https?:\/\/vonggac\.example\.vn\/\S*|\S+@(?:ungcuu|vonggac)\.example\.vn/g;
const alive = 'script, iframe, form, base, link, svg, object, input, [onerror], [onload], meta[http-equiv]';

/**
 * Asserts that the n-th accepted message has nothing active, no control characters and no link to the page, and is
 * short.
 */
export async function readHarmless(server: TestSmtpServer, index: number): Promise<Email> {
  const email = await server.read(index);
  const { subject = '', text = '', html = '', attachments } = email;
  expectShort(server.messages[index]?.raw ?? Buffer.alloc(0), attachments);
  expect(email.headers.map(({ key }) => key)).not.toContain('bcc');
  for (const { value } of email.headers) expect(value).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  expect(subject).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  expect(subject.length).toBeLessThan(260);
  for (const body of [text, html]) {
    expect(body.replaceAll('\r\n', '\n')).not.toMatch(unprintable);
    expect(Buffer.byteLength(body)).toBeLessThan(readCap);
  }
  const $ = load(html);
  const addresses = $('[href], [src], [action], [background]')
    .get()
    .map(({ attribs }) => attribs.href ?? attribs.src ?? '?');
  expect(addresses.filter((address) => !/^(?:https?:\/\/vonggac\.example\.vn\/|cid:)/.test(address))).toEqual([]);
  expect($(alive).length).toBe(0);
  $('a').remove();
  for (const shown of [subject, text, $('body').text()])
    expect(shown.replace(ownAddress, '').match(autolink)).toBe(null);
  return email;
}

function expectShort(raw: Buffer, attachments: Email['attachments']): void {
  const pictures = attachments.reduce((sum, { content }) => sum + sizeOf(content), 0);
  // Base64 in lines of 76.
  expect(raw.length).toBeLessThan(messageCap + pictures * 1.4);
  const lines = raw.toString('latin1').split('\r\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
}

function sizeOf(content: Email['attachments'][number]['content']): number {
  return typeof content === 'string' ? content.length : content.byteLength;
}
