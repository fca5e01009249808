/** The names of a registered host through the life of a site: learned, hijacked, told, given back, approved. */

import { describe, expect, it } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { approveBaseline } from '../../../src/monitor/baseline/approve-baseline.ts';
import { runCheck } from '../../../src/monitor/check/run-check.ts';
import { enterDomainEnd } from '../../../src/monitor/names/enter-domain-end.ts';
import { switchSite } from '../../../src/monitor/sites/switch-site.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { acceptedOf, getHostNames } from '../../../src/store/targets/host-names.ts';
import { claimOne } from '../../../src/store/targets/targets.ts';
import { dayMs, type NamesWish } from '../../support/name-looks.ts';
import { portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const host = 'anphu.binhgiang.gov.vn';
const url = `https://${host}/`;
const national = { contacts: [{ name: 'VNCERT/CC', email: 'ir@vncert.example' }] };

async function learnedWatch(usual: NamesWish = {}): Promise<{ watch: StagedWatch; siteId: number; namesId: string }> {
  const watch = await stageWatch({ names: { learnLooks: 3 }, national });
  watch.show(url, { html: portalPage() });
  watch.showNames(host, usual);
  const siteId = await watch.register(url);
  await watch.learn();
  await watch.look(20);
  const { id } = await watch.parts.db
    .selectFrom('targets')
    .select('id')
    .where('role', '=', 'names')
    .executeTakeFirstOrThrow();
  return { watch, siteId, namesId: id };
}

const hijacked: NamesWish = {
  records: { A: ['198.51.100.66'], NS: ['ns1.cheap.example', 'ns2.cheap.example'] },
  tls: { key: 'key-of-the-thief', issuer: 'C=AT, O=ZeroSSL, CN=ZeroSSL ECC', address: '198.51.100.66' },
};

const live = (watch: StagedWatch) => listIncidents(watch.parts.db, { onlyLive: true, limit: 9 });

describe('the names of a registered host', () => {
  it('are watched from registration on, each host once, and not those of an address or of removed sites', async () => {
    const watch = await stageWatch({ names: { learnLooks: 3 } });
    await watch.register(url, { paths: ['/tin-tuc', 'https://dichvucong.binhgiang.gov.vn/'] });
    await watch.register('https://192.0.2.7/');
    const rows = await watch.parts.db
      .selectFrom('targets')
      .select(['url', 'nextTier'])
      .where('role', '=', 'names')
      .execute();
    expect(rows).toEqual([
      { url: `dns:${host}`, nextTier: 'names' },
      { url: 'dns:dichvucong.binhgiang.gov.vn', nextTier: 'names' },
    ]);
    await switchSite(watch.parts, owner('an'), 1, 'paused');
    await switchSite(watch.parts, owner('an'), 1, 'active');
    const queues = await watch.parts.db.selectFrom('targets').select('nextTier').where('role', '=', 'names').execute();
    expect(queues.map(({ nextTier }) => nextTier)).toEqual(['names', 'names']);
    await switchSite(watch.parts, owner('an'), 1, 'removed');
    expect(await watch.parts.db.selectFrom('hostNames').selectAll().execute()).toEqual([]);
  });

  it('are learned from several looks, and quiet while they stay as they are', async () => {
    const { watch, namesId } = await learnedWatch();
    const row = await getHostNames(watch.parts.db, namesId);
    expect(acceptedOf(row ?? { targetId: namesId, acceptedJson: null })?.looks).toBeGreaterThan(3);
    expect(await live(watch)).toEqual([]);
    // The slower parts are not asked for at every look.
    const asked = watch.namesAsked.map(({ asked }) => asked.includes('registration'));
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(asked.length).toBeGreaterThan(3);
  });

  it('hijacked: confirmed by a fresh look, one incident of kind takeover, told to the agency and the national contacts', async () => {
    const { watch, siteId } = await learnedWatch();
    watch.showNames(host, hijacked);
    watch.advance(15 * 60_000);
    await watch.look(1);
    expect(await live(watch)).toEqual([]);
    await watch.look(12);
    const [incident] = await live(watch);
    expect(incident).toMatchObject({ siteId, kinds: ['takeover'], targets: [{ url: `dns:${host}`, level: 'alarm' }] });
    expect(incident?.targets[0]?.confirmation?.alarms).toBe(2);
    await watch.dispatch();
    expect(watch.mails.map(({ endpoint }) => endpoint).sort()).toEqual(['ir@vncert.example', 'tinhoc@co-quan.example']);

    watch.showNames(host, {});
    watch.advance(15 * 60_000);
    await watch.look(30);
    expect(await live(watch)).toEqual([]);
  });

  it('a new place that people approve is accepted from then on, with who said so in the audit log', async () => {
    const { watch, namesId } = await learnedWatch();
    watch.showNames(host, hijacked);
    watch.advance(15 * 60_000);
    await watch.look(14);
    const [incident] = await live(watch);
    const checkId = incident?.targets[0]?.checkId ?? 0;
    await approveBaseline(watch.parts, { checkId, actor: owner('an'), reason: 'chuyển nhà cung cấp' });
    expect(await live(watch)).toEqual([]);
    await expect(approveBaseline(watch.parts, { checkId, actor: owner('an'), reason: null })).rejects.toThrow(
      /have changed since/,
    );
    await watch.look(20);
    expect(await live(watch)).toEqual([]);
    const acts = await watch.parts.db.selectFrom('audit').select(['act', 'subject']).execute();
    expect(acts).toContainEqual({ act: 'names-approved', subject: `target ${namesId}` });
  });

  it('name servers that say nothing at all are unknown, no outage of the portal and no alarm', async () => {
    const { watch, namesId } = await learnedWatch();
    watch.showNames(host, {
      only: Object.fromEntries(['system', '192.0.2.53', 'ns1.dns.example'].map((one) => [one, 'timed-out'])),
    });
    watch.advance(15 * 60_000);
    await watch.look(12);
    const target = await watch.parts.db
      .selectFrom('targets')
      .selectAll()
      .where('id', '=', namesId)
      .executeTakeFirstOrThrow();
    expect(target).toMatchObject({ lastLevel: 'unknown', lastKind: 'unavailable', status: 'ok' });
    expect(await live(watch)).toEqual([]);
  });

  it('a date entered by hand is watched where no registry answers, and warned of once', async () => {
    const registration = {
      status: 'no-service',
      registrar: null,
      statuses: [],
      nameServers: [],
      expiresAt: null,
    } as const;
    const { watch, siteId, namesId } = await learnedWatch({ registration });
    await enterDomainEnd(watch.parts, owner('an'), siteId, watch.now() + 6 * dayMs);
    watch.advance(dayMs);
    await watch.look(30);
    const found = await watch.parts.db
      .selectFrom('findings')
      .innerJoin('checks', 'checks.id', 'findings.checkId')
      .select(['findings.detector'])
      .where('checks.targetId', '=', namesId)
      .where('detector', '=', 'registration-expiring')
      .execute();
    expect(found.length).toBeGreaterThan(0);
    expect(await live(watch)).toEqual([]);
  });

  it('while we are blind ourselves, a strange answer beside silent servers is no takeover', async () => {
    const { watch, namesId } = await learnedWatch();
    const parts = { ...watch.parts, isBlind: async () => true };
    const only = { '192.0.2.53': 'timed-out', 'ns1.dns.example': 'timed-out' } as const;
    watch.showNames(host, { ...hijacked, only });
    watch.advance(15 * 60_000);
    const look = async (seeing: typeof watch.parts) => {
      const target = await claimOne(parts.db, namesId, { owner: 'test', now: watch.now(), leaseMs: 60_000 });
      return target && (await runCheck(seeing, target, 'test', { dueAt: watch.now() }));
    };
    expect((await look(parts))?.verdict).toMatchObject({ level: 'unknown', kind: 'blind' });
    expect((await look(watch.parts))?.verdict.level).not.toBe('unknown');
  });
});
