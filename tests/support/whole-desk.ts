/** A dashboard with content on every page, and the address of each page. All names are invented. */

import { readFile } from 'node:fs/promises';
import { generateSync } from 'otplib';
import type { Words } from '../../src/core/domain/words.ts';
import type { IncidentNotice } from '../../src/core/notices/about-incidents.ts';
import { owner } from '../../src/core/people/actor.ts';
import { withAcknowledgeLink } from '../../src/monitor/notices/acknowledge-link.ts';
import { addUser } from '../../src/monitor/people/add-user.ts';
import { beginSecondFactor, confirmSecondFactor, pendingSecondFactor } from '../../src/monitor/people/second-factor.ts';
import { createSetupLink } from '../../src/monitor/people/set-up.ts';
import { insertCampaign } from '../../src/store/incidents/campaigns.ts';
import { listOpenSuspects } from '../../src/store/incidents/suspects.ts';
import { insertNotice } from '../../src/store/outbox/outbox.ts';
import { briefIncidents } from '../../src/store/outbox/overflow.ts';
import { findUser, type UserRow } from '../../src/store/people/users.ts';
import { readWaitingPages } from '../../src/store/reads/approvals.ts';
import { insertImport, insertImportLines, saveImport, saveImportLine } from '../../src/store/registry/imports.ts';
import { write } from '../../src/store/write.ts';
import { type DutyRoom, type DutyRoomPages, seedDutyRoom } from './duty-room.ts';
import { seedReport } from './reports/seed-report.ts';
import { finding, seedBaseline, seedCheck, seedIncident, seedQuietLooks, seedSite } from './seed-desk.ts';
import { seedIncidentReport } from './seed-incident-report.ts';
import { reportDetails, seedRequest, watchDetails } from './seed-request.ts';
import type { TestDesk } from './test-desk.ts';
import { mailTo, overflowNotice } from './test-notices.ts';

const minute = 60_000;
const hour = 60 * minute;
const password = 'một câu dài dễ nhớ';

/** The dashboard's configuration: officers on duty, and an address for mail links. */
export const wholeDeskConfig = {
  web: { publicUrl: 'http://vonggac.dieuphoi.example' },
  smtp: { host: 'mail.dieuphoi.example' },
  duty: {
    officers: [
      { name: 'Nguyễn Thu Hà', email: 'ha.nt@dieuphoi.example', phone: '024 3000 0101' },
      { name: 'Phạm Quốc Bảo', email: 'bao.pq@dieuphoi.example', phone: '024 3000 0102' },
      { name: 'Lê Minh Châu', email: 'chau.lm@dieuphoi.example' },
    ],
  },
};

export interface DeskPage {
  /** Used in picture file names. */
  readonly name: string;
  readonly path: string;
  /** Cookies of the person who opens it, by name without `vonggac-`. */
  readonly cookies: Readonly<Record<string, string>>;
}

export interface WholeDesk extends DutyRoom {
  readonly pages: readonly DeskPage[];
}

/** @param shown what the defaced and the doubtful portal look like */
export async function seedWholeDesk(desk: TestDesk, now: number, shown: DutyRoomPages): Promise<WholeDesk> {
  // In chronological order, like the incidents' numbers.
  const campaign = await seedCampaign(desk, now);
  const room = await seedDutyRoom(desk.store, now, shown);
  const session = await desk.signedIn('administrator');
  await sayAndDo(desk, room, now, session);
  const report = await seedReport(desk.store, { agencyId: null, scopeName: null, at: now });
  const { form } = await seedIncidentReport(desk, room.incidentNumber, 'Sở Tài nguyên và Môi trường Hải Thanh');
  const acknowledge = await linkInLetter(desk);
  const digest = await linkInDigest(desk, now);
  const { choose, person } = await invite(desk, session);
  await beginSecondFactor(desk.parts, await userCalled(desk, 'administrator'));
  const step = await halfSignedIn(desk, now);
  const [waiting] = await readWaitingPages(desk.store.db, { agencyId: null }, { offset: 0, limit: 1 });
  const [suspect] = await listOpenSuspects(desk.store.db);
  const contact = await desk.store.db.selectFrom('contacts').select(['id', 'agencyId']).executeTakeFirstOrThrow();
  const requests = await seedRequests(desk, now);
  const imports = await seedImports(desk, now);
  await desk.acts.addWebhook(owner('quan-tri'), 'soc-quoc-gia', {
    url: 'https://soc.example/su-kien',
    agencyId: null,
    events: ['incident', 'campaign'],
  });
  const nobody = {};
  const administrator = { session };
  const auditor = { session: await desk.signedIn('auditor') };
  const paths: readonly [name: string, path: string, cookies: DeskPage['cookies']][] = [
    ['sign-in', '/sign-in', nobody],
    ['sign-in-code', '/sign-in/code', { step }],
    ['forgot-password', '/forgot-password', nobody],
    ['choose-password', choose, nobody],
    ['acknowledge', acknowledge, nobody],
    ['acknowledge-digest', digest, nobody],
    ['closed-link', `/choose-password/${'a'.repeat(43)}`, nobody],
    ['board', '/', administrator],
    ['board-pictures', '/?as=pictures', administrator],
    ['board-filtered', '/?state=unknown', administrator],
    ['suspects', '/suspects', administrator],
    ['promote-suspect', `/suspects/${suspect?.id}/promote`, administrator],
    ['approvals', '/approvals', administrator],
    ['approval', `/approvals/${waiting?.targetId}`, administrator],
    ['ignored-changes', '/ignored-changes', administrator],
    ['incidents', '/incidents?status=all', administrator],
    ['incident', `/incidents/${room.incidentNumber}`, administrator],
    ['incident-report', `/incident-reports/${form}`, administrator],
    ['hand-over', `/incidents/${room.incidentNumber}/hand-over`, administrator],
    ['campaign', `/campaigns/${campaign}`, administrator],
    ['look', `/looks/${room.suspectCheckId}`, administrator],
    ['source-difference', `/looks/${room.incidentCheckId}/source-difference`, administrator],
    ['site', `/sites/${room.defacedSiteId}?looks=pictures`, administrator],
    ['target', `/targets/${room.defacedSiteId}.1`, administrator],
    ['add-site', '/sites/add', administrator],
    ['edit-site', `/sites/${room.defacedSiteId}/edit`, administrator],
    ['import-sites', '/sites/import', administrator],
    ['import-progress', `/sites/import/${imports.underWay}`, administrator],
    ['import-checked', `/sites/import/${imports.checked}`, administrator],
    ['remove-site', `/sites/${room.defacedSiteId}/remove`, administrator],
    ['requests', '/requests', administrator],
    ['request', `/requests/${requests.watch}`, administrator],
    ['page-report', `/requests/${requests.report}`, administrator],
    ['import-requests', '/requests/import', administrator],
    ['overview', '/overview', administrator],
    ['reports', '/reports', administrator],
    ['report', `/reports/${report}`, administrator],
    ['agencies', '/agencies', administrator],
    ['agency', `/agencies/${contact.agencyId}`, administrator],
    ['contact', `/agencies/${contact.agencyId}/contacts/${contact.id}`, administrator],
    ['duty', '/duty', administrator],
    ['account', '/account', administrator],
    ['api', '/api', administrator],
    ['second-factor', '/account/second-factor', administrator],
    ['people', '/people', administrator],
    ['person', `/people/${person}`, administrator],
    ['settings', '/settings', administrator],
    ['channels', '/settings/channels', administrator],
    ['webhook-add', '/settings/webhooks/add', administrator],
    ['webhook', '/settings/webhooks/soc-quoc-gia', administrator],
    ['playbook', '/settings/playbook', administrator],
    ['playbook-part', '/settings/playbook/attacks.defacement', administrator],
    ['audit', '/audit', auditor],
    ['not-found', '/nowhere', administrator],
    ['forbidden', '/people', auditor],
  ];
  return { ...room, pages: paths.map(([name, path, cookies]) => ({ name, path, cookies })) };
}

/** A long list that is being checked, and one that waits for corrections and confirmation. */
async function seedImports({ store: { db } }: TestDesk, now: number) {
  const askedBy = 'administrator';
  const underWay = await insertImport(db, { askedBy, at: now - minute, unused: [], lines: 20_000 });
  await saveImport(db, underWay, { step: 'checking', done: 8_400 });
  const checked = await insertImport(db, { askedBy, at: now - 20 * minute, unused: ['STT', 'Ghi chú'], lines: 612 });
  await saveImport(db, checked, { step: 'checked', done: 612 });
  const names = ['Phú Lương', 'Bình Sơn', 'Văn Giang', 'Đồng Mai', 'An Lạc', 'Hải Thanh'];
  const lines = names.map((name, position) => {
    const cells = {
      name: `Ủy ban nhân dân xã ${name}`,
      url: `https://ubnd-${position}.example/`,
      email: position === 2 ? 'truc.hop.example' : `truc${position}@hop.example`,
      importance: position === 3 ? 'rất cao' : 'cao',
    };
    return { position, line: position + 2, cells, fault: null };
  });
  await insertImportLines(db, checked, lines);
  await write(db, async (trx) => {
    for (const { position, cells } of lines) {
      const problem = importProblems[position];
      const plan = { name: cells.name, address: cells.url, agency: null, pages: 1, emails: 1, tags: 0, warnings: [] };
      const result = problem ? { plan: null, problems: [problem] } : { plan, problems: [] };
      await saveImportLine(trx, checked, position, { state: problem ? 'bad' : 'added', result });
    }
  });
  return { underWay, checked };
}

const importProblems: Readonly<Record<number, { column: string; words: Words }>> = {
  2: {
    column: 'email',
    words: { vi: '“truc.hop.example” không phải là địa chỉ thư điện tử.', en: 'not an email address' },
  },
  3: {
    column: 'importance',
    words: { vi: 'Mức quan trọng chỉ nhận cao, thường hoặc thấp (high, normal, low).', en: 'not a level' },
  },
};

/** What came in through the public page, and by mail. */
async function seedRequests({ store }: TestDesk, now: number) {
  const watch = await seedRequest(store, { at: now - 3 * hour, period: [now, now + 92 * 24 * hour] });
  await seedRequest(store, { at: now - 2 * hour });
  const details = {
    ...watchDetails,
    agency: 'Ủy ban nhân dân xã Tân Hải',
    portals: ['https://tanhai.haithanh.example/'],
  };
  await seedRequest(store, { at: now - 50 * hour, details, status: 'watched', source: 'sheet' });
  const report = await seedRequest(store, { at: now - 20 * minute, details: reportDetails, confirmedAt: null });
  return { watch, report };
}

/** The pages of a new installation. */
export async function seedNewDesk(desk: TestDesk): Promise<readonly DeskPage[]> {
  const link = await readFile(await createSetupLink(desk.parts, 'http://desk.example'), 'utf8');
  const setUp: DeskPage = { name: 'set-up', path: new URL(link.trim()).pathname, cookies: {} };
  return [setUp];
}

async function sayAndDo(desk: TestDesk, room: DutyRoom, now: number, as: string): Promise<void> {
  const comment = 'Đã gọi trực ban của đơn vị lúc 21 giờ 20, đơn vị đang ngắt máy chủ khỏi mạng.';
  await desk.send(`/incidents/${room.incidentNumber}/comment`, { comment }, as);
  const note = 'Sở Tài nguyên và Môi trường Hải Thanh đang khắc phục; cần gọi lại lúc 22 giờ 30.';
  await desk.send('/duty/notes', { note }, as);
  const maintenance = { begins: '2026-11-21T23:00', ends: '2026-11-22T02:00', reason: 'Nâng cấp hệ quản trị nội dung' };
  await desk.send(`/sites/${room.defacedSiteId}/maintenance`, maintenance, as);
  await desk.send('/filters', { list: 'board', query: 'importance=high', name: 'Cổng quan trọng' }, as);
  await desk.send('/filters', { list: 'board', query: 'tag=dich+vu+cong&sort=last', name: 'Dịch vụ công' }, as);
  await ignoreHarmless(desk, now, as);
}

/** A change that somebody reviewed and found harmless. */
async function ignoreHarmless(desk: TestDesk, now: number, as: string): Promise<void> {
  const { id } = await desk.store.db
    .selectFrom('targets')
    .select('id')
    .where('url', '=', 'https://thuvien.haithanh.example/')
    .executeTakeFirstOrThrow();
  const reason = { vi: 'Tiêu đề trang bị đổi', en: 'The title was changed' };
  const findings = [finding({ detector: 'title-changed', family: 'title', score: 2.6, reason })];
  const look = { targetId: id, level: 'suspect', kind: 'defacement', score: 2.6, findings } as const;
  const checkId = await seedCheck(desk.store, { ...look, at: now - 50 * hour });
  await seedCheck(desk.store, { targetId: id, at: now - 2 * minute });
  const fingerprint = findings[0]?.fingerprint ?? '';
  const note = 'Thư viện đổi tiêu đề dịp kỷ niệm ngày thành lập, đã xác nhận qua điện thoại.';
  await desk.send(`/looks/${checkId}/ignore`, { fingerprint, days: '7', note }, as);
}

const fallen: readonly [name: string, host: string, agency: string][] = [
  ['Trung tâm Văn hóa huyện Phú Lương', 'vanhoa.phuluong.example', 'UBND huyện Phú Lương'],
  ['Trung tâm Y tế huyện Phú Lương', 'ytehuyen.phuluong.example', 'Sở Y tế Phú Lương'],
  ['Hội Nông dân tỉnh An Lạc', 'nongdan.anlac.example', 'Hội Nông dân tỉnh An Lạc'],
];

/** Three portals that were defaced within one hour and have recovered, so they don't dominate the board. */
async function seedCampaign({ store }: TestDesk, now: number): Promise<number> {
  const openedAt = now - 26 * hour;
  const common = [{ trait: 'signature', value: 'Hacked by Kh4i' }] as const;
  const number = await write(store.db, (trx) => insertCampaign(trx, { openedAt, common }, openedAt));
  for (const [index, [name, host, agency]] of fallen.entries()) {
    const url = `https://${host}/`;
    const at = openedAt + index * 11 * minute;
    const siteId = await seedSite(store, now - 50 * 24 * hour, { url, name, agency });
    const reason = { vi: 'Xuất hiện câu chữ của kẻ tấn công: “Hacked by Kh4i”', en: 'It says “Hacked by Kh4i”' };
    const phrase = { type: 'phrase', value: 'Hacked by Kh4i' } as const;
    const mirror = { type: 'domain', value: 'nightkite.example' } as const;
    const findings = [finding({ reason, indicators: index === 0 ? [phrase, mirror] : [phrase] })];
    const fell = { targetId: `${siteId}.1`, kind: 'defacement', score: 9, findings } as const;
    const target = { ...fell, url, checkId: await seedCheck(store, { ...fell, at, level: 'alarm' }) };
    const incident = await seedIncident(store, { siteId, openedAt: at, targets: [target], campaignNumber: number });
    await store.db
      .updateTable('incidents')
      .set({ status: 'resolved', endedAt: at + 5 * hour })
      .where('number', '=', incident)
      .execute();
    await seedBaseline(store, `${siteId}.1`, { at: now - 40 * 24 * hour, status: 'approved' });
    await seedQuietLooks(store, `${siteId}.1`, { from: now - 20 * hour, to: now - 3 * minute, everyMs: 5 * minute });
  }
  return number;
}

async function invite(desk: TestDesk, as: string): Promise<{ choose: string; person: number }> {
  const invited = { name: 'quoc.bao', email: 'bao.pq@dieuphoi.example', role: 'operator' };
  const answer = await desk.send('/people', invited, as);
  const choose = /\/choose-password\/[\w-]{43}/.exec(await answer.text())?.[0] ?? '';
  return { choose, person: (await userCalled(desk, invited.name)).id };
}

async function userCalled({ store }: TestDesk, name: string): Promise<UserRow> {
  const user = await findUser(store.db, name);
  if (!user) throw new Error(`${name} has no account`);
  return user;
}

/** Somebody who entered the password but not yet the code. @returns the cookie of that step */
async function halfSignedIn(desk: TestDesk, now: number): Promise<string> {
  const name = 'minh.chau';
  await addUser(desk.parts, owner('administrator'), { name, password, role: 'operator' });
  await beginSecondFactor(desk.parts, await userCalled(desk, name));
  const user = await userCalled(desk, name);
  const { secret = '' } = (await pendingSecondFactor(desk.parts, user)) ?? {};
  await confirmSecondFactor(desk.parts, user, generateSync({ secret, epoch: Math.floor(now / 1_000) }), '');
  const answer = await desk.send('/sign-in', { name, password }, null);
  return /vonggac-step=([^;]+)/.exec(answer.headers.getSetCookie().join('\n'))?.[1] ?? '';
}

/** The link path in the first message about the incident. */
async function linkInLetter({ store, parts }: TestDesk): Promise<string> {
  const message = await store.db
    .selectFrom('outbox')
    .select(['id', 'messageId'])
    .where('status', '=', 'sent')
    .executeTakeFirstOrThrow();
  const { acknowledgeUrl = '' } = await withAcknowledgeLink(parts, message, {} as IncidentNotice);
  return new URL(acknowledgeUrl).pathname;
}

/** The link path in a digest of every incident, sent to an officer. */
async function linkInDigest(desk: TestDesk, now: number): Promise<string> {
  const { store, parts } = desk;
  const { email } = wholeDeskConfig.duty.officers[2] ?? { email: '' };
  return write(store.db, async (trx) => {
    const all = await trx.selectFrom('incidents').select('number').execute();
    const numbers = all.map(({ number }) => number);
    // All were open when it was sent; some have ended since.
    const incidents = (await briefIncidents(trx, numbers)).map((one) => ({ ...one, status: 'open' as const }));
    const notice = overflowNotice({ at: now, incidents });
    const told = { siteId: null, incidentNumber: null, endpoints: mailTo(email), notBefore: now };
    const noticeId = await insertNotice(trx, { notice, ...told }, () => 'digest@test');
    const message = await trx
      .selectFrom('outbox')
      .select(['id', 'messageId'])
      .where('noticeId', '=', noticeId)
      .executeTakeFirstOrThrow();
    await trx.updateTable('outbox').set({ status: 'sent', endedAt: now }).where('id', '=', message.id).execute();
    return new URL((await withAcknowledgeLink(parts, message, notice)).acknowledgeUrl ?? '').pathname;
  });
}
