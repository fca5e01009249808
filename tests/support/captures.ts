/** Captures made from markup, as the real capturers would take them. */
import { createHash } from 'node:crypto';
import type { Behaviour } from '../../src/core/domain/behaviour.ts';
import type { Capture, CutOff, Hop, Profile, ReadCapture, Rendering } from '../../src/core/domain/capture.ts';

export interface CaptureWish {
  readonly url?: string;
  readonly finalUrl?: string;
  /** Redirects between `url` and `finalUrl`. */
  readonly way?: readonly string[];
  readonly at?: number;
  readonly status?: number;
  /** Of the server that answered. */
  readonly address?: string;
  readonly cutOff?: CutOff | null;
  readonly headers?: Capture['headers'];
  readonly profile?: Profile;
  /** Makes it a browser capture. */
  readonly rendered?: Partial<Rendering>;
  /** What it did there; whatever is left out was not done. */
  readonly behaviour?: Partial<Behaviour>;
}

export function captureFrom(html: string, wish: CaptureWish = {}): ReadCapture {
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
    ...(wish.behaviour === undefined ? {} : { behaviour: { ...nothingDone, ...wish.behaviour } }),
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

const nothingDone: Behaviour = {
  hosts: [],
  code: [],
  clipboard: [],
  asked: [],
  windows: [],
  downloads: [],
  history: { changes: 0, entries: 0, holdsBack: false },
  click: null,
  over: [],
};
