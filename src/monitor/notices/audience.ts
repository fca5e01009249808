/** Who is notified: each audience in the table of events, and which of them get a digest instead. */
import { distinctAddresses } from '../../core/address.ts';
import type { Incident } from '../../core/domain/incident.ts';
import type { StepRecipient } from '../../core/duty/ladder.ts';
import { windowAt } from '../../core/duty/watch-windows.ts';
import type { Audience, IncidentEvent } from '../../core/notices/events.ts';
import type { Notice } from '../../core/notices/notice.ts';
import { alarmAddresses, mailedTo } from '../../core/people/contact.ts';
import type { Trx } from '../../store/handle.ts';
import type { CampaignMember } from '../../store/incidents/campaigns.ts';
import { countNotifiedSince, wasNotified } from '../../store/outbox/campaign-mail.ts';
import type { RegisteredSite } from '../../store/registry/registry.ts';
import { dutyShiftOf, withoutDisabled } from '../duty/duty-shift.ts';
import type { CalendarParts, ConfigParts } from '../parts.ts';

type Knowing = CalendarParts;

/**
 * @param site that the notice is about; null when it is about none
 * @returns nobody where the event's cause names them
 */
export function audienceOf(
  parts: Knowing,
  audience: Audience,
  notice: Notice,
  site: RegisteredSite | null,
): readonly string[] {
  const { operators } = parts.config.mail;
  switch (audience) {
    case 'responsible':
      return site === null ? [] : responsibleFor(parts, site, isTakeover(notice), notice.at);
    case 'agency':
      return site === null ? [] : alarmAddresses(site);
    case 'operators':
      return operators;
    case 'operators-and-duty':
      return distinctAddresses([
        ...operators,
        notice.type === 'window-summary' ? officerAt(parts, notice.to - 1) : null,
      ]);
    case 'named':
      return [];
  }
}

function responsibleFor(parts: Knowing, site: RegisteredSite, isLost: boolean, now: number): string[] {
  const agency = alarmAddresses(site);
  const own = agency.length > 0 ? agency : parts.config.mail.operators;
  const national = isLost ? parts.config.national.contacts.map(({ email }) => email) : [];
  const isWatchWindow = windowAt(parts.calendar(now), now) !== null;
  return distinctAddresses([
    ...own,
    ...national,
    ...watching(parts, now),
    isWatchWindow ? officerAt(parts, now) : null,
  ]);
}

/** People who watch all portals: the officer on duty, or every operator if there is no roster. */
function watching(parts: ConfigParts, now: number): readonly string[] {
  const { operatorAlarms, operators } = parts.config.mail;
  if (!operatorAlarms) return [];
  const officer = officerAt(parts, now);
  return officer === null ? operators : [officer];
}

function officerAt({ config }: ConfigParts, at: number): string | null {
  return dutyShiftOf(config, at)?.officer?.email ?? null;
}

function isTakeover(notice: Notice): boolean {
  if ('kinds' in notice) return notice.kinds.includes('takeover');
  return 'incidents' in notice && notice.incidents.some(({ kinds }) => kinds.includes('takeover'));
}

/** In a campaign an agency is notified of its own portals only, an officer on duty of all. */
export function concerns({ config }: ConfigParts, member: CampaignMember, recipient: string): boolean {
  const isOfficer = withoutDisabled(config, config.duty.officers).some(({ email }) => email === recipient);
  if (isOfficer || config.mail.operators.includes(recipient) || member.recipients.includes(recipient)) return true;
  return member.kinds.includes('takeover') && config.national.contacts.some(({ email }) => email === recipient);
}

/** The recipients of an escalation step. */
export async function escalationAudience(
  trx: Trx,
  { config }: ConfigParts,
  incidentNumber: number,
  { agency, contacts }: Pick<RegisteredSite, 'agency' | 'contacts'>,
  to: StepRecipient,
  now: number,
): Promise<string[]> {
  switch (to) {
    case 'second-officer': {
      const shift = dutyShiftOf(config, now);
      // An officer whose duty shift began since, or who gets mail only in watch windows, was not notified of it yet.
      const first = shift?.officer ?? null;
      const isNotified = first !== null && (await wasNotified(trx, incidentNumber, first.email));
      return distinctAddresses([isNotified ? null : first?.email, shift?.second?.email]);
    }
    case 'agency-head':
      return distinctAddresses([
        ...withoutDisabled(config, config.duty.heads)
          .filter((head) => head.agency === agency)
          .map(({ email }) => email),
        ...mailedTo(contacts, 'escalations'),
      ]);
    case 'national-contacts':
      return distinctAddresses(config.national.contacts.map(({ email }) => email));
  }
}

interface Split {
  /** Recipients of the incident's own mail. */
  readonly direct: readonly string[];
  /** Recipients who reached the campaign's limit of mails and get its digest. */
  readonly gathered: readonly string[];
}

/**
 * The first `mailsEach` incidents of a campaign are mailed to a recipient directly. Whoever got an incident's first
 * mail keeps getting its mails; everything else comes in the digest.
 */
export async function splitByCampaign(
  trx: Trx,
  { config }: ConfigParts,
  { campaignNumber, number }: Incident,
  event: IncidentEvent,
  recipients: readonly string[],
  now: number,
): Promise<Split> {
  if (campaignNumber === null) return { direct: recipients, gathered: [] };
  const { window, mailsEach } = config.campaigns;
  const direct: string[] = [];
  for (const recipient of recipients) {
    const isDirect =
      (await wasNotified(trx, number, recipient)) ||
      (event === 'opened' && (await countNotifiedSince(trx, campaignNumber, recipient, now - window)) < mailsEach);
    if (isDirect) direct.push(recipient);
  }
  return { direct, gathered: recipients.filter((one) => !direct.includes(one)) };
}
