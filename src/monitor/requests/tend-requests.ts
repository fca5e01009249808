/** What happens to requests by itself: learned, ending, over, forgotten; and the operators hear that some wait. */
import { dayMs, dayOf } from '../../core/duty/days.ts';
import { system } from '../../core/people/actor.ts';
import { closedMs, mailGapMs, periodStep, reportedLookGapMs, unconfirmedMs } from '../../core/requests/keep.ts';
import { nextStatus } from '../../core/requests/request.ts';
import { hostsOf } from '../../core/requests/typed.ts';
import type { Trx } from '../../store/handle.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getMeta, setMeta } from '../../store/records/meta.ts';
import { getSite } from '../../store/registry/registry.ts';
import { progressOf, registeredOn } from '../../store/requests/registered.ts';
import {
  changeRequest,
  countByKindWaiting,
  findRequest,
  newestWaitingAt,
  overdueRequests,
  requestsIn,
  type StoredRequest,
} from '../../store/requests/requests.ts';
import { forgetTallies } from '../../store/requests/tallies.ts';
import { forgetTokens } from '../../store/requests/tokens.ts';
import { write } from '../../store/write.ts';
import { notify } from '../notices/notify.ts';
import { switchSiteIn } from '../sites/switch-site.ts';
import { forgetRequest } from './personal-data.ts';
import type { RequestParts } from './request-parts.ts';
import { tellRequester } from './tell-requester.ts';

const keptDays = 366;
/** Operators are told of new requests at most this often. */
const toldEveryMs = 3_600_000;

export async function tendRequests(parts: RequestParts): Promise<void> {
  for (const { id } of await requestsIn(parts.db, ['learning', 'watched'])) await tendRequest(parts, id);
  await tellOperators(parts);
  await forgetOld(parts);
}

async function tendRequest(parts: RequestParts, id: number): Promise<void> {
  await write(parts.db, async (trx) => {
    const request = await findRequest(trx, id);
    if (!request) return;
    const now = parts.clock();
    const progress = await progressOf(trx, request.siteIds);
    if (request.siteIds.length > 0 && progress.sites === 0) {
      await end(trx, parts, request, null);
      return;
    }
    if (progress.learned === progress.pages) await noteLearned(trx, parts, request);
    const { periodFrom, periodTo, periodAskedAt } = request;
    const period = { from: periodFrom ?? 0, to: periodTo };
    const step = periodStep(period, now, periodAskedAt, progress.openIncidents > 0);
    if (step === 'ask') {
      await changeRequest(trx, id, now, { periodAskedAt: now });
      await tellRequester(trx, parts, request, 'period-ending');
    }
    if (step !== 'end') return;
    const reason = `Hết thời hạn của yêu cầu số ${id}`;
    for (const siteId of await onlyOf(trx, request, now)) {
      await switchSiteIn(trx, parts, system, siteId, 'paused', { reason });
    }
    await end(trx, parts, request, 'period-ended');
  });
}

async function noteLearned(trx: Trx, parts: RequestParts, request: StoredRequest): Promise<void> {
  const status = nextStatus(request.status, 'learned');
  if (status === null) return;
  await changeRequest(trx, request.id, parts.clock(), { status });
  await tellRequester(trx, parts, request, 'watched');
}

async function end(trx: Trx, parts: RequestParts, request: StoredRequest, outcome: 'period-ended' | null) {
  const now = parts.clock();
  const status = nextStatus(request.status, 'end') ?? request.status;
  await changeRequest(trx, request.id, now, { status, closedAt: now });
  if (outcome !== null) await tellRequester(trx, parts, request, outcome);
  await appendAudit(trx, { at: now, actor: system.name, act: 'request-ended', subject: `request ${request.id}` });
}

/** Its sites that are watched now and that no other request wants watched longer. */
async function onlyOf(trx: Trx, request: StoredRequest, now: number): Promise<number[]> {
  const wanted = new Set<number>();
  for (const { id, periodTo } of await requestsIn(trx, ['learning', 'watched'])) {
    if (id === request.id || (periodTo !== null && periodTo <= now)) continue;
    const details = (await findRequest(trx, id))?.details ?? null;
    for (const { siteId } of details === null ? [] : await registeredOn(trx, hostsOf(details))) wanted.add(siteId);
  }
  const sites: number[] = [];
  for (const siteId of request.siteIds) {
    if (!wanted.has(siteId) && (await getSite(trx, siteId))?.status === 'active') sites.push(siteId);
  }
  return sites;
}

/** Numbers only, at most once an hour. */
async function tellOperators(parts: RequestParts): Promise<void> {
  await write(parts.db, async (trx) => {
    const now = parts.clock();
    const newest = await newestWaitingAt(trx);
    const told = (await getMeta(trx, 'lastRequestsNotified')) ?? 0;
    if (newest === null || newest <= told || now - told < toldEveryMs) return;
    await notify(trx, parts, 'requests-came', await countByKindWaiting(trx), { at: now, site: null });
    await setMeta(trx, 'lastRequestsNotified', now);
  });
}

async function forgetOld({ db, clock, config }: RequestParts): Promise<void> {
  const now = clock();
  await write(db, async (trx) => {
    for (const id of await overdueRequests(trx, { unconfirmed: now - unconfirmedMs, closed: now - closedMs })) {
      const request = await findRequest(trx, id);
      await forgetRequest(trx, id);
      // Nobody acted on an unconfirmed one, so the audit log does not know it.
      if (request?.status === 'unconfirmed') continue;
      await appendAudit(trx, { at: now, actor: system.name, act: 'request-deleted', subject: `request ${id}` });
    }
    await forgetTokens(trx, now);
    const day = dayOf(now, config.schedule.timezone) - keptDays;
    await forgetTallies(trx, { day, mails: now - mailGapMs, looks: now - Math.max(reportedLookGapMs, dayMs) });
  });
}
