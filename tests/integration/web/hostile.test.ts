/** Everything that comes from a watched page is hostile: through every page of the dashboard, in both languages. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { campaignCommon } from '../../../src/store/codecs/incident-codecs.ts';
import { appendAudit } from '../../../src/store/records/audit.ts';
import { write } from '../../../src/store/write.ts';
import { routes } from '../../../src/web/routes.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { hostileText, unprintable } from '../../support/hostile-strings.ts';
import { foreignLink, foreignMarkup, watchPage } from '../../support/nothing-acts.ts';
import { testPlaybook } from '../../support/playbook.ts';
import { testPolicy } from '../../support/policy.ts';
import { runCommand } from '../../support/run-command.ts';
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
import { sharedJudging } from '../../support/shared-threads.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { testExport } from '../../support/test-export.ts';
import { drawPage } from '../../support/test-pictures.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
let evil = '';
const long = 'A'.repeat(1_000_000);

let desk: TestDesk;
let paths: string[];
const tokens: string[] = [];
/** Whoever it is that a page made ask. */
const canaryRequests: string[] = [];
let canary: Server;

beforeAll(async () => {
  canary = createServer((request, response) => {
    canaryRequests.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  evil = hostileText(`http://127.0.0.1:${(canary.address() as AddressInfo).port}`);
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
  const { number: campaign } = await store.db
    .insertInto('campaigns')
    .values({ openedAt: now, changedAt: now, commonJson: campaignCommon.encode([{ trait: 'signature', value: evil }]) })
    .returning('number')
    .executeTakeFirstOrThrow();
  await store.db.updateTable('incidents').set({ campaignNumber: campaign }).where('number', '=', number).execute();
  await store.db.insertInto('dutyNotes').values({ at: now, author: evil, agencyId: null, text: evil }).execute();
  await store.db
    .insertInto('maintenance')
    .values({
      siteId,
      beginsAt: now - 1,
      endsAt: now + 60_000,
      reason: evil,
      createdBy: evil,
      createdAt: now,
      notifiedAt: null,
    })
    .execute();
  const { id: person } = await store.db
    .insertInto('users')
    .values({
      name: evil,
      passwordHash: 'x',
      role: 'viewer',
      agencyId: null,
      createdAt: now,
      disabledAt: null,
      email: `x'{{canary}}@evil.example`,
      subject: evil,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const act = {
    at: now,
    actor: evil,
    act: 'incident-noted' as const,
    subject: `incident ${evil}` as const,
    detail: { [evil]: evil, long } as object,
  };
  await write(store.db, (trx) => appendAudit(trx, act));
  tokens.push(await desk.signedIn('administrator'));
  await store.db.updateTable('sessions').set({ agent: evil, address: evil }).execute();
  const query = encodeURIComponent(`${evil.slice(0, 200)}${evil.slice(-500)}`.toWellFormed());
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
  const places = {
    sites: siteId,
    targets: targetId,
    looks: checkId,
    incidents: number,
    campaigns: campaign,
    people: person,
  };
  for (const path of everyPage(places)) if (!paths.includes(path)) paths.push(path);
});
afterAll(async () => {
  await desk.close();
  canary.close();
});

/** Every page and file of the table; those that leave the desk or never end are other tests' matter. */
function everyPage(places: Readonly<Record<string, string | number>>): string[] {
  const token = 'A'.repeat(43);
  return routes
    .filter(
      ({ method, path }) =>
        method === 'GET' && path !== '/events' && !/source$|rendered$|template$|pictures|assets|provider/.test(path),
    )
    .map(({ path }) =>
      path
        .replace(/^\/(\w+)\/:(?:id|number)\{[^/]*\}(?=\/|$)/, (_, kind: string) => `/${kind}/${places[kind]}`)
        .replace(/:\w+\{([a-z]+)\|[^}]*\}/, '$1')
        .replace(/:token\{(\[0-9\]\{1,15\}-)?.*$/, (_, numbered?: string) => (numbered ? `1-${token}` : token)),
    );
}

describe.each(['vi', 'en'])('in %s', (language) => {
  test('no page carries markup, direction marks, control characters or megabytes of the watched page', async () => {
    for (const path of paths) {
      const cookie = `vonggac-session=${tokens[0]}; vonggac-language=${language}`;
      const answer = await desk.ask(path, { headers: { cookie } });
      expect([200, 303, 404, 410], path).toContain(answer.status);
      // The lines of a spreadsheet end as on Windows.
      const html = (await answer.text()).replaceAll('\r\n', '\n');
      const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
      expect([path, isPage ? foreignMarkup(html) : []]).toEqual([path, []]);
      expect([path, html.match(unprintable)]).toEqual([path, null]);
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
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* sandbox$/);
    expect(await answer.text()).toContain('<script>alert(4)</script>');
  }
});

test('addresses of watched pages are never links', async () => {
  for (const path of paths) {
    const html = await (await desk.ask(path, { as: tokens[0] ?? null })).text();
    expect(html).not.toMatch(foreignLink);
  }
});

test('nothing of the watched page runs or is asked for in a real browser', async () => {
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const browser = await launchTestBrowser();
  try {
    const context = await browser.newContext();
    await context.addCookies([{ name: 'vonggac-session', value: tokens[0] ?? '', url: web.url }]);
    const page = await context.newPage();
    const happened = watchPage(page, web.url.replace(/\/$/, ''));
    for (const path of paths.filter((path) => !/\/(?:export|stix|misp|pdf|xlsx|csv)$/.test(path))) {
      await page.goto(new URL(path, web.url).href, { waitUntil: 'load' });
      expect([path, await page.evaluate('window.canary'), page.frames().length]).toEqual([path, undefined, 1]);
    }
    expect(happened).toEqual([]);
    expect(canaryRequests).toEqual([]);
  } finally {
    await browser.close();
    await web.close();
  }
});

test('no command steers the terminal or forges a line', async () => {
  const parts = {
    ...desk.parts,
    ...testExport,
    pictures: desk.pictures,
    judging: sharedJudging(testPolicy),
    playbook: testPlaybook,
    refreshSettings: async () => {},
  };
  const openOperatorParts = async () => ({ parts, close: async () => {} });
  const commands = ['site list', 'site show 1', 'baseline show 1', 'incident list', 'incident show 1', 'change list'];
  for (const command of commands.flatMap((name) => [name, `${name} --json`])) {
    const { code, out, err } = await runCommand({ openOperatorParts }, command.split(' '));
    const written = err + out;
    expect([command, code, written.match(unprintable)]).toEqual([command, 0, null]);
    if (!command.endsWith('--json')) expect([command, written.length < 20_000]).toEqual([command, true]);
    else for (const line of written.trimEnd().split('\n')) JSON.parse(line);
  }
});
