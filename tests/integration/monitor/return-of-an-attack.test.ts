/** Who comes back after an incident, and who comes while one is open. */

import { describe, expect, it } from 'vitest';
import type { IncidentNotice } from '../../../src/core/notices/about-incidents.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { acknowledgeIncident, dismissIncident } from '../../../src/monitor/incidents/judge-incident.ts';
import { getIncident, listIncidents } from '../../../src/store/incidents/incidents.ts';
import { listOpenSuspects } from '../../../src/store/incidents/suspects.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const minute = 60_000;
const day = 86_400_000;
const by = { actor: owner('an'), note: null };
const own = { html: portalPage(), isUnpictured: true };
const defaced = { html: defacedPage, isUnpictured: true };
/** A suspect by itself: the attack's line, mentioned in a sentence on the portal's own page. */
const weak = {
  html: portalPage({ extra: '<p>Theo ghi nhận sáng nay, dòng chữ hacked by Kh4i-Test đã từng có ở đây</p>' }),
  isUnpictured: true,
};

async function watched(): Promise<StagedWatch> {
  const watch = await stageWatch({ schedule: { learnLooks: 2, learnEvery: '1m', recoveries: 1 } });
  watch.show(home, own);
  await watch.register(home);
  await watch.learn();
  return watch;
}

async function attackedAndResolved(): Promise<StagedWatch> {
  const watch = await watched();
  watch.show(home, defaced);
  await watch.look(3);
  watch.show(home, own);
  await watch.look(3);
  expect((await getIncident(watch.parts.db, 1))?.status).toBe('resolved');
  await watch.dispatch();
  return watch;
}

function notices(watch: StagedWatch): IncidentNotice[] {
  return watch.mails.flatMap(({ notice }) => (notice.type.startsWith('incident-') ? [notice as IncidentNotice] : []));
}
async function waitOf(watch: StagedWatch): Promise<number> {
  const { nextCheckAt } = await watch.parts.db.selectFrom('targets').select('nextCheckAt').executeTakeFirstOrThrow();
  return nextCheckAt - watch.now();
}

describe('an attack that comes back within seven days', () => {
  it('alarms although it is weaker, as a new incident that names the old one, and the mail says so', async () => {
    const fresh = await watched();
    fresh.show(home, weak);
    await fresh.look(6);
    expect(await listIncidents(fresh.parts.db, { onlyLive: false, limit: 9 })).toEqual([]);
    expect(await listOpenSuspects(fresh.parts.db)).toHaveLength(1);

    const watch = await attackedAndResolved();
    watch.advance(5 * day);
    watch.show(home, weak);
    await watch.look(4);
    expect(await getIncident(watch.parts.db, 2)).toMatchObject({ status: 'open', previousNumber: 1 });
    await watch.dispatch();
    const last = notices(watch).at(-1);
    expect(last).toMatchObject({ type: 'incident-opened', incidentNumber: 2, previousNumber: 1, isReturn: true });
    expect(last?.targets[0]?.reasons.map((reason) => reason.vi)).toContain(
      'Đúng thay đổi của sự cố số 1 đã xuất hiện trở lại.',
    );
  });

  it('is a suspect like any other after seven days', async () => {
    const watch = await attackedAndResolved();
    watch.advance(7 * day);
    await watch.look(1);
    watch.show(home, weak);
    await watch.look(6);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toEqual([]);
    expect(await listOpenSuspects(watch.parts.db)).toHaveLength(1);
  });

  it('is not what a false alarm was', async () => {
    const watch = await watched();
    watch.show(home, defaced);
    await watch.look(3);
    await dismissIncident(watch.parts, 1, by);
    watch.show(home, own);
    await watch.look(2);
    const other = portalPage({ title: 'Một tiêu đề hoàn toàn khác hẳn trước đây' });
    watch.show(home, { html: other, isUnpictured: true });
    await watch.look(6);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toEqual([]);
    watch.show(home, own);
    await watch.look(2);
    watch.advance(7 * day);
    watch.show(home, defaced);
    await watch.look(3);
    expect(await getIncident(watch.parts.db, 2)).toMatchObject({ previousNumber: null });
  });
});

describe('a site whose incident was resolved', () => {
  it('is looked at twice as often for seven days, in both tiers, and then as before', async () => {
    const watch = await attackedAndResolved();
    await watch.look(2);
    expect(await waitOf(watch)).toBeGreaterThanOrEqual(135_000);
    expect(await waitOf(watch)).toBeLessThanOrEqual(165_000);
    watch.requests.length = 0;
    const from = watch.now();
    await watch.look(60);
    const hours = (watch.now() - from) / 3_600_000;
    const browser = watch.requests.filter((request) => request.tier === 'browser').length;
    expect(browser / hours).toBeGreaterThan(3);
    watch.advance(7 * day);
    await watch.look(2);
    expect(await waitOf(watch)).toBeGreaterThanOrEqual(270_000);
  });

  it('by a dismissal is looked at as before', async () => {
    const watch = await watched();
    watch.show(home, defaced);
    await watch.look(3);
    await dismissIncident(watch.parts, 1, by);
    await watch.look(3);
    expect(await waitOf(watch)).toBeGreaterThanOrEqual(270_000);
  });
});

describe('a second wave on a site whose incident is open', () => {
  const second = {
    html: '<!doctype html><title>Sói Trắng</title><body bgcolor="black"><h1>Hacked by Sói Trắng</h1><p>Nhóm khác đã vào đây.</p></body>',
    isUnpictured: true,
  };

  it('by another hand is one more mail, and the incident knows both', async () => {
    const watch = await watched();
    watch.show(home, defaced);
    await watch.look(3);
    await watch.dispatch();
    watch.show(home, second);
    await watch.look(4);
    watch.advance(11 * minute);
    await watch.dispatch();
    expect(notices(watch).map(({ type }) => type)).toEqual(['incident-opened', 'incident-updated']);
    expect(notices(watch)[1]?.targets[0]?.reasons.some((reason) => reason.vi.includes('Sói Trắng'))).toBe(true);
    await watch.look(4);
    watch.advance(11 * minute);
    await watch.dispatch();
    expect(notices(watch)).toHaveLength(2);
  });

  it('withdraws an acknowledgement, since nobody took that on', async () => {
    const watch = await watched();
    watch.show(home, defaced);
    await watch.look(3);
    await acknowledgeIncident(watch.parts, 1, by);
    watch.show(home, second);
    await watch.look(4);
    await watch.dispatch();
    expect(await getIncident(watch.parts.db, 1)).toMatchObject({ status: 'open', acknowledgement: null });
    expect(notices(watch).at(-1)?.type).toBe('incident-escalated');
  });

  it('without signature and title is told too, with evidence of its own; the same page going on is not', async () => {
    const wordy = (text: string) => ({
      html: `<!doctype html><title></title><body><div>${Array.from({ length: 6 }, (_, i) => `<p>${text} ${'abcdef'[i]}</p>`).join('')}</div></body>`,
      isUnpictured: true,
    });
    const watch = await watched();
    watch.show(home, wordy('Thông điệp gửi quản trị viên về những lỗ hổng chưa ai vá suốt nhiều năm qua'));
    await watch.look(4);
    const first = await getIncident(watch.parts.db, 1);
    expect(first?.status).toBe('open');
    await watch.look(3);
    expect((await getIncident(watch.parts.db, 1))?.changedAt).toBe(first?.changedAt);
    watch.show(home, wordy('Lời kêu gọi quyên góp vào ví điện tử của một nhóm hoàn toàn xa lạ nào đó'));
    await watch.look(3);
    const later = await getIncident(watch.parts.db, 1);
    expect(later?.changedAt).toBeGreaterThan(first?.changedAt ?? 0);
    expect(later?.targets[0]?.findings.some(({ place }) => place?.after?.includes('quyên góp'))).toBe(true);
    const kept = await watch.parts.db
      .selectFrom('checks')
      .select('captureId')
      .where('id', '=', later?.targets[0]?.checkId ?? 0)
      .executeTakeFirstOrThrow();
    expect(kept.captureId).not.toBeNull();
  });
});
