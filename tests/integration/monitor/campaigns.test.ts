/** Portals that fall alike: one campaign, each agency's own mail, and few mails for whoever would get many. */

import { describe, expect, it } from 'vitest';
import type { CampaignNotice } from '../../../src/core/notices/about-incidents.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { acknowledgeIncident, dismissIncident } from '../../../src/monitor/incidents/judge-incident.ts';
import { prune } from '../../../src/monitor/upkeep/prune.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const minute = 60_000;
const operator = 'truc@bo.example';
const urlOf = (site: number): string => `https://cong${site}.example.gov.vn/`;

interface Fallen {
  readonly watch: StagedWatch;
  readonly sites: readonly number[];
}

/** Portals that were learned; `emailOf` gives the recipient of each. */
async function watched(count: number, emailOf: (site: number) => string[], config: object = {}): Promise<StagedWatch> {
  const watch = await stageWatch({
    schedule: { learnLooks: 2, learnEvery: '1m', every: '20m', browserEvery: '12h', recoveries: 1 },
    ...config,
  });
  for (let site = 1; site <= count; site += 1) {
    watch.show(urlOf(site), { html: portalPage({ title: `Cổng thông tin số ${site}` }), isUnpictured: true });
    await watch.register(urlOf(site), { emails: emailOf(site) });
  }
  await pass(watch, 10 * minute);
  const learning = await watch.parts.db.selectFrom('targets').select('id').where('status', '=', 'learning').execute();
  expect(learning).toEqual([]);
  return watch;
}

/** Time goes by, with looks and deliveries as the daemon makes them. */
async function pass(watch: StagedWatch, ms: number, stepMs = minute): Promise<void> {
  for (let gone = 0; gone < ms; gone += stepMs) {
    watch.advance(stepMs);
    await watch.lookAtDue();
    await watch.dispatch();
  }
}

async function deface({ watch, sites }: Fallen, html = defacedPage): Promise<void> {
  for (const site of sites) watch.show(urlOf(site), { html, isUnpictured: true });
}

function mailsTo(watch: StagedWatch, recipient: string): string[] {
  return watch.mails.filter((mail) => mail.endpoint === recipient).map((mail) => mail.notice.type);
}
function campaignMails(watch: StagedWatch, recipient: string): CampaignNotice[] {
  return watch.mails.flatMap(({ notice, endpoint: to }) =>
    to === recipient && (notice.type === 'campaign-opened' || notice.type === 'campaign-digest') ? [notice] : [],
  );
}
const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('fifty portals that fall alike within an hour', () => {
  it('are fifty incidents and one campaign; each agency gets its one mail, operators get three', async () => {
    const watch = await watched(50, (site) => [`tinhoc${site}@co-quan.example`]);
    for (const tens of [0, 10, 20, 30, 40]) {
      await deface({ watch, sites: all(10).map((site) => site + tens) });
      await pass(watch, 10 * minute);
    }
    await pass(watch, 12 * minute);
    const incidents = await listIncidents(watch.parts.db, { onlyLive: true, limit: 99 });
    expect(incidents).toHaveLength(50);
    expect(new Set(incidents.map((incident) => incident.campaignNumber))).toEqual(new Set([1]));
    for (const site of all(50)) expect(mailsTo(watch, `tinhoc${site}@co-quan.example`)).toEqual(['incident-opened']);
    expect(mailsTo(watch, operator)).toEqual(['campaign-opened', 'campaign-digest']);
    const alone = watch.mails.filter(
      ({ notice }) => notice.type === 'incident-opened' && notice.campaign === undefined,
    );
    expect(alone).toHaveLength(1);

    await pass(watch, 60 * minute, 10 * minute);
    expect(mailsTo(watch, operator)).toEqual(['campaign-opened', 'campaign-digest', 'campaign-digest']);
    const [opened, , last] = campaignMails(watch, operator);
    expect(opened?.incidents.length).toBeGreaterThanOrEqual(2);
    expect(opened?.incidents.length).toBeLessThan(50);
    expect(last?.incidents).toHaveLength(50);
    expect(last?.common.map((words) => words.vi)).toContain('cùng một nội dung bị thay vào hoặc chèn thêm');
    const [first, second] = watch.mails.filter(({ notice }) => notice.type.startsWith('campaign'));
    expect(second?.thread?.earlier).toEqual([first?.messageId]);
    // Nothing changes, nothing is said.
    await pass(watch, 120 * minute, 20 * minute);
    expect(mailsTo(watch, operator)).toHaveLength(3);
  });

  it('give one recipient of them all a handful of mails, until they are all well again', async () => {
    const everybody = 'so.tttt@tinh.example';
    const watch = await watched(50, () => [everybody]);
    await deface({ watch, sites: all(50) });
    await pass(watch, 40 * minute);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 99 })).toHaveLength(50);
    expect(mailsTo(watch, everybody)).toEqual([
      'incident-opened',
      'incident-opened',
      'incident-opened',
      'campaign-digest',
    ]);
    expect(campaignMails(watch, everybody)[0]?.incidents).toHaveLength(50);
    for (const site of all(50))
      watch.show(urlOf(site), { html: portalPage({ title: `Cổng thông tin số ${site}` }), isUnpictured: true });
    await pass(watch, 120 * minute, 5 * minute);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 99 })).toEqual([]);
    const counts = Object.groupBy(mailsTo(watch, everybody), (type) => type);
    expect(counts['incident-resolved']).toHaveLength(3);
    expect(mailsTo(watch, everybody).length).toBeLessThanOrEqual(9);
    const last = campaignMails(watch, everybody).at(-1);
    expect(last?.incidents.every((incident) => incident.status === 'resolved')).toBe(true);
  });
});

describe('a campaign', () => {
  it('tells an agency of its own portals only', async () => {
    const watch = await watched(8, (site) => [site <= 5 ? 'tinh-a@co-quan.example' : 'tinh-b@co-quan.example']);
    await deface({ watch, sites: all(8) });
    await pass(watch, 40 * minute);
    const [digest] = campaignMails(watch, 'tinh-a@co-quan.example');
    expect(digest?.incidents.map((incident) => incident.url).sort()).toEqual(all(5).map(urlOf));
    expect(mailsTo(watch, 'tinh-b@co-quan.example')).toEqual(['incident-opened', 'incident-opened', 'incident-opened']);
  });

  it('is not made of two portals that fall in different ways on one server', async () => {
    const watch = await watched(2, (site) => [`tinhoc${site}@co-quan.example`]);
    await deface({ watch, sites: [1] });
    const other = `<title>Sói Trắng was here</title><body bgcolor="#111"><h1>Hacked by Sói Trắng</h1><p>${'Chúng tôi đã ở đây và sẽ còn trở lại vào một ngày khác. '.repeat(3)}</p>`;
    await deface({ watch, sites: [2] }, other);
    await pass(watch, 40 * minute);
    const incidents = await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 });
    expect(incidents.map((incident) => incident.campaignNumber)).toEqual([null, null]);
    expect(mailsTo(watch, operator)).toEqual([]);
  });

  it('is not made of portals that fall alike on different days, and what recognised them is forgotten', async () => {
    const watch = await watched(2, (site) => [`tinhoc${site}@co-quan.example`]);
    await deface({ watch, sites: [1] });
    await pass(watch, 30 * minute);
    watch.advance(25 * 60 * minute);
    await deface({ watch, sites: [2] });
    await pass(watch, 30 * minute);
    const incidents = await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 });
    expect(incidents.map((incident) => incident.campaignNumber)).toEqual([null, null]);
    await prune(watch.parts);
    expect(await watch.parts.db.selectFrom('incidentTraits').select('incidentNumber').execute()).toEqual([
      { incidentNumber: 2 },
    ]);
  });

  it('leaves out a false alarm, and what waits to be sent says how things are now', async () => {
    const watch = await watched(3, (site) => [`tinhoc${site}@co-quan.example`]);
    await deface({ watch, sites: [1, 2] });
    await pass(watch, 30 * minute);
    await deface({ watch, sites: [3] });
    watch.advance(10 * minute);
    for (let looks = 0; looks < 9; looks += 1) {
      watch.advance(minute);
      await watch.lookAtDue();
    }
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toHaveLength(3);
    await dismissIncident(watch.parts, 3, { actor: owner('an'), note: null });
    await acknowledgeIncident(watch.parts, 1, { actor: owner('an'), note: null });
    watch.advance(10 * minute);
    await watch.dispatch();
    const last = campaignMails(watch, operator).at(-1);
    expect(last?.type).toBe('campaign-digest');
    expect(last?.incidents.map(({ number, status }) => [number, status])).toEqual([
      [2, 'open'],
      [1, 'acknowledged'],
    ]);
  });

  it('is written on the timeline of every incident of it', async () => {
    const watch = await watched(2, (site) => [`tinhoc${site}@co-quan.example`]);
    await deface({ watch, sites: [1, 2] });
    await pass(watch, 30 * minute);
    const rows = await watch.parts.db
      .selectFrom('incidentEvents')
      .select(['incidentNumber', 'type'])
      .where('type', '=', 'joined-campaign')
      .orderBy('incidentNumber')
      .execute();
    expect(rows.map((row) => row.incidentNumber)).toEqual([1, 2]);
  });
});
