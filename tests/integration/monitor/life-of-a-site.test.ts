import { describe, expect, it } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { approveBaseline } from '../../../src/monitor/baseline/approve-baseline.ts';
import { lookAgain } from '../../../src/monitor/check/look-again.ts';
import { runCheck } from '../../../src/monitor/check/run-check.ts';
import {
  acknowledgeIncident,
  dismissIncident,
  dismissSuspect,
  resolveIncident,
} from '../../../src/monitor/incidents/judge-incident.ts';
import { getIncident, listIncidents } from '../../../src/store/incidents/incidents.ts';
import { listOpenSuspects } from '../../../src/store/incidents/suspects.ts';
import { verifyAudit } from '../../../src/store/records/audit.ts';
import { claimOne, stateOf } from '../../../src/store/targets/targets.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const black = [0, 0, 0] as const;
const by = { actor: owner('an'), note: 'đã gọi đơn vị' };

// Another layout and other texts; the agency's name, title and contacts stay.
const redesign = `<!doctype html><title>Cổng thông tin điện tử huyện Thanh Sơn</title><body><div class="top"><section><h3>Ủy ban nhân dân huyện Thanh Sơn</h3><article>${'<div><span>Giao diện mới của cổng, nội dung được sắp xếp lại theo chủ đề cho người dân.</span></div>'.repeat(6)}</article><aside><a href="/gioi-thieu">Giới thiệu</a> <a href="/van-ban">Văn bản</a></aside></section></div>`;

async function watched(options: { paths?: string[] } = {}): Promise<StagedWatch> {
  const watch = await stageWatch();
  for (const url of [home, ...(options.paths ?? []).map((path) => new URL(path, home).href)])
    watch.show(url, { html: portalPage() });
  await watch.register(home, options);
  await watch.learn();
  return watch;
}
async function statusOf(watch: StagedWatch, id = '1.1'): Promise<string> {
  const target = await watch.parts.db.selectFrom('targets').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return stateOf(target).status;
}
async function events(watch: StagedWatch): Promise<string[]> {
  const rows = await watch.parts.db.selectFrom('incidentEvents').select('type').orderBy('id').execute();
  return rows.map((row) => row.type);
}
/** Looks until so many pages of the site are in its incident. */
async function fallen(watch: StagedWatch, count: number): Promise<void> {
  for (let looks = 0; looks < 40; looks += 1) {
    const [incident] = await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 });
    if (incident?.targets.length === count) return;
    await watch.look(1);
  }
}
function types(watch: StagedWatch): string[] {
  return watch.mails.map((mail) => mail.notice.type);
}

describe('the life of a watched site', () => {
  it('learns from several looks of both tiers and then watches against a provisional baseline', async () => {
    const watch = await watched();
    const baseline = await watch.parts.db.selectFrom('baselines').selectAll().executeTakeFirstOrThrow();
    expect(baseline).toMatchObject({ version: 1, status: 'provisional' });
    const pinned = await watch.parts.db.selectFrom('baselineCaptures').selectAll().execute();
    expect(pinned).toHaveLength(6);
    expect(watch.requests.slice(0, 2).map((request) => request.tier)).toEqual(['http', 'browser']);
    expect(await statusOf(watch)).toBe('ok');
  });

  it('approves the learned baseline by any look that it was learned from', async () => {
    const watch = await watched();
    const last = await watch.parts.db.selectFrom('checks').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
    expect(await approveBaseline(watch.parts, { checkId: last.id, actor: owner('an'), reason: null })).toBe(1);
    const baselines = await watch.parts.db
      .selectFrom('baselines')
      .select(['version', 'status', 'approvedBy'])
      .execute();
    expect(baselines).toEqual([{ version: 1, status: 'approved', approvedBy: 'an' }]);
  });

  it('stays quiet over many looks at an unchanged page and does not judge an equal answer twice', async () => {
    const watch = await watched();
    await watch.look(12);
    const levels = await watch.parts.db.selectFrom('checks').select('level').distinct().execute();
    expect(levels).toEqual([{ level: 'clean' }]);
    expect(await listIncidents(watch.parts.db, { onlyLive: false, limit: 9 })).toEqual([]);
    const captures = await watch.parts.db.selectFrom('captures').select('keptFor').distinct().execute();
    expect(captures).toEqual([{ keptFor: 'learning' }]);
  });

  it('catches a defacement: one incident with evidence, one mail, resolved with one more when the page is back', async () => {
    const watch = await watched();
    watch.show(home, { html: defacedPage, colour: black });
    await watch.look(3);
    const [incident] = await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 });
    expect(incident).toMatchObject({
      number: 1,
      status: 'open',
      kinds: ['defacement'],
      targets: [{ targetId: '1.1', url: home }],
    });
    await watch.dispatch();
    expect(types(watch)).toEqual(['incident-opened']);
    expect(watch.mails[0]).toMatchObject({
      endpoint: 'tinhoc@co-quan.example',
      notice: { targets: [{ before: { mediaType: 'image/png' }, after: { mediaType: 'image/png' } }] },
    });
    const evidence = await watch.parts.db
      .selectFrom('captures')
      .selectAll()
      .where('keptFor', '=', 'evidence')
      .execute();
    expect(evidence.length).toBeGreaterThan(0);
    for (const capture of evidence) expect(await watch.parts.blobs.get(capture.bodyHash)).not.toBeNull();

    watch.show(home, { html: portalPage() });
    await watch.look(4);
    await watch.dispatch();
    expect((await getIncident(watch.parts.db, 1))?.status).toBe('resolved');
    expect(types(watch)).toEqual(['incident-opened', 'incident-resolved']);
    expect(watch.mails[1]?.thread?.earlier).toEqual([watch.mails[0]?.messageId]);
    expect(await statusOf(watch)).toBe('ok');
  });

  it('makes one incident and one opening mail of a site whose pages all fall, and gathers the rest in one update', async () => {
    const watch = await watched({ paths: ['/tin', '/van-ban', '/lien-he'] });
    for (const path of ['', 'tin', 'van-ban', 'lien-he']) watch.show(home + path, { html: defacedPage, colour: black });
    await fallen(watch, 4);
    expect(await listIncidents(watch.parts.db, { onlyLive: false, limit: 9 })).toHaveLength(1);
    await watch.dispatch();
    expect(types(watch)).toEqual(['incident-opened']);
    watch.advance(11 * 60_000);
    await watch.dispatch();
    expect(types(watch)).toEqual(['incident-opened', 'incident-updated']);
    expect(watch.mails[1]?.notice).toMatchObject({ targets: [{}, {}, {}, {}] });
  });

  it('takes the gathered update back when the incident ended before it was sent', async () => {
    const watch = await watched({ paths: ['/tin'] });
    for (const path of ['', 'tin']) watch.show(home + path, { html: defacedPage, colour: black });
    await fallen(watch, 2);
    await watch.dispatch();
    for (const path of ['', 'tin']) watch.show(home + path, { html: portalPage() });
    await resolveIncident(watch.parts, 1, by);
    await watch.dispatch();
    watch.advance(3_600_000);
    await watch.dispatch();
    expect(types(watch)).toEqual(['incident-opened', 'incident-resolved']);
  });

  it('withdraws an acknowledgement when a further page falls, and says so', async () => {
    const watch = await watched({ paths: ['/tin'] });
    watch.show(home, { html: defacedPage, colour: black });
    await watch.look(5);
    await acknowledgeIncident(watch.parts, 1, by);
    expect((await getIncident(watch.parts.db, 1))?.status).toBe('acknowledged');
    watch.show(`${home}tin`, { html: defacedPage, colour: black });
    await watch.look(6);
    await watch.dispatch();
    expect((await getIncident(watch.parts.db, 1))?.status).toBe('open');
    expect(types(watch)).toEqual(['incident-opened', 'incident-escalated']);
    expect(await events(watch)).toEqual(['opened', 'acknowledged', 'escalated']);
  });

  it('opens a new incident that names the old one when a person resolved it and the page is still bad', async () => {
    const watch = await watched();
    watch.show(home, { html: defacedPage, colour: black });
    await watch.look(3);
    await resolveIncident(watch.parts, 1, by);
    await watch.look(3);
    expect(await getIncident(watch.parts.db, 2)).toMatchObject({ status: 'open', previousNumber: 1 });
  });

  it('mutes a dismissed incident for seven days and not longer', async () => {
    const watch = await watched();
    watch.show(home, { html: defacedPage, colour: black });
    await watch.look(3);
    await dismissIncident(watch.parts, 1, by);
    await watch.look(6);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toEqual([]);
    watch.advance(7 * 86_400_000);
    await watch.look(4);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toMatchObject([{ number: 2 }]);
  });

  it('learns nothing from a site that is defaced at first sight, and opens an incident', async () => {
    const watch = await stageWatch();
    watch.show(home, { html: defacedPage, colour: black });
    await watch.register(home);
    await watch.look(3);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toMatchObject([
      { kinds: ['defacement'] },
    ]);
    expect(await watch.parts.db.selectFrom('baselines').selectAll().execute()).toEqual([]);
    expect(await watch.parts.db.selectFrom('baselineCaptures').selectAll().execute()).toEqual([]);
    watch.show(home, { html: portalPage() });
    await watch.look(3);
    expect(await statusOf(watch)).toBe('learning');
    await watch.learn();
    expect(await statusOf(watch)).toBe('ok');
  });

  it('keeps a redesign in the queue, mails nobody at the agency, and takes the approval as the new normal', async () => {
    const watch = await watched();
    watch.show(home, { html: redesign, colour: [40, 90, 160] });
    await watch.look(4);
    const [suspect] = await listOpenSuspects(watch.parts.db);
    expect(suspect).toMatchObject({ siteId: 1, targetId: '1.1', status: 'open' });
    await watch.look(4);
    expect(await listOpenSuspects(watch.parts.db)).toHaveLength(1);
    await watch.dispatch();
    expect(watch.mails).toEqual([]);
    const version = await approveBaseline(watch.parts, {
      checkId: suspect?.checkId ?? 0,
      actor: owner('an'),
      reason: 'giao diện mới',
    });
    expect(version).toBe(2);
    await watch.look(5);
    expect(await listOpenSuspects(watch.parts.db)).toEqual([]);
    expect(await statusOf(watch)).toBe('ok');
    // The same look again changes nothing; another one of the old times is too late.
    expect(
      await approveBaseline(watch.parts, { checkId: suspect?.checkId ?? 0, actor: owner('an'), reason: null }),
    ).toBe(2);
    const late = await watch.parts.db
      .selectFrom('checks')
      .select('id')
      .where('baselineVersion', '=', 1)
      .where('id', '!=', suspect?.checkId ?? 0)
      .executeTakeFirstOrThrow();
    await expect(
      approveBaseline(watch.parts, { checkId: late.id, actor: owner('an'), reason: null }),
    ).rejects.toMatchObject({
      code: 'baseline-moved',
    });
  });

  it('does not end the alarm of a page that fell after the look that is approved', async () => {
    const watch = await watched();
    watch.show(home, { html: redesign, colour: [40, 90, 160] });
    await watch.look(4);
    const [suspect] = await listOpenSuspects(watch.parts.db);
    watch.show(home, { html: defacedPage, colour: black });
    await fallen(watch, 1);
    await watch.dispatch();
    watch.mails.length = 0;
    await approveBaseline(watch.parts, { checkId: suspect?.checkId ?? 0, actor: owner('an'), reason: 'giao diện mới' });
    await watch.dispatch();
    expect(watch.mails).toEqual([]);
    expect(await statusOf(watch)).toBe('firing');
    await watch.look(2);
    expect((await getIncident(watch.parts.db, 1))?.status).toBe('open');
    watch.show(home, { html: redesign, colour: [40, 90, 160] });
    await watch.look(8);
    expect((await getIncident(watch.parts.db, 1))?.status).toBe('resolved');
  });

  it('closes a suspect when the change goes, and mutes exactly the change that was dismissed', async () => {
    const watch = await watched();
    const changed = portalPage({ title: 'Một tiêu đề hoàn toàn khác hẳn trước đây' });
    watch.show(home, { html: changed });
    await watch.look(4);
    const [suspect] = await listOpenSuspects(watch.parts.db);
    expect(suspect).toBeDefined();
    await dismissSuspect(watch.parts, suspect?.id ?? 0, by);
    const muted = await watch.parts.db.selectFrom('ignoredChanges').selectAll().execute();
    expect(muted).toMatchObject([{ fingerprint: suspect?.fingerprint, siteId: 1, createdBy: 'an' }]);
    watch.show(home, { html: portalPage() });
    await watch.look(10);
    expect(await listOpenSuspects(watch.parts.db)).toEqual([]);
  });

  it('shows a portal that can not be seen as unknown, tells the operator after two hours and the agency after a day', async () => {
    const watch = await watched();
    watch.show(home, { html: '', failure: 'timed-out' });
    await watch.look(3);
    expect(await watch.parts.db.selectFrom('targets').select(['lastLevel', 'lastKind']).execute()).toEqual([
      { lastLevel: 'unknown', lastKind: 'unavailable' },
    ]);
    watch.advance(2 * 3_600_000);
    await watch.look(2);
    await watch.dispatch();
    expect(watch.mails.map((mail) => [mail.notice.type, mail.endpoint])).toEqual([
      ['unknown-operator', 'truc@bo.example'],
    ]);
    watch.advance(22 * 3_600_000);
    await watch.look(2);
    await watch.dispatch();
    expect(watch.mails.map((mail) => mail.notice.type)).toEqual(['unknown-operator', 'unknown-agency']);
    expect(await listIncidents(watch.parts.db, { onlyLive: false, limit: 9 })).toEqual([]);
  });

  it('still owes a look that somebody asked for while another one was under way', async () => {
    const watch = await watched();
    const take = watch.parts.takeCapture;
    const parts = {
      ...watch.parts,
      takeCapture: async (...args: Parameters<typeof take>) => {
        watch.advance(1_000);
        await lookAgain(watch.parts, owner('an'), ['1.1']);
        return take(...args);
      },
    };
    const target = await claimOne(parts.db, '1.1', { owner: 'o', now: watch.now(), leaseMs: 60_000 });
    expect(target && (await runCheck(parts, target, 'o', { dueAt: watch.now() }))).not.toBeNull();
    const after = await parts.db.selectFrom('targets').selectAll().executeTakeFirstOrThrow();
    expect(after).toMatchObject({ leaseOwner: null, nextTier: 'browser', cleanEtagJson: null });
    expect(after.nextCheckAt).toBeLessThanOrEqual(watch.now());
  });

  it('refuses a look whose target was decided about meanwhile and keeps the audit chain whole', async () => {
    const watch = await watched();
    watch.show(home, { html: defacedPage, colour: black });
    const take = watch.parts.takeCapture;
    let moved = false;
    const parts = {
      ...watch.parts,
      takeCapture: async (...args: Parameters<typeof take>) => {
        if (!moved) {
          moved = true;
          await watch.parts.db.updateTable('targets').set({ baselineVersion: 9 }).execute();
        }
        return take(...args);
      },
    };
    const target = await claimOne(parts.db, '1.1', { owner: 'o', now: watch.now(), leaseMs: 1_000 });
    const before = await parts.db.selectFrom('checks').select('id').execute();
    expect(target && (await runCheck(parts, target, 'o', { dueAt: watch.now() }))).toBeNull();
    expect(await parts.db.selectFrom('checks').select('id').execute()).toEqual(before);
    expect(await verifyAudit(watch.parts.db)).toMatchObject({ ok: true });
  });
});
