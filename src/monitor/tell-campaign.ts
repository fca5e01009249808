/** Mass events are told in few mails: who would get many of one campaign gets a digest, and operators get one of their own. */
import { commonTraitWords } from '../core/campaign.ts';
import type { Incident } from '../core/model.ts';
import type { CampaignNotice, IncidentNotice } from '../core/notice.ts';
import { countToldSince, lastDigestAt, takeBackWaiting, waitingRecipients, wasTold } from '../store/campaign-mail.ts';
import { type CampaignMember, campaignMembers, getCampaign } from '../store/campaigns.ts';
import type { Trx } from '../store/database.ts';
import { insertNotice } from '../store/outbox.ts';
import { dashboardUrl, messageId } from './message-facts.ts';
import type { DeskParts } from './parts.ts';

type Telling = Pick<DeskParts, 'config' | 'newId'>;

/** A digest waits this long for company, and follows the one before after this long. */
const gatherMs = 600_000;
const digestEveryMs = 3_600_000;

export interface Audience {
  /** Get the incident's own mail. */
  readonly direct: readonly string[];
  /** Had enough mails of this campaign: told by its digest. */
  readonly gathered: readonly string[];
}

/** Who follows an incident by its own mails goes on doing so; who never got the first one is told by the digest. */
export async function audienceOf(
  trx: Trx,
  { config }: Telling,
  incident: Incident,
  type: IncidentNotice['type'],
  recipients: readonly string[],
  now: number,
): Promise<Audience> {
  const { campaignNumber, number } = incident;
  if (campaignNumber === null) return { direct: recipients, gathered: [] };
  const { window, mailsEach } = config.campaigns;
  const direct: string[] = [];
  for (const recipient of recipients) {
    const isDirect =
      (await wasTold(trx, number, recipient)) ||
      (type === 'incident-opened' && (await countToldSince(trx, campaignNumber, recipient, now - window)) < mailsEach);
    if (isDirect) direct.push(recipient);
  }
  return { direct, gathered: recipients.filter((one) => !direct.includes(one)) };
}

/** At once, to the operators: several portals fell alike. */
export async function tellCampaignOpened(trx: Trx, parts: Telling, campaignNumber: number, now: number): Promise<void> {
  for (const recipient of parts.config.mail.operators) {
    await insertFor(trx, parts, campaignNumber, recipient, { type: 'campaign-opened', notBefore: now }, now);
  }
}

/** The campaign changed: whoever is told by its digest gets one, with all that came together meanwhile. */
export async function tellCampaignDigest(
  trx: Trx,
  parts: Telling,
  campaignNumber: number,
  recipients: readonly string[],
  now: number,
): Promise<void> {
  for (const recipient of new Set(recipients)) {
    const waiting = await takeBackWaiting(trx, campaignNumber, recipient);
    const last = waiting ? null : await lastDigestAt(trx, campaignNumber, recipient);
    const when = waiting
      ? // It keeps its time: a campaign that grows all day must not put it off all day.
        { type: waiting.type, notBefore: waiting.nextAttemptAt }
      : {
          type: 'campaign-digest' as const,
          notBefore: Math.max(now + gatherMs, last === null ? 0 : last + digestEveryMs),
        };
    await insertFor(trx, parts, campaignNumber, recipient, when, now);
  }
}

/** What waits to be sent says how things are now. */
export async function renewWaiting(trx: Trx, parts: Telling, campaignNumber: number, now: number): Promise<void> {
  await tellCampaignDigest(trx, parts, campaignNumber, await waitingRecipients(trx, campaignNumber), now);
}

async function insertFor(
  trx: Trx,
  parts: Telling,
  campaignNumber: number,
  recipient: string,
  { type, notBefore }: { readonly type: CampaignNotice['type']; readonly notBefore: number },
  now: number,
): Promise<void> {
  const campaign = await getCampaign(trx, campaignNumber);
  if (!campaign) return;
  const members = (await campaignMembers(trx, campaignNumber)).filter((member) => concerns(parts, member, recipient));
  if (members.length === 0) return;
  const notice: CampaignNotice = {
    type,
    at: now,
    campaignNumber,
    openedAt: campaign.openedAt,
    common: campaign.common.map(commonTraitWords),
    incidents: members.map(({ recipients: _, ...member }) => member),
    dashboardUrl: dashboardUrl(parts, `/campaigns/${campaignNumber}`),
    contacts: parts.config.national.contacts,
  };
  const added = { notice, siteId: null, incidentNumber: null, campaignNumber, recipients: [recipient], notBefore };
  await insertNotice(trx, added, () => messageId(parts));
}

/** An agency hears of its own portals only, an officer on duty of all. */
function concerns({ config }: Telling, member: CampaignMember, recipient: string): boolean {
  const isOfficer = config.duty.officers.some(({ email }) => email === recipient);
  if (isOfficer || config.mail.operators.includes(recipient) || member.recipients.includes(recipient)) return true;
  return member.kinds.includes('takeover') && config.national.contacts.some(({ email }) => email === recipient);
}
