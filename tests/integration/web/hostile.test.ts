/** Everything that comes from a watched page is hostile: through every page of the dashboard, in both languages. */
import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  finding,
  seedBaseline,
  seedCapture,
  seedCheck,
  seedIncident,
  seedMail,
  seedSite,
  seedSuspect,
  setTarget,
} from '../../support/seed-desk.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { drawPage } from '../../support/test-pictures.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>'\u202e\u2066\u0000\u001b[31m`;
const long = 'A'.repeat(1_000_000);

let desk: TestDesk;
let paths: string[];
const tokens: string[] = [];

beforeAll(async () => {
  desk = await openTestDesk({ now });
  const { store } = desk;
  const url = `https://evil.example/%3Cscript%3Ealert(3)%3C/script%3E?${'q'.repeat(2_000)}`;
  const siteId = await seedSite(store, now - 86_400_000, {
    url,
    name: `Cổng ${evil}`,
    agency: `Cơ quan ${evil}`,
    consent: evil,
    recipients: [`${evil}@evil.example`],
  });
  const targetId = `${siteId}.1`;
  const page = {
    url,
    html: `<title>${evil}</title><p>${evil}</p><p>${long}</p><script>alert(4)</script>`,
    screenshot: drawPage(400, 300),
    widthPx: 400,
    heightPx: 300,
    finalUrl: `https://evil.example/"><script>alert(5)</script>`,
    headers: [['x-evil', evil] as const, [`x-${evil}`, long] as const],
    dialogs: [evil, long],
    hops: [
      { url: `https://a.example/${evil}`, status: 302, address: evil, via: 'location' as const, certificate: null },
      {
        url,
        status: 200,
        address: '203.0.113.7',
        via: 'request' as const,
        certificate: {
          subject: evil,
          issuer: long,
          names: [evil],
          validFrom: now,
          validTo: now,
          fingerprint: 'f',
          chain: [],
          protocol: 'TLSv1.3',
          error: evil,
        },
      },
    ],
  };
  const beforeId = await seedCapture(store, targetId, now - 80_000_000, { ...page, html: '<p>Trang bình thường</p>' });
  await seedBaseline(store, targetId, { at: now - 80_000_000, status: 'approved', captureIds: [beforeId] });
  const captureId = await seedCapture(store, targetId, now - 60_000, page);
  const bad = finding({
    detector: evil,
    reason: { vi: `Lý do ${evil} ${long}`, en: `Reason ${evil} ${long}` },
    place: { path: evil, before: evil, after: long, box: { x: 1, y: 2, width: 30, height: 40 } },
  });
  const checkId = await seedCheck(store, {
    targetId,
    at: now - 60_000,
    level: 'alarm',
    kind: evil,
    captureId,
    findings: [bad],
  });
  const number = await seedIncident(store, {
    siteId,
    openedAt: now - 60_000,
    targets: [{ targetId, url, kind: 'defacement', score: 9, findings: [bad], checkId }],
  });
  await store.db
    .insertInto('incidentEvents')
    .values({ incidentNumber: number, at: now, actor: evil, type: evil, note: `${evil} ${long}` })
    .execute();
  await seedMail(store, {
    incidentNumber: number,
    type: evil,
    recipient: evil,
    at: now,
    status: 'dead',
    lastError: evil,
  });
  await seedSuspect(
    store,
    { siteId, targetId, fingerprint: bad.fingerprint ?? '', kind: 'defacement', score: 3, checkId },
    [now],
  );
  await store.db
    .insertInto('ignoredChanges')
    .values({
      fingerprint: bad.fingerprint ?? '',
      siteId,
      createdAt: now,
      createdBy: evil,
      expiresAt: now + 60_000,
      note: evil,
    })
    .execute();
  await setTarget(store, targetId, { lastKind: evil });
  tokens.push(await desk.signedIn('administrator'));
  const query = encodeURIComponent(evil);
  paths = [
    '/',
    `/?q=${query}&state=${query}&importance=${query}&page=${query}&done=${query}`,
    '/suspects',
    '/ignored-changes',
    '/incidents?status=all',
    `/incidents/${number}`,
    `/incidents/${number}?done=${query}`,
    `/sites/${siteId}`,
    `/sites/${siteId}?span=${query}`,
    `/targets/${targetId}`,
    `/targets/${targetId}?before=${query}`,
    `/looks/${checkId}`,
    `/looks/${checkId}/source-difference`,
    `/looks/${checkId}/source-difference?of=rendered`,
    `/sign-in?next=${query}`,
    `/${query}`,
  ];
});
afterAll(() => desk.close());

/** Elements and attributes that only a page's own markup could have brought. */
function foreignMarkup(html: string): string[] {
  const $ = load(html);
  const strange: string[] = [];
  for (const { tagName, attribs } of $('*')
    .get()
    .filter((node) => node.type !== 'text' && 'attribs' in node)) {
    if (tagName === 'script' && !attribs.src?.startsWith('/assets/')) strange.push('script');
    if (tagName === 'img' && !attribs.src?.startsWith('/looks/')) strange.push('img');
    strange.push(...Object.keys(attribs).filter((name) => name.startsWith('on') || name === 'style'));
  }
  return strange;
}

describe.each(['vi', 'en'])('in %s', (language) => {
  test('no page carries markup, direction marks, control characters or megabytes of the watched page', async () => {
    for (const path of paths) {
      const cookie = `vonggac-session=${tokens[0]}; vonggac-language=${language}`;
      const answer = await desk.ask(path, { headers: { cookie } });
      expect([200, 303, 404], path).toContain(answer.status);
      const html = await answer.text();
      expect(foreignMarkup(html), path).toEqual([]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
      expect(html, path).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0000\u001b]/);
      expect(html.length, path).toBeLessThan(120_000);
    }
  });
});

test('the captured source comes only as a file of plain text', async () => {
  for (const which of ['source', 'rendered']) {
    const look = paths.find((path) => path.startsWith('/looks/'));
    const answer = await desk.ask(`${look}/${which}`, { as: tokens[0] ?? null });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="vonggac-look-\d+-(source|rendered)\.txt"$/,
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).toContain('<script>alert(4)</script>');
  }
});

test('addresses of watched pages are never links', async () => {
  for (const path of paths) {
    const html = await (await desk.ask(path, { as: tokens[0] ?? null })).text();
    expect(html).not.toMatch(/(href|src|action)="(https?:|\/\/|javascript:|data:)/i);
  }
});
