/** The daily sign of life to the operators: what was looked at, what could not be seen, what is open. */
import { latestAt } from '../core/duty/days.ts';
import type { CoverageNotice } from '../core/notice.ts';
import { auditHead } from '../store/audit.ts';
import { listIncidents } from '../store/incidents.ts';
import { getMeta, setMeta } from '../store/meta.ts';
import { countUnsent, insertNotice } from '../store/outbox.ts';
import { listSites } from '../store/registry.ts';
import { listOpenSuspects } from '../store/suspects.ts';
import { stateOf } from '../store/targets.ts';
import { blindSince } from './blindness.ts';
import { dashboardUrl, messageId } from './message-facts.ts';
import type { DeskParts } from './parts.ts';

const dayMs = 86_400_000;

/** Once a day, also when the monitor was off at that time; the first day begins when the monitor first runs. */
export async function sendCoverageWhenDue(parts: DeskParts): Promise<void> {
  const { mail, schedule } = parts.config;
  const now = parts.clock();
  const last = await getMeta(parts.db, 'lastCoverageAt');
  if (last === null) await setMeta(parts.db, 'lastCoverageAt', now);
  else if (last < latestAt(mail.coverageAt, now, schedule.timezone)) await sendCoverage(parts);
}

/** Records the notice for every operator; no notice when none is configured. */
export async function sendCoverage(parts: DeskParts): Promise<void> {
  const recipients = parts.config.mail.operators;
  const now = parts.clock();
  if (recipients.length === 0) return setMeta(parts.db, 'lastCoverageAt', now);
  const since = (await getMeta(parts.db, 'lastCoverageAt')) ?? now - dayMs;
  const notice = await coverage(parts, since, now);
  await parts.db.transaction().execute(async (trx) => {
    await setMeta(trx, 'lastCoverageAt', now);
    await insertNotice(trx, { notice, siteId: null, incidentNumber: null, recipients, notBefore: now }, () =>
      messageId(parts),
    );
  });
}

async function coverage(parts: DeskParts, since: number, now: number): Promise<CoverageNotice> {
  const { db } = parts;
  const sites = await listSites(db);
  const watched = sites.filter((site) => site.status === 'active').flatMap((site) => site.targets);
  const registered = watched.filter((target) => target.role === 'registered');
  const nameOf = new Map(sites.map((site) => [site.id, site.name]));
  const urlOf = new Map(watched.map((target) => [target.id, target.url]));
  const looks = await db
    .selectFrom('checks')
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      eb.fn.count<number>('targetId').distinct().as('targets'),
      eb.fn.max('latenessMs').as('lateness'),
    ])
    .where('at', '>=', since)
    .where('targetId', 'in', db.selectFrom('targets').select('id').where('role', '=', 'registered'))
    .executeTakeFirstOrThrow();
  const incidents = await listIncidents(db, { onlyLive: true, limit: 1_000 });
  const suspects = await listOpenSuspects(db);
  const blind = await blindSince(parts);
  return {
    type: 'coverage',
    at: now,
    since,
    targetCount: registered.length,
    lookedAtCount: Number(looks.targets),
    lookCount: Number(looks.count),
    worstLatenessMs: Number(looks.lateness ?? 0),
    openIncidents: incidents.map(({ number, siteId, kinds }) => ({ number, site: nameOf.get(siteId) ?? '', kinds })),
    openSuspects: suspects.map((suspect) => ({
      site: nameOf.get(suspect.siteId) ?? '',
      url: urlOf.get(suspect.targetId) ?? '',
      kind: suspect.kind as CoverageNotice['openSuspects'][number]['kind'],
    })),
    unknown: registered.flatMap((target) => {
      const { unknownSince, lastKind } = stateOf(target);
      return unknownSince === null ? [] : [{ url: target.url, kind: lastKind ?? 'unavailable', since: unknownSince }];
    }),
    unsent: await countUnsent(db),
    ...(blind === null ? {} : { blindSince: blind }),
    auditHead: await auditHead(db),
    dashboardUrl: dashboardUrl(parts, '/'),
  };
}
