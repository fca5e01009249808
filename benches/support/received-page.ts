/** A page as the HTTP tier hands it over. */
import { createHash } from 'node:crypto';
import type { ReadCapture } from '../../src/core/domain/capture.ts';

export function captureOf(url: string, html: string): ReadCapture {
  const bytes = Buffer.from(html, 'utf8');
  return {
    tier: 'http',
    profile: 'browser',
    at: Date.UTC(2026, 10, 22),
    url,
    finalUrl: url,
    hops: [{ url, status: 200, address: '203.0.113.5', via: 'request', certificate: null }],
    status: 200,
    headers: [['content-type', 'text/html; charset=utf-8']],
    body: { hash: createHash('sha256').update(bytes).digest('hex'), mediaType: 'text/html', bytes },
    html,
    charset: 'utf-8',
    cutOff: null,
    rendering: null,
    durationMs: 0,
  };
}
