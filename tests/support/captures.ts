/** Captures made from markup, as the edges would have taken them. */
import { createHash } from 'node:crypto';
import type { Capture, CutOff, Hop, Profile, Rendering } from '../../src/core/model.ts';

export interface CaptureWish {
  readonly url?: string;
  readonly finalUrl?: string;
  /** Addresses that the answers led over, between `url` and `finalUrl`. */
  readonly way?: readonly string[];
  readonly at?: number;
  readonly status?: number;
  /** That answered. */
  readonly address?: string;
  readonly cutOff?: CutOff | null;
  readonly headers?: Capture['headers'];
  readonly profile?: Profile;
  /** Makes it a browser's capture. */
  readonly rendered?: Partial<Rendering>;
}

export function captureFrom(html: string, wish: CaptureWish = {}): Capture {
  const url = wish.url ?? 'https://portal.binhgiang.gov.vn/';
  const finalUrl = wish.finalUrl ?? url;
  const bytes = new TextEncoder().encode(html);
  const address = wish.address ?? '203.0.113.5';
  const first = { url, status: wish.status ?? 200, address, via: 'request', certificate: null } as const;
  return {
    tier: wish.rendered === undefined ? 'http' : 'browser',
    profile: wish.profile ?? 'browser',
    at: wish.at ?? 0,
    url,
    finalUrl,
    hops: hopsOf([url, ...(wish.way ?? []), ...(finalUrl === url && !wish.way ? [] : [finalUrl])], first),
    status: wish.status ?? 200,
    headers: wish.headers ?? [['content-type', 'text/html; charset=utf-8']],
    body: { hash: createHash('sha256').update(bytes).digest('hex'), mediaType: 'text/html', bytes },
    html,
    charset: 'utf-8',
    cutOff: wish.cutOff ?? null,
    rendering: wish.rendered === undefined ? null : { ...plainRendering(html), ...wish.rendered },
    durationMs: 5,
  };
}

function hopsOf(way: readonly string[], first: Hop): Hop[] {
  return way.map((url, i): Hop => {
    const next = way[i + 1];
    const via = i === 0 ? 'request' : 'location';
    return next === undefined ? { ...first, url, via } : { ...first, url, via, status: 302, leadsTo: next };
  });
}

function plainRendering(html: string): Rendering {
  return {
    html,
    screenshot: null,
    rendererVersion: 'test',
    realTime: true,
    dialogs: [],
    navigations: [],
    console: [],
    resources: [],
    popups: [],
  };
}
