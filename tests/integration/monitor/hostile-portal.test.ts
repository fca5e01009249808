/** A portal that writes whatever it can, from its first hostile answer to everything that people are shown of it. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sendCoverage } from '../../../src/monitor/notices/send-coverage.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { readHarmless } from '../../support/harmless-mail.ts';
import { attacker } from '../../support/hostile-portal.ts';
import { type HostileRoom, openHostileRoom } from '../../support/hostile-room.ts';
import { hostileText, unprintable } from '../../support/hostile-strings.ts';
import { foreignLink, foreignMarkup, watchPage } from '../../support/nothing-acts.ts';
import { testPlaybook } from '../../support/playbook.ts';
import { type Ran, runCommand } from '../../support/run-command.ts';
import { portalPage } from '../../support/staged-watch.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { testExport } from '../../support/test-export.ts';

const minute = 60_000;
const incident = '/incidents/1';

let room: HostileRoom;
let evil: string;
let session: string;
/** Looks that saw something bad, the first of each page. */
let looks: readonly number[];
let pages: readonly string[];
/** Answers to what a person did, by path. */
const answers: [path: string, answer: Response][] = [];

beforeAll(async () => {
  room = await openHostileRoom();
  evil = hostileText(room.canary.url);
  session = await room.desk.signedIn('administrator');
  await act('/sites/add', {
    url: room.portal.url,
    name: `Cổng ${evil}`,
    agency: `Cơ quan ${evil}`,
    consent: evil,
    emails: 'truc@co-quan.example.vn',
    pages: room.portal.paths.join('\n'),
  });
  await room.look(minute);
  room.portal.turn();
  await room.look(minute);
  const bad = room.parts.db.selectFrom('checks').where('level', 'in', ['alarm', 'suspect']);
  const rows = await bad
    .select((eb) => eb.fn.min('id').as('id'))
    .groupBy('targetId')
    .execute();
  looks = rows.map(({ id }) => Number(id));
  await tellEverybody();
  const { fingerprint } = await room.parts.db
    .selectFrom('findings')
    .select('fingerprint')
    .where('fingerprint', 'is not', null)
    .executeTakeFirstOrThrow();
  await act(`${incident}/comment`, { comment: evil });
  await act(`${incident}/acknowledge`, { note: evil });
  await act(`/looks/${looks[0]}/ignore`, { fingerprint: fingerprint ?? '', days: '7', note: evil });
  await act('/duty/notes', { note: evil });
  pages = everyPage();
}, 400_000);
afterAll(() => room.close());

async function act(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const answer = await room.desk.send(path, fields, session);
  answers.push([path, answer.clone()]);
  return answer;
}

/** The mail server is no friend either: what it refuses with is shown and logged. */
async function tellEverybody(): Promise<void> {
  const text = evil.replace(/[\r\n]/g, '').slice(0, 400);
  room.mailServer.behaviour.refuse = { at: 'rcpt', code: 451, text };
  await room.dispatch();
  delete room.mailServer.behaviour.refuse;
  room.rest(60 * minute);
  await sendCoverage(room.parts);
  await room.dispatch();
}

function everyPage(): string[] {
  const targets = room.portal.paths.map((_, index) => `/targets/1.${index + 2}`);
  const seen = looks.flatMap((id) => {
    const look = `/looks/${id}`;
    return [look, `${look}/source-difference`, `${look}/source-difference?of=rendered`];
  });
  const lists = ['/', '/suspects', '/incidents?status=all', '/ignored-changes', '/duty', '/audit', '/settings'];
  const site = ['/sites/1', '/sites/1?span=7', '/sites/1/edit', '/sites/1/remove', '/sites/add', '/targets/1.1'];
  return [...lists, incident, ...site, ...targets, ...seen];
}

test('the portal was seen by both tiers and is an incident, with every page that turned', async () => {
  const { db } = room.parts;
  const states = await db.selectFrom('targets').select(['url', 'lastLevel', 'lastKind']).orderBy('id').execute();
  expect(states.map(({ url, ...state }) => [new URL(url).pathname, ...Object.values(state)])).toEqual([
    ['/', 'alarm', 'defacement'],
    ['/tin-tuc', 'alarm', 'injection'],
    ['/van-ban', 'suspect', 'defacement'],
    ['/dich-vu', 'alarm', 'redirection'],
    ['/so-do', 'alarm', 'injection'],
  ]);
  expect(await db.selectFrom('incidents').select(['number', 'status']).execute()).toEqual([
    { number: 1, status: 'acknowledged' },
  ]);
  const evidence = await db
    .selectFrom('captures')
    .select(['targetId', 'tier'])
    .where('keptFor', '=', 'evidence')
    .orderBy('targetId')
    .execute();
  expect(evidence.map(({ targetId, tier }) => `${targetId} ${tier}`)).toEqual([
    '1.1 browser',
    '1.2 browser',
    '1.3 browser',
    '1.5 browser',
  ]);
});

describe.each([
  ['vi', { width: 390, height: 844 }],
  ['en', { width: 1_366, height: 900 }],
] as const)('the dashboard in %s', (language, viewport) => {
  test('lets nothing of the portal run, be fetched, be followed or break a page', async () => {
    const web = await startWeb(room.desk.app, '127.0.0.1:0');
    const browser = await launchTestBrowser();
    onTestFinished(async () => {
      await browser.close();
      await web.close();
    });
    const context = await browser.newContext({ viewport });
    const cookies = { 'vonggac-session': session, 'vonggac-language': language };
    await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: web.url })));
    const page = await context.newPage();
    const origin = new URL(web.url).origin;
    const happened = watchPage(page, origin);
    for (const path of pages) {
      const answer = await page.goto(`${origin}${path}`, { waitUntil: 'load' });
      const html = (await answer?.text()) ?? '';
      expect([path, answer?.status(), foreignMarkup(html)]).toEqual([path, 200, []]);
      expect([path, html.match(unprintable), html.match(foreignLink)]).toEqual([path, null, null]);
      expect(html.length, path).toBeLessThan(400_000);
      const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect([path, await page.evaluate(wide)]).toEqual([path, 0]);
      expect([path, await page.evaluate('window.canary'), page.frames().length]).toEqual([path, undefined, 1]);
    }
    expect(happened).toEqual([]);
    expect(room.canary.requests).toEqual([]);
    expect(await page.goto(`${origin}${incident}`).then((shown) => shown?.text())).toContain(attacker);
  });
});

test('pictures are pictures, and sources are files of plain text', async () => {
  const { desk } = room;
  const sides = ['before', 'after', 'difference'].flatMap((side) => [
    `pictures/${side}/small`,
    `pictures/${side}/full`,
  ]);
  for (const id of looks) {
    for (const what of [...sides, 'thumbnail']) {
      const answer = await desk.ask(`/looks/${id}/${what}`, { as: session });
      const type = answer.headers.get('content-type');
      expect([200, 404], what).toContain(answer.status);
      if (answer.status === 200) expect(type).toMatch(/^image\/(png|webp)$/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    for (const what of ['source', 'rendered']) {
      const answer = await desk.ask(`/looks/${id}/${what}`, { as: session });
      if (answer.status === 404) continue;
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="vonggac-look-${id}-${what}.txt"`);
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* sandbox$/);
    }
  }
  const source = await desk.ask(`/looks/${looks[0]}/source`, { as: session });
  expect(await source.text()).toContain(attacker);
});

test('open boards hear counts', async () => {
  const answer = await room.desk.ask('/events', { as: session, headers: { accept: 'text/event-stream' } });
  const reader = answer.body?.getReader();
  let heard = '';
  while (!heard.includes('data:')) heard += new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  const said = JSON.parse(/data: (.*)\n/.exec(heard)?.[1] ?? '');
  expect(Object.keys(said)).toEqual(['counts', 'incidents', 'suspects', 'isWatching']);
  expect(heard).toMatch(/^[\w\s:.,{}"]+$/);
});

test('mails hold nothing alive and no way to the portal', async () => {
  const { messages } = room.mailServer;
  expect(messages.map(({ to }) => to[0]).toSorted()).toEqual([
    'truc@co-quan.example.vn',
    'truc@co-quan.example.vn',
    'truc@vonggac.example.vn',
    'truc@vonggac.example.vn',
    'truc@vonggac.example.vn',
  ]);
  let quoting = 0;
  for (const index of messages.keys()) {
    const { attachments, text, html } = await readHarmless(room.mailServer, index);
    for (const { filename, mimeType, disposition } of attachments)
      expect([filename, mimeType, disposition]).toEqual([expect.stringMatching(/^[\w.-]*$/), 'image/png', 'inline']);
    expect(`${text} ${html}`).not.toContain(room.canary.url);
    quoting += `${text} ${html}`.includes(attacker) ? 1 : 0;
  }
  expect(quoting).toBeGreaterThan(0);
});

test('the log is one record a line, short, printable and without a word of the portal', () => {
  const lines = room.log().trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(10);
  for (const line of lines) {
    expect(Object.keys(JSON.parse(line))).toContain('msg');
    expect(line).not.toMatch(/[^\P{C}]|[\p{Zl}\p{Zp}]/u);
    expect(line).not.toContain(attacker);
    expect(line.length).toBeLessThan(16_000);
  }
});

describe('the command line', () => {
  const opened = <P>(parts: P) => ({ parts, close: async () => {} });

  async function run(...argv: string[]): Promise<Ran> {
    const { parts, desk, policy } = room;
    const watch = {
      ...parts,
      ...testExport,
      vet: room.vet,
      askTextRecords: async () => [],
      playbook: testPlaybook,
      refreshSettings: async () => {},
    };
    const assembly = {
      loadPolicy: () => policy,
      openOperatorParts: async () => opened(watch),
      openMonitorParts: async () => opened(watch),
      openCaptureParts: async () => opened(parts),
      openPictures: async () => opened({ pictures: desk.pictures, log: parts.log }),
    };
    const ran = await runCommand(assembly, argv);
    for (const written of [ran.out, ran.err]) {
      expect([argv[0], written.match(unprintable)]).toEqual([argv[0], null]);
      if (!argv.includes('--json')) expect(written.length).toBeLessThan(40_000);
    }
    return ran;
  }

  function expectJson({ code, out }: Ran, wanted: number): void {
    expect(code).toBe(wanted);
    for (const line of out.trimEnd().split('\n')) expect(typeof JSON.parse(line)).toBe('object');
  }

  test.each(['site list', 'site show 1', 'baseline show 1', 'incident list', 'incident show 1', 'change list'])(
    '%s',
    async (command) => {
      const words = command.split(' ');
      const { code, out } = await run(...words);
      expect(code).toBe(0);
      if (command === 'incident show 1') expect(out).toContain(attacker);
      expectJson(await run(...words, '--json'), 0);
    },
  );

  test('check, as lines and as JSON', async () => {
    const { code, out } = await run('check', '1.4');
    expect([code, out.split('\n')[0]]).toEqual([
      2,
      expect.stringMatching(/^ALARM redirection(?:, learning)? {2}1\.4 {2}/),
    ]);
    expectJson(await run('check', '1.3', '--json'), 1);
  });

  test('check in the form of Nagios is one line with one bar', async () => {
    const { code, out } = await run('check', `${room.portal.url}dich-vu?|${evil}|x=9;;`, '--format', 'nagios');
    expect(code).toBe(3);
    expect(out).toMatch(/^VONGGAC UNKNOWN - [^|\n]+ \| clean=0 suspect=0 alarm=0 unknown=1 time=[\d.]+s\n$/);
    expect(out.length).toBeLessThan(1_000);
  });

  test('what it can make nothing of it quotes harmlessly', async () => {
    expect((await run('check', evil)).code).not.toBe(0);
    expect((await run('site', 'show', evil)).code).not.toBe(0);
    expect((await run(evil)).code).not.toBe(0);
  });

  test('replay, as lines and as JSON', async () => {
    const { dir } = room.desk.store;
    await writeFile(join(dir, 'calm.html'), portalPage());
    const source = await room.desk.ask(`/looks/${looks[0]}/source`, { as: session });
    await writeFile(join(dir, 'evil.html'), await source.text());
    const line = { series: evil, at: '2026-11-22T08:00:00Z', url: `${room.portal.url}?${encodeURI(attacker)}` };
    const bad = { ...line, html: 'evil.html', headers: [[evil, evil]], label: 'alarm', attack: evil };
    const file = join(dir, 'recorded.jsonl');
    const lines = [{ ...line, html: 'calm.html', learn: true }, bad].map((one) => JSON.stringify(one));
    await writeFile(file, lines.join('\n'));
    const { code, out } = await run('replay', file);
    expect([code, out.split('\n')[0]]).toEqual([0, expect.stringMatching(/^ALARM defacement {2}/)]);
    expectJson(await run('replay', file, '--json'), 0);
    await writeFile(file, JSON.stringify({ ...bad, html: evil }));
    expect((await run('replay', file)).code).not.toBe(0);
  });
});

test('what a person says about it is shown as text, and refusals quote nothing alive', async () => {
  answers.push([`${incident}/dismiss`, await room.desk.send(`${incident}/dismiss`, { note: evil }, session)]);
  answers.push([`${incident}/resolve`, await room.desk.send(`${incident}/resolve`, { note: evil }, session)]);
  answers.push(['/sites/add', await room.desk.send('/sites/add', { url: evil, name: evil }, session)]);
  expect(answers.map(([path, { status }]) => [path, status])).toEqual([
    ['/sites/add', 303],
    [`${incident}/comment`, 303],
    [`${incident}/acknowledge`, 303],
    [`/looks/${looks[0]}/ignore`, 303],
    ['/duty/notes', 303],
    [`${incident}/dismiss`, 303],
    [`${incident}/resolve`, 409],
    ['/sites/add', 400],
  ]);
  for (const [path, answer] of answers) {
    expect(answer.headers.get('location') ?? '/', path).toMatch(/^\/[\w/?=&.-]*$/);
    const html = await answer.text();
    expect([path, foreignMarkup(html), html.match(unprintable), html.match(foreignLink)]).toEqual([
      path,
      [],
      null,
      null,
    ]);
  }
  const html = await (await room.desk.ask(incident, { as: session })).text();
  expect(html).toContain('&lt;script&gt;window.canary=1&lt;/script&gt;');
  expect([foreignMarkup(html), html.match(unprintable)]).toEqual([[], null]);
});
