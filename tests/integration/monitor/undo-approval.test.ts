/** An approval that was a mistake: what was the baseline before is so again, and what the approval ended is open. */
import { expect, it } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { approveBaseline } from '../../../src/monitor/baseline/approve-baseline.ts';
import { undoApproval } from '../../../src/monitor/baseline/undo-approval.ts';
import { getIncident } from '../../../src/store/incidents/incidents.ts';
import { approvalOf } from '../../../src/store/targets/approvals.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const actor = owner('an');
const attacked = { html: defacedPage, colour: [0, 0, 0] as const };

async function watched(): Promise<StagedWatch> {
  const watch = await stageWatch();
  watch.show(home, { html: portalPage() });
  await watch.register(home, { emails: ['truc@co-quan.example'] });
  await watch.learn();
  return watch;
}

async function lastLook({ parts }: StagedWatch) {
  return parts.db.selectFrom('checks').select(['id', 'level']).orderBy('id', 'desc').executeTakeFirstOrThrow();
}

async function approve(watch: StagedWatch): Promise<number> {
  const { id } = await lastLook(watch);
  await approveBaseline(watch.parts, { checkId: id, actor, reason: 'nhầm' });
  return (await approvalOf(watch.parts.db, '1.1'))?.approvedAt ?? 0;
}

const versions = ({ parts }: StagedWatch) =>
  parts.db.selectFrom('baselines').select(['version', 'status']).orderBy('version').execute();

const currentVersion = async ({ parts }: StagedWatch) =>
  (await parts.db.selectFrom('targets').select('baselineVersion').executeTakeFirstOrThrow()).baselineVersion;

it('of a learned page: it waits for approval again', async () => {
  const watch = await watched();
  await watch.look(1);
  await undoApproval(watch.parts, actor, '1.1', await approve(watch));
  expect(await versions(watch)).toEqual([{ version: 1, status: 'provisional' }]);
  const acts = await watch.parts.db.selectFrom('audit').select('act').orderBy('seq').execute();
  expect(acts.map(({ act }) => act).slice(-2)).toEqual(['baseline-approved', 'baseline-approval-undone']);
});

it('of an attacked page: the incident is open again, nobody hears of its end, and the page is judged as before', async () => {
  const watch = await watched();
  watch.show(home, attacked);
  while ((await getIncident(watch.parts.db, 1).catch(() => null)) === null) await watch.look(1);
  await watch.dispatch();
  const approvedAt = await approve(watch);
  expect(await getIncident(watch.parts.db, 1)).toMatchObject({ status: 'resolved' });
  expect(await currentVersion(watch)).toBe(2);
  watch.advance(10_000);
  await watch.dispatch();
  await undoApproval(watch.parts, actor, '1.1', approvedAt);
  expect(await getIncident(watch.parts.db, 1)).toMatchObject({ status: 'open', endedAt: null });
  expect(await versions(watch)).toEqual([
    { version: 1, status: 'provisional' },
    { version: 2, status: 'replaced' },
  ]);
  await watch.lookAtDue();
  expect(await lastLook(watch)).toMatchObject({ level: 'alarm' });
  watch.advance(60_000);
  await watch.dispatch();
  expect(watch.mails.map(({ notice }) => notice.type)).not.toContain('incident-resolved');
});

it('of a page that had no baseline: it learns, judged at first sight', async () => {
  const watch = await stageWatch();
  watch.show(home, attacked);
  await watch.register(home);
  while ((await getIncident(watch.parts.db, 1).catch(() => null)) === null) await watch.look(1);
  const approvedAt = await approve(watch);
  await undoApproval(watch.parts, actor, '1.1', approvedAt);
  expect(await currentVersion(watch)).toBe(0);
  await watch.look(2);
  expect(await lastLook(watch)).toMatchObject({ level: 'alarm' });
  expect(await versions(watch)).toEqual([{ version: 1, status: 'replaced' }]);
});

it('is refused once somebody approved again', async () => {
  const watch = await watched();
  await watch.look(1);
  const first = await approve(watch);
  watch.advance(60_000);
  await watch.look(1);
  await approve(watch);
  await expect(undoApproval(watch.parts, actor, '1.1', first)).rejects.toThrow('has changed since that approval');
});
