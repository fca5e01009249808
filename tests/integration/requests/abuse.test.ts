/** The public page is no weapon: floods, forged headers, aimed looks, mailed victims and hostile text. */
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import type { TakeCapture } from '../../../src/core/ports.ts';
import { noFindings } from '../../../src/core/requests/request.ts';
import { createClientRate } from '../../../src/monitor/requests/client-rate.ts';
import { exportRequests } from '../../../src/monitor/requests/personal-data.ts';
import { submitReport, submitWatch } from '../../../src/monitor/requests/submit.ts';
import { listRequests, saveDetails } from '../../../src/store/requests/requests.ts';
import { write } from '../../../src/store/write.ts';
import { routes } from '../../../src/web/routes.ts';
import { linkIn } from '../../support/deliver-all.ts';
import { unprintable } from '../../support/hostile-strings.ts';
import { foreignMarkup } from '../../support/nothing-acts.ts';
import { openPublicPage, type PublicPage, publicUrl, reportForm, watchForm } from '../../support/public-page.ts';
import { seedRequest } from '../../support/seed-request.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const an = owner('an.nguyen');

let page: PublicPage;
afterEach(() => page.desk.close());

async function open(options: Partial<Parameters<typeof openPublicPage>[0]> = {}): Promise<PublicPage> {
  page = await openPublicPage({ now, ...options });
  return page;
}

const count = async (table: 'requests' | 'requestDetails' | 'outbox' | 'audit' | 'requestMails'): Promise<number> =>
  (
    await page.desk.parts.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;

describe('a flood', () => {
  test('of 10,000 submissions from as many networks leaves 100 rows, bounded memory, and no longer queue than a minute', async () => {
    const { desk } = await open();
    const rate = createClientRate();
    const started = performance.now();
    const statuses = new Map<string, number>();
    for (let i = 0; i < 10_000; i += 1) {
      const client = { address: `198.${18 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`, language: 'vi' as const };
      const { status } =
        i % 2 === 0
          ? await submitReport(
              desk.parts,
              rate,
              { ...reportForm, url: `https://trang${i}.example/`, consent: false },
              client,
            )
          : await submitWatch(
              desk.parts,
              rate,
              { ...watchForm, portals: `https://cong${i}.example/`, email: `ai${i}@hop.example`, consent: true },
              client,
            );
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    const seconds = (performance.now() - started) / 1_000;
    expect(Object.fromEntries(statuses)).toEqual({ accepted: 100, 'day-full': 9_900 });
    expect([await count('requests'), await count('requestDetails'), await count('outbox')]).toEqual([100, 100, 50]);
    // Nobody acted, so nothing is written where nothing is ever removed.
    expect(await count('audit')).toBeLessThan(3);
    expect(rate.size()).toBeLessThanOrEqual(10_000);
    expect(seconds).toBeLessThan(60);
    if (process.env.VONGGAC_FIGURES) process.stderr.write(`10,000 submissions: ${seconds.toFixed(1)} s\n`);
  });

  test('of reports leaves agencies a part of the day', async () => {
    const { desk } = await open({ requests: { perDay: 10, perHour: 1000 } });
    for (let i = 0; i < 12; i += 1) await page.post('/report', { ...reportForm, url: `https://trang${i}.example/` });
    expect(await count('requests')).toBe(7);
    expect((await page.post('/watch', watchForm)).status).toBe(303);
    desk.setNow(now + 86_400_000);
    expect((await page.post('/report', { ...reportForm, url: 'https://mai.example/' })).status).toBe(303);
  });

  test('of equal requests is counted, and never keeps the real agency from asking', async () => {
    await open({ requests: { perHour: 1000 } });
    for (let i = 0; i < 30; i += 1) await page.post('/watch', { ...watchForm, email: `gia${i}@hop.example` });
    expect(await count('requests')).toBe(20);
    await page.post('/report', reportForm);
    const [, last] = await listRequests(page.desk.parts.db, ['unconfirmed', 'waiting']);
    expect(last?.repeats).toBe(10);
  });

  test('of confirmations to one address is one mail a day, with nothing of what was typed', async () => {
    const { desk } = await open({ requests: { perHour: 1000 } });
    const victim = { email: 'NanNhan@hop.example', consent: 'yes' };
    for (let i = 0; i < 15; i += 1) {
      await page.post('/watch', { ...watchForm, ...victim, agency: `MUA NGAY http://bay.example ${i}` });
      await page.post('/report', { ...reportForm, ...victim, email: 'nannhan@HOP.example', seen: `MUA NGAY ${i}` });
    }
    const mails = await page.mails();
    expect(mails).toHaveLength(1);
    expect(`${mails[0]?.subject} ${mails[0]?.text} ${mails[0]?.html}`).not.toMatch(/MUA NGAY|bay\.example/);
    // The link shows them all, and only the first one ticked.
    const shown = await (await page.get(mails[0] ? linkIn(mails[0]) : '')).text();
    expect(shown.match(/type="checkbox"/g)?.length).toBeGreaterThan(10);
    expect(shown.match(/ checked/g)).toHaveLength(1);
    desk.setNow(now + 86_400_000 - 1);
    await page.post('/report', { ...reportForm, ...victim });
    expect(await page.mails()).toEqual([]);
    desk.setNow(now + 86_400_000);
    await page.post('/report', { ...reportForm, ...victim });
    expect(await page.mails()).toHaveLength(1);
  });

  test('of confirmations shares a fifth of the hourly mails with reports, and leaves last', async () => {
    const { desk } = await open({ mail: { hourlyCap: 20 }, requests: { perHour: 1000 } });
    for (let i = 0; i < 12; i += 1) await page.post('/watch', { ...watchForm, email: `ai${i}@hop.example` });
    expect(await page.mails()).toHaveLength(4);
    desk.setNow(now + 3_600_001);
    expect(await page.mails()).toHaveLength(4);
  });
});

describe('a client', () => {
  const send = (address: string, headers: Readonly<Record<string, string>> = {}) =>
    page.post('/report', { ...reportForm, url: `https://t${Math.trunc(sent++)}.example/` }, { address, headers });
  let sent = 0;

  test.each([
    ['an IPv4 address', ['203.0.113.9'], '203.0.113.10'],
    [
      'the addresses of an IPv6 /56',
      ['2001:db8:0:aa00::1', '2001:db8:0:aa01::1', '2001:db8:0:aaff:1::2'],
      '2001:db8:0:ab00::1',
    ],
    ['an IPv4 address however it is written', ['203.0.113.9', '::ffff:203.0.113.9', '203.0.113.9:1234'], '203.0.113.8'],
  ])('with %s sends five an hour', async (_, addresses, neighbour) => {
    const { desk } = await open();
    for (let i = 0; i < 5; i += 1) expect((await send(addresses[i % addresses.length] ?? '')).status).toBe(303);
    for (const address of addresses) expect((await send(address)).status).toBe(429);
    expect((await send(neighbour)).status).toBe(303);
    desk.setNow(now + 3_600_000);
    expect((await send(addresses[0] ?? '')).status).toBe(303);
  });

  test('is not another one by what it writes into headers', async () => {
    await open();
    const forged = (i: number) => [
      { 'x-forwarded-for': `198.51.100.${i}, 203.0.113.9` },
      { 'x-forwarded-for': `127.0.0.1, 198.51.100.${i}, 203.0.113.9` },
      { 'x-forwarded-for': '203.0.113.9', 'x-real-ip': `198.51.100.${i}`, forwarded: `for=198.51.100.${i}` },
      { 'x-forwarded-for': '203.0.113.9', 'cf-connecting-ip': `198.51.100.${i}`, 'true-client-ip': `198.51.100.${i}` },
    ];
    const statuses: number[] = [];
    for (let i = 0; i < 3; i += 1)
      for (const headers of forged(i)) statuses.push((await send('203.0.113.9', headers)).status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(5);
  });

  test('that is no trusted proxy is counted by its own address', async () => {
    await open();
    const direct = { incoming: { socket: { remoteAddress: '203.0.113.77' } } };
    const statuses: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const answer = await page.app.request(
        `${publicUrl}/report`,
        {
          method: 'POST',
          headers: {
            host: new URL(publicUrl).host,
            'content-type': 'application/x-www-form-urlencoded',
            'x-forwarded-for': `198.51.100.${i}`,
          },
          body: new URLSearchParams({ ...reportForm, url: `https://d${i}.example/` }).toString(),
        },
        direct,
      );
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429, 429, 429]);
  });

  test.each([
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['with a foreign origin', { origin: 'https://bay.example' }, 403],
    ['under another host name', { host: 'bay.example' }, 421],
    ['with a file', { 'content-type': 'multipart/form-data; boundary=x' }, 400],
  ])('%s sends nothing', async (_, headers, status) => {
    await open();
    expect((await page.post('/watch', watchForm, { headers })).status).toBe(status);
    expect(await count('requests')).toBe(0);
  });

  test('sends no more than a form holds', async () => {
    await open();
    expect((await page.post('/report', { ...reportForm, seen: 'a'.repeat(70_000) })).status).toBe(413);
    expect((await page.post('/report', { ...reportForm, seen: 'ệ'.repeat(2_000) })).status).toBe(303);
  });
});

describe('nothing typed is looked at', () => {
  const fetched: string[] = [];
  const takeCapture: TakeCapture = async ({ url }) => {
    fetched.push(url);
    return {
      ok: false,
      failure: {
        tier: 'http',
        profile: 'browser',
        at: now,
        kind: 'connection-refused',
        retryable: true,
        reason: 'x',
        hops: [],
        durationMs: 1,
      },
    };
  };
  const asked: string[] = [];
  const outside = {
    takeCapture,
    askTextRecords: async (name: string) => {
      asked.push(name);
      return [];
    },
  };

  test('before an operator’s click, and then only three things of that host', async () => {
    fetched.length = 0;
    asked.length = 0;
    const vetted: string[] = [];
    const vet = async (url: string) => {
      vetted.push(url);
      return { status: 'allowed' as const };
    };
    const { desk } = await open({ outside, vet });
    await page.post('/watch', { ...watchForm, portals: 'https://nannhan.example/xoa?id=1' });
    await page.post('/report', { ...reportForm, url: 'https://nannhan.example/xoa?id=1' });
    const [mail] = await page.mails();
    await page.get(mail ? linkIn(mail) : '');
    await page.post(mail ? linkIn(mail) : '', { 'request-1': 'yes' });
    const as = await desk.signedIn('operator');
    for (const path of ['/requests', '/requests/1', '/requests/2'])
      expect((await desk.ask(path, { as })).status).toBe(200);
    expect([fetched, asked, vetted]).toEqual([[], [], []]);
    await desk.acts.checkRequestHost(an, 1, 'nannhan.example');
    expect(asked).toEqual(['_vonggac.nannhan.example']);
    expect(fetched.toSorted()).toEqual([
      'https://nannhan.example/.well-known/security.txt',
      'https://nannhan.example/.well-known/vonggac.txt',
    ]);
    await expect(desk.acts.checkRequestHost(an, 1, 'khac.example')).rejects.toThrow(/does not name this host/);
  });
});

test('no route of the dashboard exists on the public listener, and none of its pages sets a cookie', async () => {
  await open();
  const strangers = routes.filter(({ path }) => !path.startsWith('/assets/') && path !== '/');
  for (const { method, path } of strangers) {
    const plain = path.replace(/:\w+\{[^/]*\}+/g, '1');
    const answer = method === 'GET' ? await page.get(plain) : await page.post(plain, {});
    expect([path, answer.status]).toEqual([path, 404]);
  }
  for (const path of ['/', '/watch', '/report', '/sent/watch', '/nowhere']) {
    const answer = await page.get(path);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await answer.text()).not.toMatch(/<script|style="/);
  }
});

describe('hostile text', () => {
  const hostile = [
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://bay.example","x")',
    'Sở\r\nBcc: nannhan@hop.example\r\n\r\nMUA NGAY',
    '\u202Etxt.exe\u202C \u200Bgiấu\u0000\u001B[2J',
    "'; drop table requests; --",
    'Ѕở Тưрháp', // Cyrillic
  ] as const;

  test('in every field stays text in the queue, the mail, the audit log and the export', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
    const { desk } = await open({ log, requests: { perHour: 1000 } });
    for (const [i, text] of hostile.entries()) {
      const typed = { ...watchForm, agency: text, contact: text, basis: text, email: `ai${i}@hop.example` };
      expect(
        (await page.post('/watch', { ...typed, portals: `https://c${i}.example/${text.replace(/\s/g, '')}` })).status,
      ).toBe(303);
      expect(
        (
          await page.post('/report', {
            ...reportForm,
            url: `https://r${i}.example/?${text}`,
            seen: text,
            name: text,
            consent: 'yes',
          })
        ).status,
      ).toBe(303);
      const wrong = await page.post('/watch', {
        ...typed,
        email: text,
        phone: text,
        from: text,
        to: text,
        portals: text,
      });
      expect(wrong.status).toBe(400);
      const html = await wrong.text();
      expect(foreignMarkup(html).filter((one) => one !== 'img')).toEqual([]);
      expect(html).not.toMatch(unprintable);
    }
    for (const mail of await page.mails()) {
      if (mail.notification.notice.type === 'request-confirm') await page.post(linkIn(mail), { 'request-1': 'yes' });
      expect(mail.subject).not.toMatch(/[\r\n]/);
    }
    for (const request of await listRequests(desk.parts.db, ['unconfirmed', 'waiting'])) {
      const decision = request.kind === 'watch' ? 'close' : 'answer';
      await desk.acts.decideRequest(an, request.id, decision, hostile.join(' '));
    }
    const as = await desk.signedIn('administrator');
    const all = await listRequests(desk.parts.db, ['closed', 'answered']);
    const paths = ['/requests?show=closed', ...all.map(({ id }) => `/requests/${id}`), '/audit'];
    for (const path of paths) {
      const answer = await desk.ask(path, { as });
      const html = await answer.text();
      expect([path, answer.status, foreignMarkup(html)]).toEqual([path, 200, []]);
      expect(html).not.toMatch(unprintable);
      expect(html).not.toMatch(/href="https?:\/\/(?:c|r)\d/);
    }
    const audit = JSON.stringify(await desk.parts.db.selectFrom('audit').selectAll().execute());
    const exported = JSON.stringify(await exportRequests(desk.parts, an, { email: 'ai0@hop.example' }));
    expect(exported).toContain('alert(1)');
    for (const written of [audit, lines.join('')])
      expect(written).not.toMatch(/alert\(1\)|MUA NGAY|drop table|hop\.example|HYPERLINK/);
  });

  test.each([
    ['a header line', 'ai@hop.example\r\nBcc: b@hop.example'],
    ['two addresses', 'ai@hop.example, b@hop.example'],
    ['letters that look alike', 'аi@hop.example'],
    ['a display name', 'Ai <ai@hop.example>'],
    ['no public name', 'root@localhost'],
  ])('with %s is no mail address', async (_, email) => {
    await open();
    expect((await page.post('/watch', { ...watchForm, email })).status).toBe(400);
    expect(await count('outbox')).toBe(0);
  });

  test.each([
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://an:mat-khau@cong.example/',
    'http://0x7f.1/',
    'localhost',
  ])('%s is no public web address', async (url) => {
    await open();
    expect((await page.post('/report', { ...reportForm, url })).status).toBe(400);
    expect((await page.post('/watch', { ...watchForm, portals: url })).status).toBe(400);
  });

  test('a look-alike host is shown as the name that the network knows', async () => {
    const { desk } = await open();
    await page.post('/report', { ...reportForm, url: 'https://ѕоуtе.example/' });
    const as = await desk.signedIn('operator');
    const html = await (await desk.ask('/requests/1', { as })).text();
    expect(html).toContain('xn--');
    expect(html).toContain('ký tự ngoài bảng chữ cái La-tinh');
  });
});

test('personal data is in its own table and the outbox alone, through the whole life of a request', async () => {
  const { desk } = await open();
  const { db } = desk.parts;
  await page.post('/watch', watchForm);
  const [confirm] = await page.mails();
  await page.post(confirm ? linkIn(confirm) : '', { 'request-1': 'yes' });
  const published = { 'snnmt.haithanh.example': ['anninh@snnmt.haithanh.example'] };
  const watched = (await listRequests(db, ['waiting']))[0]?.details;
  if (!watched) throw new Error('no details');
  await write(db, (trx) => saveDetails(trx, 1, { ...watched, ...noFindings, published }));
  const to = { host: 'snnmt.haithanh.example', address: 'anninh@snnmt.haithanh.example' };
  await desk.acts.mailRequestHost(an, 1, to);
  const [proof] = await page.mails();
  expect(proof?.to).toBe(to.address);
  expect(proof?.text).not.toContain(watchForm.agency);
  await page.post(proof ? linkIn(proof) : '', {});
  await desk.acts.approveRequest(an, 1);
  await seedRequest(desk.store, { at: now });
  const found = new Set<string>();
  for (const { name } of await db.introspection.getTables()) {
    const rows = JSON.stringify(
      await db
        .selectFrom(name as 'requests')
        .selectAll()
        .execute(),
    );
    for (const typed of [watchForm.contact, watchForm.email, watchForm.phone])
      if (rows.includes(typed)) found.add(name);
  }
  // Recipients: the portal that was registered.
  expect([...found].toSorted()).toEqual(['outbox', 'recipients', 'requestDetails']);
});
