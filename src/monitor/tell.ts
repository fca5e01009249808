/** Fixes what is to be said, and to whom, at the moment it happened. */
import { commonTraitWords } from '../core/campaign.ts';
import { isHeldInMaintenance } from '../core/duty/maintenance.ts';
import { mayWait, quietUntil } from '../core/duty/quiet-hours.ts';
import { windowAt } from '../core/duty/watch-windows.ts';
import type { CaptureFailure, ContentRef, Finding, Incident, TargetState, UnknownKind, Words } from '../core/model.ts';
import type { IncidentNotice, Notice, NoticeSite, NoticeTarget, UnknownNotice } from '../core/notice.ts';
import { seenFromId } from '../core/seen-from.ts';
import { isAftermath } from '../core/timetable.ts';
import { heldBy } from '../store/blackouts.ts';
import { getCampaign } from '../store/campaigns.ts';
import type { Trx } from '../store/database.ts';
import { getIncident } from '../store/incidents.ts';
import { bringForward, insertNotice } from '../store/outbox.ts';
import { getSite, type RegisteredSite } from '../store/registry.ts';
import { recipientsUpToDate } from '../store/reminders.ts';
import type { TargetRow } from '../store/schema.ts';
import { stateOf } from '../store/targets.ts';
import { turnOf } from './duty/turn-of.ts';
import { dashboardUrl, messageId } from './message-facts.ts';
import type { DeskParts } from './parts.ts';
import { aftermathOf } from './rhythm.ts';
import { audienceOf, tellCampaignDigest } from './tell-campaign.ts';

type Telling = Pick<DeskParts, 'calendar' | 'config' | 'newId'>;

/** Further pages of the same site fall one after another: their updates wait this long and become one. */
const gatherMs = 600_000;
const shownTargets = 20;

export async function tellIncident(
  trx: Trx,
  parts: Telling,
  incident: Incident,
  type: IncidentNotice['type'],
  now: number,
  more: Pick<IncidentNotice, 'reminder' | 'isByHand'> = {},
): Promise<void> {
  const site = await getSite(trx, incident.siteId);
  if (!site) return;
  // Announced maintenance: what it may explain is recorded, and told when it is over.
  const maintenance = await heldBy(trx, site.id, now);
  if (maintenance && isHeldInMaintenance(incident.kinds)) return;
  const targets: NoticeTarget[] = [];
  for (const target of incident.targets.slice(0, shownTargets)) {
    targets.push({
      url: target.url,
      kind: target.kind,
      level: target.level,
      score: target.score,
      since: target.firedAt,
      recoveredAt: target.recoveredAt,
      reasons: target.findings.filter((finding) => finding.score > 0).map((finding) => finding.reason),
      ...seenFrom(target.findings),
      ...(target.confirmation ? { confirmation: target.confirmation } : {}),
      before: await thumbnailOfBaseline(trx, target.targetId),
      after: target.checkId === null ? null : await thumbnailOfCheck(trx, target.checkId),
    });
  }
  const notice: IncidentNotice = {
    type,
    at: now,
    site: noticeSite(site),
    incidentNumber: incident.number,
    previousNumber: incident.previousNumber,
    isReturn: await isReturn(trx, parts, incident),
    openedAt: incident.openedAt,
    ...more,
    ...(maintenance ? { maintenance: { endsAt: maintenance.endsAt, reason: maintenance.reason } } : {}),
    kinds: incident.kinds,
    targets,
    ...(await campaignFacts(trx, incident)),
    dashboardUrl: dashboardUrl(parts, `/incidents/${incident.number}`),
    contacts: parts.config.national.contacts,
  };
  const wanted = incidentRecipients(parts, site, incident.kinds.includes('takeover'), now);
  const { direct, gathered } = await audienceOf(trx, parts, incident, type, wanted, now);
  if (type === 'incident-reminder') {
    // Recorded even when nobody is to be told: it counts.
    const recipients = await recipientsUpToDate(trx, incident.number, direct);
    const notBefore = mailedFrom(parts, type, site, now);
    const added = { notice, siteId: site.id, incidentNumber: incident.number, recipients, notBefore };
    await insertNotice(trx, added, () => messageId(parts));
    return;
  }
  if (direct.length > 0) {
    const notBefore = type === 'incident-updated' ? now + gatherMs : mailedFrom(parts, type, site, now);
    if (type === 'incident-resolved') await bringForward(trx, incident.number, notBefore);
    const added = { notice, siteId: site.id, incidentNumber: incident.number, recipients: direct, notBefore };
    await insertNotice(trx, added, () => messageId(parts));
  }
  if (incident.campaignNumber === null) return;
  const following = type === 'incident-updated' ? [] : parts.config.mail.operators;
  await tellCampaignDigest(trx, parts, incident.campaignNumber, [...gathered, ...following], now);
}

async function campaignFacts(trx: Trx, { campaignNumber }: Incident): Promise<Pick<IncidentNotice, 'campaign'>> {
  const campaign = campaignNumber === null ? null : await getCampaign(trx, campaignNumber);
  return campaign ? { campaign: { number: campaign.number, common: campaign.common.map(commonTraitWords) } } : {};
}

/** Whether the incident began while the site was watched more closely after another one. */
async function isReturn(trx: Trx, { config }: Telling, incident: Incident): Promise<boolean> {
  const previous = incident.previousNumber === null ? null : await getIncident(trx, incident.previousNumber);
  return isAftermath(previous?.endedAt ?? null, aftermathOf(config), incident.openedAt);
}

/** One message per site, whatever number of its pages can't be seen. */
export async function tellOutage(
  trx: Trx,
  parts: Telling,
  target: TargetRow,
  type: UnknownNotice['type'],
  state: TargetState,
  seen: { readonly failure: CaptureFailure | null; readonly findings: readonly Finding[] },
  now: number,
): Promise<void> {
  const site = await getSite(trx, target.siteId);
  if (!site || state.unknownSince === null) return;
  const told = type === 'unknown-agency' ? ['agency'] : ['operator', 'agency'];
  const isTold = site.targets.some((other) => other.id !== target.id && told.includes(stateOf(other).unknownTold));
  const recipients = type === 'unknown-agency' ? site.recipients : parts.config.mail.operators;
  if (isTold || recipients.length === 0) return;
  const notice: UnknownNotice = {
    type,
    at: now,
    site: noticeSite(site),
    targetUrl: target.url,
    kind: (state.lastKind ?? 'unavailable') as UnknownKind,
    since: state.unknownSince,
    reason: seen.failure?.reason ?? null,
    ...seenFrom(seen.findings),
    dashboardUrl: dashboardUrl(parts, `/sites/${site.id}`),
    contacts: parts.config.national.contacts,
  };
  const notBefore = mailedFrom(parts, type, site, now);
  const added = { notice, siteId: site.id, incidentNumber: null, recipients, notBefore };
  await insertNotice(trx, added, () => messageId(parts));
}

/** At once, or after the quiet hours; a watch window has none. */
function mailedFrom(parts: Telling, type: Notice['type'], { importance }: RegisteredSite, now: number): number {
  if (!mayWait(type, importance) || windowAt(parts.calendar(now), now) !== null) return now;
  return quietUntil(parts.config.mail.quietHours, now, parts.config.schedule.timezone) ?? now;
}

function seenFrom(findings: readonly Finding[]): { readonly seenFrom?: readonly Words[] } {
  const words = findings.filter(({ detector }) => detector === seenFromId).map(({ reason }) => reason);
  return words.length > 0 ? { seenFrom: words } : {};
}

/**
 * The site's own; the operators where it has none; the national contacts too when the names themselves are lost; in a
 * watch window the officer on duty.
 */
export function incidentRecipients(
  parts: Pick<DeskParts, 'calendar' | 'config'>,
  site: RegisteredSite,
  isTakeover: boolean,
  now: number,
): string[] {
  const own = site.recipients.length > 0 ? site.recipients : parts.config.mail.operators;
  const national = isTakeover ? parts.config.national.contacts.flatMap((contact) => contact.email ?? []) : [];
  const isWatchWindow = windowAt(parts.calendar(now), now) !== null;
  const onDuty = isWatchWindow ? (turnOf(parts.config, now)?.officer.email ?? null) : null;
  return [...new Set([...own, ...national, ...(onDuty === null ? [] : [onDuty])])];
}

export function noticeSite({ id, name, url, agency }: RegisteredSite): NoticeSite {
  return { id, name, url, agency };
}

async function thumbnailOfCheck(trx: Trx, checkId: number): Promise<ContentRef | null> {
  const row = await trx
    .selectFrom('checks')
    .innerJoin('captures', 'captures.id', 'checks.captureId')
    .innerJoin('blobs', 'blobs.hash', 'captures.thumbnailHash')
    .select(['blobs.hash', 'blobs.mediaType', 'blobs.sizeBytes'])
    .where('checks.id', '=', checkId)
    .executeTakeFirst();
  return row ?? null;
}

async function thumbnailOfBaseline(trx: Trx, targetId: string): Promise<ContentRef | null> {
  const row = await trx
    .selectFrom('targets')
    .innerJoin('baselineCaptures', (join) =>
      join
        .onRef('baselineCaptures.targetId', '=', 'targets.id')
        .onRef('baselineCaptures.version', '=', 'targets.baselineVersion'),
    )
    .innerJoin('captures', 'captures.id', 'baselineCaptures.captureId')
    .innerJoin('blobs', 'blobs.hash', 'captures.thumbnailHash')
    .select(['blobs.hash', 'blobs.mediaType', 'blobs.sizeBytes'])
    .where('targets.id', '=', targetId)
    .orderBy('captures.at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
