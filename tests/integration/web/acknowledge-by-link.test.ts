/** An incident is taken on by the link in its mail: asked first, once, in the recipient's name, without an account. */

import { describe, expect, onTestFinished, test } from 'vitest';
import type { Notification } from '../../../src/core/notices/message.ts';
import { escalateUnowned } from '../../../src/monitor/duty/escalate-unowned.ts';
import { dispatchNext } from '../../../src/monitor/notices/dispatch.ts';
import { notifyIncident } from '../../../src/monitor/notices/notify-incident.ts';
import { renderNotice } from '../../../src/notify/mail/render.ts';
import { getIncident, saveIncident } from '../../../src/store/incidents/incidents.ts';
import { verifyAudit } from '../../../src/store/records/audit.ts';
import { write } from '../../../src/store/write.ts';
import { testPlaybook } from '../../support/playbook.ts';
import { finding, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { mailBy } from '../../support/test-channels.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const day = 86_400_000;
const agency = 'tinhoc@anlac.example';
const deputy = 'vanphong@anlac.example';
const hostile = '<script>alert(1)</script>\u202e & Sở';

const publicDesk = { web: { publicUrl: 'http://desk.example' } };

async function openDesk(config: object = publicDesk) {
  const desk = await openTestDesk({ now, config });
  onTestFinished(desk.close);
  await fallen(desk, 'https://anlac.example/');
  await tell(desk, 'opened');
  return desk;
}

/** A portal with an incident, of which nobody was told yet. */
async function fallen(desk: TestDesk, url: string): Promise<number> {
  const site = { url, name: hostile, agency: 'UBND tỉnh An Lạc', recipients: [agency, deputy] };
  const siteId = await seedSite(desk.store, now - day, site);
  const target = {
    targetId: `${siteId}.1`,
    url,
    kind: 'defacement' as const,
    score: 12,
    findings: [finding({ reason: { vi: 'Bị sửa', en: 'Changed' } })],
    checkId: null,
  };
  return seedIncident(desk.store, { siteId, openedAt: now, targets: [target] });
}

type Notified = 'opened' | 'escalated' | 'resolved';

async function tell(desk: TestDesk, type: Notified, number = 1) {
  await write(desk.store.db, async (trx) => {
    const incident = await getIncident(trx, number);
    if (incident) await notifyIncident(trx, desk.parts, incident, type, desk.parts.clock());
  });
}

/** What leaves for the mail server, by recipient. */
async function sent(desk: TestDesk): Promise<Map<string, { text: string; link: string }>> {
  const messages = new Map<string, { text: string; link: string }>();
  const deliver = async ({ endpoint: recipient, notice }: Notification) => {
    const { text } = renderNotice(notice, { languages: ['vi'], timeZone: 'Asia/Ho_Chi_Minh', playbook: testPlaybook });
    const link = /http:\/\/desk\.example(\/acknowledge\/\d+-[\w-]{43})\n/.exec(text)?.[1] ?? '';
    messages.set(recipient, { text, link });
    return { status: 'sent', response: '250' } as const;
  };
  while (await dispatchNext({ ...desk.parts, channels: mailBy(deliver, desk.parts.config) }, 'test'));
  return messages;
}
const linkTo = async (desk: TestDesk, recipient = agency) => (await sent(desk)).get(recipient)?.link ?? '';
const incident = (desk: TestDesk) => getIncident(desk.store.db, 1);
const confirm = (desk: TestDesk, link: string) => desk.send(link, {}, null);

describe('the link in the mail', () => {
  test('opens a page that asks, and changes nothing however often a scanner follows it', async () => {
    const desk = await openDesk();
    const link = await linkTo(desk);
    for (const method of ['GET', 'HEAD', 'GET']) expect((await desk.ask(link, { method })).status).toBe(200);
    expect(await incident(desk)).toMatchObject({ status: 'open', acknowledgement: null });
    const page = await (await desk.ask(link)).text();
    expect(page).toContain('Xác nhận tiếp nhận');
    expect(page).toContain(agency);
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('\u202e');
  });

  test('is confirmed once, in the recipient’s name, and written into the audit log', async () => {
    const desk = await openDesk();
    const link = await linkTo(desk);
    const answer = await confirm(desk, link);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, link]);
    expect(await incident(desk)).toMatchObject({ status: 'acknowledged', acknowledgement: { by: agency } });
    const page = await (await desk.ask(link)).text();
    expect(page).toContain(`${agency} tiếp nhận lúc`);
    // What to do next stays at hand without an account; the evidence takes one.
    expect(page).toContain('Giữ nguyên hiện trạng');
    expect(page).toContain('href="/incidents/1"');
    expect(page).not.toContain('Xác nhận tiếp nhận');
    expect((await confirm(desk, link)).status).toBe(409);
    const acts = await desk.store.db.selectFrom('audit').select(['act', 'actor']).orderBy('seq').execute();
    expect(acts).toEqual([
      { act: 'acknowledge-link-used', actor: agency },
      { act: 'incident-acknowledged', actor: agency },
    ]);
    expect((await verifyAudit(desk.store.db)).ok).toBe(true);
  });

  test('takes “we changed it ourselves” as a statement: it acknowledges, and ends, mutes or learns nothing', async () => {
    const desk = await openDesk();
    const link = await linkTo(desk);
    expect(await (await desk.ask(link)).text()).toContain('Chúng tôi tự sửa, không phải sự cố');
    expect((await desk.send(`${link}/own-work`, {}, null)).status).toBe(303);
    expect(await incident(desk)).toMatchObject({ status: 'acknowledged', endedAt: null });
    for (const table of ['ignoredChanges', 'baselines'] as const)
      expect(await desk.store.db.selectFrom(table).selectAll().execute()).toEqual([]);
    const acts = await desk.store.db.selectFrom('audit').select('act').orderBy('seq').execute();
    expect(acts.map(({ act }) => act)).toEqual(['acknowledge-link-used', 'incident-acknowledged', 'own-work-claimed']);
    const page = await (await desk.ask('/incidents/1', { as: await desk.signedIn('operator') })).text();
    expect(page).toContain('Hãy xác minh qua điện thoại trước khi quyết định');
    expect((await desk.send(`${link}/own-work`, {}, null)).status).toBe(409);
  });

  test('gives the incident to the account with that address, and to nobody where there is none or several', async () => {
    const account = (name: string, email: string) =>
      ({ name, email, passwordHash: '', role: 'operator', agencyId: null, createdAt: now, disabledAt: null }) as const;
    const assigneeOf = async (accounts: readonly ReturnType<typeof account>[]) => {
      const desk = await openDesk();
      for (const one of accounts) await desk.store.db.insertInto('users').values(one).execute();
      await confirm(desk, await linkTo(desk));
      return desk.store.db
        .selectFrom('incidents')
        .leftJoin('users', 'users.id', 'incidents.assigneeId')
        .select('users.name')
        .executeTakeFirstOrThrow();
    };
    expect(await assigneeOf([account('binh', agency.toUpperCase())])).toEqual({ name: 'binh' });
    expect(await assigneeOf([])).toEqual({ name: null });
    expect(await assigneeOf([account('binh', agency), account('chi', agency)])).toEqual({ name: null });
  });

  test('opens in English for whoever follows the link to it', async () => {
    const desk = await openDesk();
    const link = await linkTo(desk);
    expect(await (await desk.ask(`${link}?language=en`)).text()).toContain('We made this change ourselves');
    const answer = await desk.send(`${link}?language=en`, {}, null);
    expect(answer.headers.get('location')).toBe(`${link}?language=en`);
  });

  test('of two at once one wins', async () => {
    const desk = await openDesk();
    const messages = await sent(desk);
    const answers = await Promise.all(
      [agency, agency, deputy].map((to) => confirm(desk, messages.get(to)?.link ?? '')),
    );
    const uses = await desk.store.db
      .selectFrom('audit')
      .select('actor')
      .where('act', '=', 'acknowledge-link-used')
      .execute();
    expect(answers.filter(({ status }) => status === 303).length).toBeGreaterThanOrEqual(1);
    expect(uses.filter(({ actor }) => actor === agency).length).toBeLessThanOrEqual(1);
  });

  test('stays used when the incident escalates; the next message brings a new one', async () => {
    const desk = await openDesk();
    const first = await linkTo(desk);
    await confirm(desk, first);
    await write(desk.store.db, async (trx) => {
      const taken = await getIncident(trx, 1);
      if (taken) await saveIncident(trx, { ...taken, status: 'open', acknowledgement: null });
    });
    await tell(desk, 'escalated');
    const second = await linkTo(desk);
    expect((await confirm(desk, first)).status).toBe(409);
    expect(await (await desk.ask(first)).text()).toContain('thư mới nhất');
    expect((await incident(desk))?.status).toBe('open');
    expect((await confirm(desk, second)).status).toBe(303);
    expect((await incident(desk))?.status).toBe('acknowledged');
  });

  test('ends after a week, and when the recipient leaves the list', async () => {
    const desk = await openDesk();
    const messages = await sent(desk);
    const [mine = '', theirs = ''] = [agency, deputy].map((to) => messages.get(to)?.link);
    await desk.store.db.deleteFrom('recipients').where('email', '=', deputy).execute();
    for (const ask of [desk.ask(theirs), confirm(desk, theirs)]) expect((await ask).status).toBe(404);
    desk.setNow(now + 7 * day);
    for (const ask of [desk.ask(mine), confirm(desk, mine)]) expect((await ask).status).toBe(404);
    expect((await incident(desk))?.status).toBe('open');
  });

  test('can’t be made from another one, nor from the database', async () => {
    const desk = await openDesk();
    const messages = await sent(desk);
    const [mine = '', theirs = ''] = [agency, deputy].map((to) => messages.get(to)?.link);
    const code = mine.split('-').slice(1).join('-');
    expect((await desk.ask(`${theirs.split('-')[0]}-${code}`)).status).toBe(404);
    expect((await desk.ask(`/acknowledge/999-${code}`)).status).toBe(404);
    const tables = ['notices', 'outbox', 'audit', 'meta'] as const;
    const rows = await Promise.all(tables.map((table) => desk.store.db.selectFrom(table).selectAll().execute()));
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  test('is the same over every attempt to deliver', async () => {
    const desk = await openDesk();
    const links: string[] = [];
    const deliver = async ({ notice }: Notification) => {
      if (notice.type === 'incident-opened') links.push(notice.acknowledgeUrl ?? '');
      return links.length < 3
        ? ({ status: 'later', reason: '451' } as const)
        : ({ status: 'sent', response: '' } as const);
    };
    for (const minutes of [0, 30, 60]) {
      desk.setNow(now + minutes * 60_000);
      while (await dispatchNext({ ...desk.parts, channels: mailBy(deliver, desk.parts.config) }, 'test'));
    }
    expect(new Set(links).size).toBe(2);
  });

  test('is not in a message that says all is well, nor where no public address is configured', async () => {
    const desk = await openDesk();
    await sent(desk);
    await tell(desk, 'resolved');
    expect((await sent(desk)).get(agency)?.text).not.toContain('/acknowledge/');
    const hidden = await openDesk({});
    expect((await sent(hidden)).get(agency)?.text).not.toContain('/acknowledge/');
  });

  const heads = [{ agency: 'UBND tỉnh An Lạc', name: 'Phạm Dũng', email: 'dung@anlac.example' }];
  const officers = [
    { name: 'Nguyễn An', email: 'an@bo.example' },
    { name: 'Trần Bình', email: 'binh@bo.example' },
  ];

  test('works for the officer on duty in a watch window, as long as the roster has them', async () => {
    const events = [{ name: 'Đại hội', from: '2026-11-20', to: '2026-11-22' }];
    const duty = { officers: officers.slice(0, 1) };
    const desk = await openDesk({ ...publicDesk, duty, schedule: { watchWindows: { events } } });
    const link = await linkTo(desk, 'an@bo.example');
    expect((await confirm(desk, link)).status).toBe(303);
    expect(await incident(desk)).toMatchObject({ acknowledgement: { by: 'an@bo.example' } });
    const other = await openDesk({ ...publicDesk, duty, schedule: { watchWindows: { events } } });
    const theirs = await linkTo(other, 'an@bo.example');
    other.parts.config.duty.officers.length = 0;
    expect((await other.ask(theirs)).status).toBe(404);
  });

  test('works for whoever the ladder calls next', async () => {
    const ladder = [
      { after: '15m', to: 'second-officer' },
      { after: '15m', to: 'agency-head' },
    ];
    const desk = await openDesk({ ...publicDesk, duty: { officers, heads, ladder }, mail: { operatorAlarms: false } });
    await sent(desk);
    desk.setNow(now + 15 * 60_000);
    await escalateUnowned(desk.parts);
    const messages = await sent(desk);
    expect([...messages.keys()].sort()).toEqual(['an@bo.example', 'binh@bo.example', 'dung@anlac.example']);
    expect(messages.get('dung@anlac.example')?.text).toContain('Bấm “Tiếp nhận sự cố” trong thư này');
    expect((await confirm(desk, messages.get('dung@anlac.example')?.link ?? '')).status).toBe(303);
    expect(await incident(desk)).toMatchObject({ acknowledgement: { by: 'dung@anlac.example' } });
  });

  test('of a digest takes on every incident in it that is still without an owner, at once and once', async () => {
    const desk = await openDesk({ ...publicDesk, mail: { hourlyCap: 2 } });
    for (const name of ['binhson', 'camha', 'datthanh']) {
      await tell(desk, 'opened', await fallen(desk, `https://${name}.example/`));
    }
    await sent(desk);
    desk.setNow(now + 61 * 60_000);
    const digest = (await sent(desk)).get(agency) ?? { text: '', link: '' };
    expect(digest.text).toContain('Tiếp nhận 3 sự cố');
    await desk.store.db
      .updateTable('incidents')
      .set({ status: 'resolved', endedAt: now })
      .where('number', '=', 4)
      .execute();
    const page = await (await desk.ask(digest.link)).text();
    expect(page).toContain('3 sự cố trong thư tổng hợp');
    expect(page).toContain('Xác nhận tiếp nhận 2 sự cố');
    expect(page).not.toContain('<script>alert');
    const answers = await Promise.all([confirm(desk, digest.link), confirm(desk, digest.link)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const states = await desk.store.db.selectFrom('incidents').select('status').orderBy('number').execute();
    expect(states.map(({ status }) => status)).toEqual(['open', 'acknowledged', 'acknowledged', 'resolved']);
    const uses = await desk.store.db
      .selectFrom('audit')
      .select('subject')
      .where('act', '=', 'acknowledge-link-used')
      .execute();
    expect(uses.map(({ subject }) => subject)).toEqual(['incident 3', 'incident 2']);
    expect(await (await desk.ask(digest.link)).text()).toContain('đã có người tiếp nhận hoặc đã kết thúc');
  });

  test('of a digest reaches only portals of which its reader is still told', async () => {
    const desk = await openDesk({ ...publicDesk, mail: { hourlyCap: 2 } });
    for (const name of ['binhson', 'camha']) {
      await tell(desk, 'opened', await fallen(desk, `https://${name}.example/`));
    }
    await sent(desk);
    desk.setNow(now + 61 * 60_000);
    const link = await linkTo(desk);
    await desk.store.db.deleteFrom('recipients').where('email', '=', agency).where('siteId', '=', 3).execute();
    expect((await confirm(desk, link)).status).toBe(303);
    const states = await desk.store.db.selectFrom('incidents').select('status').orderBy('number').execute();
    expect(states.map(({ status }) => status)).toEqual(['open', 'acknowledged', 'open']);
  });
});
