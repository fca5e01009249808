/** The daily coverage message to the operators: what was looked at, what could not be seen, what is open. */

import { latestAt } from '../../core/duty/days.ts';
import { outageKind } from '../../core/incidents/outage.ts';
import type { CoverageFacts } from '../../core/notices/compose-monitor.ts';
import { listIncidents } from '../../store/incidents/incidents.ts';
import { listOpenSuspects } from '../../store/incidents/suspects.ts';
import { countUnsent } from '../../store/outbox/outbox.ts';
import { auditHead } from '../../store/records/audit.ts';
import { getMeta, setMeta } from '../../store/records/meta.ts';
import { listSites } from '../../store/registry/registry.ts';
import { countLooks } from '../../store/targets/look-hours.ts';
import { readableStateOf } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { blindSince } from '../upkeep/blindness.ts';
import { notify } from './notify.ts';

const dayMs = 86_400_000;

/** Once a day, even if the monitor was off at that time; the first day begins when the monitor first runs. */
export async function sendCoverageWhenDue(parts: OperatorParts): Promise<void> {
  const { mail, schedule } = parts.config;
  const now = parts.clock();
  const last = await getMeta(parts.db, 'lastCoverageAt');
  if (last === null) await setMeta(parts.db, 'lastCoverageAt', now);
  else if (last < latestAt(mail.coverageAt, now, schedule.timezone)) await sendCoverage(parts);
}

/** Records the notice for every operator; no notice when none is configured. */
export async function sendCoverage(parts: OperatorParts): Promise<void> {
  const recipients = parts.config.mail.operators;
  const now = parts.clock();
  if (recipients.length === 0) return setMeta(parts.db, 'lastCoverageAt', now);
  const since = (await getMeta(parts.db, 'lastCoverageAt')) ?? now - dayMs;
  const facts = await coverage(parts, since);
  await write(parts.db, async (trx) => {
    await setMeta(trx, 'lastCoverageAt', now);
    await notify(trx, parts, 'day-over', facts, { at: now, site: null });
  });
}

async function coverage(parts: OperatorParts, since: number): Promise<CoverageFacts> {
  const { db } = parts;
  const sites = await listSites(db);
  const watched = sites.filter((site) => site.status === 'active').flatMap((site) => site.targets);
  const registered = watched.filter((target) => target.role === 'registered');
  const nameOf = new Map(sites.map((site) => [site.id, site.name]));
  const urlOf = new Map(watched.map((target) => [target.id, target.url]));
  const looks = await countLooks(db, since);
  const incidents = await listIncidents(db, { onlyLive: true, limit: 1_000 });
  const suspects = await listOpenSuspects(db);
  const blind = await blindSince(parts);
  return {
    since,
    targetCount: registered.length,
    lookedAtCount: looks.targets,
    lookCount: looks.looks,
    worstLatenessMs: looks.worstLatenessMs,
    openIncidents: incidents.map(({ number, siteId, kinds }) => ({ number, site: nameOf.get(siteId) ?? '', kinds })),
    openSuspects: suspects.map((suspect) => ({
      site: nameOf.get(suspect.siteId) ?? '',
      url: urlOf.get(suspect.targetId) ?? '',
      kind: suspect.kind as CoverageFacts['openSuspects'][number]['kind'],
    })),
    unknown: registered.flatMap((target) => {
      const state = readableStateOf(target);
      // The looks fail, so the page is not being watched.
      if (state === null) return [{ url: target.url, kind: 'unavailable', since: target.lastCheckAt ?? since }];
      const kind = outageKind(state);
      return state.unknownSince === null || kind === null ? [] : [{ url: target.url, kind, since: state.unknownSince }];
    }),
    unsent: await countUnsent(db),
    ...(blind === null ? {} : { blindSince: blind }),
    auditHead: await auditHead(db),
  };
}
