import { describe, expect, it } from 'vitest';
import { lookAtRoutes } from '../../../src/capture/name/routes.ts';
import type { CaptureRequest, Hop } from '../../../src/core/domain/capture.ts';
import type { TakeCapture } from '../../../src/core/ports.ts';
import { captureFrom } from '../../support/captures.ts';

const { signal } = new AbortController();

function asked(): { requests: CaptureRequest[]; take: TakeCapture } {
  const requests: CaptureRequest[] = [];
  const take: TakeCapture = async (request) => {
    requests.push(request);
    return { ok: true, capture: captureFrom('<p>trang', { url: request.url, finalUrl: 'https://www.anphu.gov.vn/' }) };
  };
  return { requests, take };
}

describe('the spellings of an address', () => {
  it.each([
    [
      'https://www.anphu.gov.vn/trang-chu?x=1',
      ['https://www.anphu.gov.vn/', 'http://www.anphu.gov.vn/', 'https://anphu.gov.vn/', 'http://anphu.gov.vn/'],
    ],
    [
      'http://soyte.binhgiang.gov.vn/',
      [
        'http://soyte.binhgiang.gov.vn/',
        'https://soyte.binhgiang.gov.vn/',
        'http://www.soyte.binhgiang.gov.vn/',
        'https://www.soyte.binhgiang.gov.vn/',
      ],
    ],
    ['http://anphu.gov.vn:8080/vi/', ['http://anphu.gov.vn:8080/', 'http://www.anphu.gov.vn:8080/']],
    ['https://203.0.113.5/', ['https://203.0.113.5/', 'http://203.0.113.5/']],
    ['https://[2001:db8::1]:8443/', ['https://[2001:db8::1]:8443/']],
    // Without its `www` only a public suffix is left.
    ['https://www.gov.vn/', ['https://www.gov.vn/', 'http://www.gov.vn/']],
    ['https://localhost/', ['https://localhost/', 'http://localhost/']],
    ['ftp://anphu.gov.vn/', []],
  ])('%s', async (url, expected) => {
    const { requests, take } = asked();
    const routes = await lookAtRoutes(url, take, signal);
    expect(routes.map((route) => route.url)).toEqual(expected);
    expect(requests.map((request) => request.url).sort()).toEqual([...expected].sort());
    expect(requests.every(({ tier, profile }) => tier === 'http' && profile === 'browser')).toBe(true);
  });
});

describe('a route', () => {
  it('holds every hop and where it ends', async () => {
    const [route] = await lookAtRoutes('https://anphu.gov.vn/', asked().take, signal);
    expect(route).toMatchObject({
      url: 'https://anphu.gov.vn/',
      hops: [
        { url: 'https://anphu.gov.vn/', leadsTo: 'https://www.anphu.gov.vn/' },
        { url: 'https://www.anphu.gov.vn/' },
      ],
      finalUrl: 'https://www.anphu.gov.vn/',
      status: 200,
      failure: null,
    });
  });

  it('that does not resolve, or leads somewhere dead, is recorded with the way there', async () => {
    const url = 'https://anphu.gov.vn/';
    const hop: Hop = {
      url,
      status: 302,
      address: null,
      via: 'request',
      leadsTo: 'https://x.example/',
      certificate: null,
    };
    const take: TakeCapture = async ({ tier, profile, url: asked }) => ({
      ok: false,
      failure: {
        tier,
        profile,
        at: 0,
        kind: asked === url ? 'timed-out' : 'name-not-found',
        retryable: true,
        reason: 'none',
        hops: asked === url ? [hop] : [],
        durationMs: 1,
      },
    });
    const routes = await lookAtRoutes(url, take, signal);
    expect(routes.map(({ failure }) => failure)).toEqual(['timed-out', ...Array(3).fill('name-not-found')]);
    expect(routes[0]).toMatchObject({ hops: [hop], finalUrl: null, status: null });
  });
});
