/** Takes in what the public submits. Nothing that was typed is fetched, looked up or mailed to. */
import { randomBytes } from 'node:crypto';
import { dayOf } from '../../core/duty/days.ts';
import { reportedLookGapMs } from '../../core/requests/keep.ts';
import { decideLimit, type LimitDecision } from '../../core/requests/limits.ts';
import { noFindings, type Period, type ReportDetails, type WatchDetails } from '../../core/requests/request.ts';
import {
  duplicateKey,
  hostOf,
  type Mistakes,
  readReport,
  readWatch,
  type TypedReport,
  type TypedWatch,
} from '../../core/requests/typed.ts';
import type { Trx } from '../../store/handle.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { reportedTarget } from '../../store/requests/registered.ts';
import {
  changeRequest,
  countRepeat,
  findRequest,
  insertRequest,
  type StoredRequest,
  sameRequests,
} from '../../store/requests/requests.ts';
import { countedOn, countOn, takeLookTurn } from '../../store/requests/tallies.ts';
import { makeDue } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import type { ClientRate } from './client-rate.ts';
import { mailLink } from './request-link.ts';
import type { RequestParts } from './request-parts.ts';

export interface Client {
  readonly address: string;
  readonly language: 'vi' | 'en';
}

export type Submitted =
  | { readonly status: 'mistakes'; readonly mistakes: Mistakes }
  | { readonly status: Exclude<LimitDecision, 'accepted'> }
  /** `confirms`: it counts once the link in the mail was opened. */
  | { readonly status: 'accepted'; readonly confirms: boolean };

/** Equal requests that are stored beside each other; further ones are only counted. */
const mostSame = 20;

export async function submitWatch(
  parts: RequestParts,
  rate: ClientRate,
  typed: TypedWatch,
  client: Client,
): Promise<Submitted> {
  const read = readWatch(typed, momentOf(parts));
  if (!read.ok) return { status: 'mistakes', mistakes: read.mistakes };
  return accept(parts, rate, client, read.value);
}

export async function submitReport(
  parts: RequestParts,
  rate: ClientRate,
  typed: TypedReport,
  client: Client,
): Promise<Submitted> {
  const read = readReport(typed);
  if (!read.ok) return { status: 'mistakes', mistakes: read.mistakes };
  return accept(parts, rate, client, { details: read.value, period: null });
}

export function momentOf({ clock, config }: Pick<RequestParts, 'clock' | 'config'>) {
  return { now: clock(), timeZone: config.schedule.timezone };
}

interface Read {
  readonly details: WatchDetails | ReportDetails;
  readonly period: Period | null;
}

async function accept(parts: RequestParts, rate: ClientRate, client: Client, read: Read): Promise<Submitted> {
  const { now, timeZone } = momentOf(parts);
  const { kind } = read.details;
  const hour = rate.count(client.address, now);
  // Counted before anything is awaited: a burst of requests is a burst of counts.
  if (hour < parts.config.requests.perHour) rate.note(client.address, now);
  return write(parts.db, async (trx) => {
    const day = dayOf(now, timeZone);
    const decision = decideLimit(kind, { hour, day: await countedOn(trx, day) }, parts.config.requests);
    if (decision !== 'accepted') return { status: decision };
    await countOn(trx, day, kind);
    const request = await stored(trx, parts, client, read);
    if (request !== null) await follow(trx, parts, request);
    return { status: 'accepted', confirms: read.details.email !== '' };
  });
}

/** Null when it was only counted. */
async function stored(
  trx: Trx,
  parts: RequestParts,
  { language }: Client,
  { details, period }: Read,
): Promise<StoredRequest | null> {
  const now = parts.clock();
  const key = duplicateKey(details);
  const same = await sameRequests(trx, key);
  const again = await sameRequester(trx, same, details.email);
  const repeated = again?.id ?? (same.length >= mostSame ? same[0] : undefined);
  if (repeated !== undefined) {
    await countRepeat(trx, repeated);
    return again;
  }
  const row = {
    kind: details.kind,
    status: details.kind === 'watch' ? ('unconfirmed' as const) : ('waiting' as const),
    source: 'form' as const,
    language,
    duplicateKey: key,
    createdAt: now,
    changedAt: now,
    confirmedAt: null,
    periodFrom: period?.from ?? null,
    periodTo: period?.to ?? null,
    targetId: null,
    proofToken: randomBytes(10).toString('hex'),
  };
  const id = await insertRequest(trx, row, { ...details, ...noFindings });
  return findRequest(trx, id);
}

/** Sent again, because the mail did not arrive or was overlooked. */
async function sameRequester(trx: Trx, ids: readonly number[], email: string): Promise<StoredRequest | null> {
  for (const id of email === '' ? [] : ids) {
    const request = await findRequest(trx, id);
    if (request?.details?.email.toLowerCase() === email.toLowerCase()) return request;
  }
  return null;
}

async function follow(trx: Trx, parts: RequestParts, request: StoredRequest): Promise<void> {
  const { details } = request;
  if (details === null) return;
  if (details.email !== '' && request.confirmedAt === null) {
    await mailLink(trx, parts, request, { address: details.email, purpose: 'confirm', host: '' });
  }
  if (details.kind === 'report') await lookAtRegistered(trx, parts, request, details);
}

/** A report may bring the next look at a registered target forward; what was typed is never looked at. */
async function lookAtRegistered(
  trx: Trx,
  parts: RequestParts,
  { id }: StoredRequest,
  { url }: ReportDetails,
): Promise<void> {
  const now = parts.clock();
  const target = await reportedTarget(trx, url, hostOf(url));
  if (target === null) return;
  await changeRequest(trx, id, now, { targetId: target.id });
  if (!(await takeLookTurn(trx, target.id, now - reportedLookGapMs, now))) return;
  await makeDue(trx, target, now);
  const detail = { request: id };
  await appendAudit(trx, { at: now, actor: 'public page', act: 'look-asked', subject: `target ${target.id}`, detail });
}
