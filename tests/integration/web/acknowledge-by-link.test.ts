/** An incident is taken on by the link in its mail: asked first, once, in the recipient's name, without an account. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Notification } from '../../../src/core/notice.ts';
import { dispatchNext } from '../../../src/monitor/dispatch.ts';
import { tellIncident } from '../../../src/monitor/tell.ts';
import { renderNotice } from '../../../src/notify/mail/render.ts';
import { verifyAudit } from '../../../src/store/audit.ts';
import { getIncident, saveIncident } from '../../../src/store/incidents.ts';
import { testPlaybook } from '../../support/playbook.ts';
import { finding, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const day = 86_400_000;
const agency = 'tinhoc@anlac.example';
const deputy = 'vanphong@anlac.example';
const hostile = '<script>alert(1)</script>\u202e & Sở';

async function openDesk(config: object = { web: { publicUrl: 'http://desk.example' } }) {
  const desk = await openTestDesk({ now, config });
  onTestFinished(desk.close);
  const url = 'https://anlac.example/';
  const siteId = await seedSite(desk.store, now - day, { url, name: hostile, recipients: [agency, deputy] });
  const target = {
    targetId: `${siteId}.1`,
    url,
    kind: 'defacement' as const,
    score: 12,
    findings: [finding({ reason: { vi: 'Bị sửa', en: 'Changed' } })],
    checkId: null,
  };
  await seedIncident(desk.store, { siteId, openedAt: now, targets: [target] });
  await tell(desk, 'incident-opened');
  return desk;
}

async function tell(desk: TestDesk, type: 'incident-opened' | 'incident-escalated' | 'incident-resolved') {
  await desk.store.db.transaction().execute(async (trx) => {
    const incident = await getIncident(trx, 1);
    if (incident) await tellIncident(trx, desk.parts, incident, type, desk.parts.clock());
  });
}

/** What leaves for the mail server, by recipient. */
async function sent(desk: TestDesk): Promise<Map<string, { text: string; link: string }>> {
  const letters = new Map<string, { text: string; link: string }>();
  const deliver = async ({ recipient, notice }: Notification) => {
    const { text } = renderNotice(notice, { languages: ['vi'], timeZone: 'Asia/Ho_Chi_Minh', playbook: testPlaybook });
    const link = /http:\/\/desk\.example(\/acknowledge\/\d+-[\w-]{43})\n/.exec(text)?.[1] ?? '';
    letters.set(recipient, { text, link });
    return { status: 'sent', response: '250' } as const;
  };
  while (await dispatchNext({ ...desk.parts, deliver }, 'test'));
  return letters;
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
    expect(page).not.toContain('Xác nhận tiếp nhận');
    expect((await confirm(desk, link)).status).toBe(409);
    const acts = await desk.store.db.selectFrom('audit').select(['act', 'actor']).orderBy('seq').execute();
    expect(acts).toEqual([
      { act: 'acknowledge-link-used', actor: agency },
      { act: 'incident-acknowledged', actor: agency },
    ]);
    expect((await verifyAudit(desk.store.db)).ok).toBe(true);
  });

  test('of two at once one wins', async () => {
    const desk = await openDesk();
    const letters = await sent(desk);
    const answers = await Promise.all([agency, agency, deputy].map((to) => confirm(desk, letters.get(to)?.link ?? '')));
    const uses = await desk.store.db
      .selectFrom('audit')
      .select('actor')
      .where('act', '=', 'acknowledge-link-used')
      .execute();
    expect(answers.filter(({ status }) => status === 303).length).toBeGreaterThanOrEqual(1);
    expect(uses.filter(({ actor }) => actor === agency).length).toBeLessThanOrEqual(1);
  });

  test('stays used when the incident escalates; the next letter brings a new one', async () => {
    const desk = await openDesk();
    const first = await linkTo(desk);
    await confirm(desk, first);
    await desk.store.db.transaction().execute(async (trx) => {
      const taken = await getIncident(trx, 1);
      if (taken) await saveIncident(trx, { ...taken, status: 'open', acknowledgement: null });
    });
    await tell(desk, 'incident-escalated');
    const second = await linkTo(desk);
    expect((await confirm(desk, first)).status).toBe(409);
    expect(await (await desk.ask(first)).text()).toContain('thư mới nhất');
    expect((await incident(desk))?.status).toBe('open');
    expect((await confirm(desk, second)).status).toBe(303);
    expect((await incident(desk))?.status).toBe('acknowledged');
  });

  test('ends after a week, and when the recipient leaves the list', async () => {
    const desk = await openDesk();
    const letters = await sent(desk);
    const [mine = '', theirs = ''] = [agency, deputy].map((to) => letters.get(to)?.link);
    await desk.store.db.deleteFrom('recipients').where('email', '=', deputy).execute();
    for (const ask of [desk.ask(theirs), confirm(desk, theirs)]) expect((await ask).status).toBe(404);
    desk.setNow(now + 7 * day);
    for (const ask of [desk.ask(mine), confirm(desk, mine)]) expect((await ask).status).toBe(404);
    expect((await incident(desk))?.status).toBe('open');
  });

  test('can’t be made from another one, nor from the database', async () => {
    const desk = await openDesk();
    const letters = await sent(desk);
    const [mine = '', theirs = ''] = [agency, deputy].map((to) => letters.get(to)?.link);
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
      while (await dispatchNext({ ...desk.parts, deliver }, 'test'));
    }
    expect(new Set(links).size).toBe(2);
  });

  test('is not in a letter that says all is well, nor where no public address is configured', async () => {
    const desk = await openDesk();
    await sent(desk);
    await tell(desk, 'incident-resolved');
    expect((await sent(desk)).get(agency)?.text).not.toContain('/acknowledge/');
    const hidden = await openDesk({});
    expect((await sent(hidden)).get(agency)?.text).not.toContain('/acknowledge/');
  });
});
