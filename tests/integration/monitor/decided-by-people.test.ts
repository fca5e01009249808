/** What a person makes of a suspect, and of an incident that had ended. */
import { describe, expect, it } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { dismissIncident, resolveIncident } from '../../../src/monitor/incidents/judge-incident.ts';
import { promoteSuspect } from '../../../src/monitor/incidents/promote-suspect.ts';
import { reopenIncident } from '../../../src/monitor/incidents/reopen-incident.ts';
import { switchSite } from '../../../src/monitor/sites/switch-site.ts';
import { ignoredOn } from '../../../src/store/incidents/ignored-changes.ts';
import { getIncident } from '../../../src/store/incidents/incidents.ts';
import { getSuspect, listOpenSuspects, type SuspectRow } from '../../../src/store/incidents/suspects.ts';
import { getTarget, stateOf } from '../../../src/store/targets/targets.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const black = [0, 0, 0] as const;
const by = { actor: owner('an'), note: 'đã gọi đơn vị' };
const changed = portalPage({ title: 'Một tiêu đề hoàn toàn khác hẳn trước đây' });

async function watched(): Promise<StagedWatch> {
  const watch = await stageWatch();
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  return watch;
}
async function suspected(): Promise<{ watch: StagedWatch; suspect: SuspectRow }> {
  const watch = await watched();
  watch.show(home, { html: changed });
  await watch.look(4);
  const [suspect] = await listOpenSuspects(watch.parts.db);
  if (!suspect) throw new Error('nothing is suspected');
  return { watch, suspect };
}
async function defaced(): Promise<StagedWatch> {
  const watch = await watched();
  watch.show(home, { html: defacedPage, colour: black });
  await watch.look(3);
  await watch.dispatch();
  expect(types(watch)).toEqual(['incident-opened']);
  return watch;
}
async function statusOf({ parts }: StagedWatch): Promise<string> {
  const target = await getTarget(parts.db, '1.1');
  return target ? stateOf(target).status : '';
}
async function events({ parts }: StagedWatch): Promise<string[]> {
  const rows = await parts.db.selectFrom('incidentEvents').selectAll().orderBy('id').execute();
  return rows.map(({ type, actor }) => `${type} by ${actor}`);
}
const types = ({ mails }: StagedWatch) => mails.map(({ notice }) => notice.type);

describe('promoting a suspect', () => {
  it('makes it an incident by that person and mails the agency, which had heard nothing until then', async () => {
    const { watch, suspect } = await suspected();
    await watch.dispatch();
    expect(watch.mails).toEqual([]);
    expect(await promoteSuspect(watch.parts, suspect.id, by, suspect.checkId)).toBe(1);
    expect(await getIncident(watch.parts.db, 1)).toMatchObject({
      status: 'open',
      targets: [{ targetId: '1.1', level: 'suspect', confirmation: null, checkId: suspect.checkId }],
    });
    expect(await getSuspect(watch.parts.db, suspect.id)).toMatchObject({ status: 'promoted' });
    expect(await events(watch)).toEqual(['promoted by an']);
    expect(await statusOf(watch)).toBe('firing');
    const audit = await watch.parts.db.selectFrom('audit').selectAll().orderBy('seq', 'desc').executeTakeFirst();
    expect(audit).toMatchObject({ actor: 'an', act: 'suspect-promoted', subject: `suspect ${suspect.id}` });
    watch.advance(15_000);
    await watch.dispatch();
    expect(watch.mails).toMatchObject([
      { endpoint: 'tinhoc@co-quan.example', notice: { type: 'incident-opened', targets: [{ level: 'suspect' }] } },
    ]);
    expect(watch.mails[0]?.notice).not.toHaveProperty('targets.0.confirmation');
  });

  it('ends when the page is clean again, like an alarm', async () => {
    const { watch, suspect } = await suspected();
    await promoteSuspect(watch.parts, suspect.id, by, suspect.checkId);
    await watch.look(4);
    expect(await getIncident(watch.parts.db, 1)).toMatchObject({ status: 'open' });
    watch.show(home, { html: portalPage() });
    await watch.look(6);
    expect(await getIncident(watch.parts.db, 1)).toMatchObject({ status: 'resolved' });
    await watch.dispatch();
    expect(types(watch)).toEqual(['incident-opened', 'incident-resolved']);
  });

  it('is refused on an older look: the page shows more by now than the person saw', async () => {
    const { watch, suspect } = await suspected();
    const worse = changed.replace('</main>', '<div style="position:fixed;inset:0"><p>Thông báo</p></div></main>');
    watch.show(home, { html: worse });
    await watch.look(4);
    const [now] = await listOpenSuspects(watch.parts.db);
    expect(now?.checkId).toBeGreaterThan(suspect.checkId);
    const late = promoteSuspect(watch.parts, suspect.id, by, suspect.checkId);
    await expect(late).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/is not the newest/),
    });
    expect(await getIncident(watch.parts.db, 1)).toBeNull();
    await watch.dispatch();
    expect(watch.mails).toEqual([]);
  });

  it('is done once', async () => {
    const { watch, suspect } = await suspected();
    await promoteSuspect(watch.parts, suspect.id, by, suspect.checkId);
    await expect(promoteSuspect(watch.parts, suspect.id, by, suspect.checkId)).rejects.toMatchObject({
      message: expect.stringMatching(/already promoted/),
    });
  });
});

describe('reopening an incident', () => {
  it('puts back what a dismissal did: the page fires and its changes count again', async () => {
    const watch = await defaced();
    await dismissIncident(watch.parts, 1, by);
    expect(await ignoredOn(watch.parts.db, 1, watch.now())).not.toEqual([]);
    await reopenIncident(watch.parts, 1, by);
    expect(await getIncident(watch.parts.db, 1)).toMatchObject({
      status: 'open',
      endedAt: null,
      acknowledgement: null,
    });
    expect(await ignoredOn(watch.parts.db, 1, watch.now())).toEqual([]);
    expect(await statusOf(watch)).toBe('firing');
    expect((await events(watch)).slice(-2)).toEqual(['dismissed by an', 'reopened by an']);
    await watch.look(4);
    expect(await getIncident(watch.parts.db, 1)).toMatchObject({ status: 'open' });
    expect(await getIncident(watch.parts.db, 2)).toBeNull();
    await watch.dispatch();
    // Nobody was told of the dismissal.
    expect(types(watch)).toEqual(['incident-opened']);
    watch.show(home, { html: portalPage() });
    await watch.look(6);
    expect(await getIncident(watch.parts.db, 1)).toMatchObject({ status: 'resolved' });
  });

  it('leaves alone what a person ignored for longer than the dismissal did', async () => {
    const watch = await defaced();
    const [fingerprint = ''] = (await getIncident(watch.parts.db, 1))?.fingerprints ?? [];
    const expiresAt = watch.now() + 90 * 86_400_000;
    await watch.parts.db
      .insertInto('ignoredChanges')
      .values({ fingerprint, siteId: 1, createdAt: watch.now() - 1, createdBy: 'binh', expiresAt, note: null })
      .execute();
    await dismissIncident(watch.parts, 1, by);
    await reopenIncident(watch.parts, 1, by);
    expect(await ignoredOn(watch.parts.db, 1, watch.now())).toEqual([fingerprint]);
  });

  it('takes back a mail about the end that was not sent yet, and contradicts one that was', async () => {
    const watch = await defaced();
    await resolveIncident(watch.parts, 1, by);
    await reopenIncident(watch.parts, 1, by);
    await watch.dispatch();
    expect(types(watch)).toEqual(['incident-opened']);
    await resolveIncident(watch.parts, 1, by);
    watch.advance(86_400_000);
    await watch.dispatch();
    expect(types(watch)).toEqual(['incident-opened', 'incident-resolved']);
    await reopenIncident(watch.parts, 1, by);
    watch.advance(15_000);
    await watch.dispatch();
    expect(types(watch)).toEqual(['incident-opened', 'incident-resolved', 'incident-reopened']);
    expect(watch.mails.at(-1)?.notice).toMatchObject({ incidentNumber: 1 });
  });

  it('tells the agency of an alarm that was dismissed before its mail left', async () => {
    const watch = await watched();
    watch.show(home, { html: defacedPage, colour: black });
    await watch.look(3);
    await dismissIncident(watch.parts, 1, by);
    await reopenIncident(watch.parts, 1, by);
    watch.advance(15_000);
    await watch.dispatch();
    expect(types(watch)).toEqual(['incident-opened']);
  });

  it('is refused while it is open, while another one of the portal is, and when the portal is not watched', async () => {
    const watch = await defaced();
    const refused = (sentence: RegExp) =>
      expect(reopenIncident(watch.parts, 1, by)).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringMatching(sentence),
      });
    await refused(/has not ended/);
    await resolveIncident(watch.parts, 1, by);
    await watch.look(4);
    await refused(/Incident 2 of the same portal is open/);
    await switchSite(watch.parts, owner('an'), 1, 'removed');
    await refused(/no longer monitored/);
  });
});
