/**
 * The link by which a recipient acknowledges incidents without an account: the message number and a code that only this
 * installation can make. It lasts a week, works once, and opens a page that asks first, because mail scanners follow
 * links.
 */

import { createHmac } from 'node:crypto';
import type { Incident } from '../../core/domain/incident.ts';
import { VonggacError } from '../../core/errors.ts';
import { type OwnableNotice, ownableIncidents } from '../../core/notices/notice.ts';
import type { Actor } from '../../core/people/actor.ts';
import type { Database, Trx } from '../../store/handle.ts';
import { getIncident, insertIncidentEvent } from '../../store/incidents/incidents.ts';
import { getLinkedMessage, type LinkedMessage, useLinks } from '../../store/outbox/acknowledge-links.ts';
import type { ClaimedNotification } from '../../store/outbox/outbox.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getSite, type RegisteredSite } from '../../store/registry/registry.ts';
import { write } from '../../store/write.ts';
import { withoutDisabled } from '../duty/duty-shift.ts';
import { acknowledgeIncidents } from '../incidents/judge-incident.ts';
import type { ConfigParts, OperatorParts } from '../parts.ts';
import { deskKey } from '../people/desk-key.ts';
import { isSameToken } from '../people/token.ts';
import { dashboardUrl } from './message-facts.ts';

const validMs = 7 * 86_400_000;

/** The notice as sent; without a public address there is nothing a link could point to. */
export async function withAcknowledgeLink(
  parts: ConfigParts,
  { id, messageId }: Pick<ClaimedNotification, 'id' | 'messageId'>,
  notice: OwnableNotice,
): Promise<OwnableNotice> {
  const code = codeOf(await deskKey(parts.config.dataDir), messageId);
  const acknowledgeUrl = dashboardUrl(parts, `/acknowledge/${id}-${code}`);
  return acknowledgeUrl === null ? notice : { ...notice, acknowledgeUrl };
}

export interface AcknowledgeLink {
  readonly recipient: string;
  /** Incidents the message was about and whose notices still go to its recipient; at least one. */
  readonly incidents: readonly { readonly incident: Incident; readonly site: RegisteredSite }[];
  /** Whether the link is usable; it is not once all incidents are acknowledged or ended. */
  readonly isOpen: boolean;
}

/** Null when it was never mailed, has expired, or its recipient was removed from the lists. */
export async function readAcknowledgeLink(parts: OperatorParts, token: string): Promise<AcknowledgeLink | null> {
  const found = await findMessage(parts, parts.db, await deskKey(parts.config.dataDir), token, parts.clock());
  return found && linkOf(found);
}

/**
 * Acknowledges its open incidents in the recipient's name.
 * @param address the client's address, for the audit log
 * @param claim the recipient's explanation. It is only recorded: whoever reads the mailbox of a hijacked portal could
 * claim the same, so it ends, mutes and teaches nothing.
 */
export async function acknowledgeByLink(
  parts: OperatorParts,
  token: string,
  address: string,
  claim: 'own-work' | null = null,
): Promise<void> {
  const key = await deskKey(parts.config.dataDir);
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    const found = await findMessage(parts, trx, key, token, now);
    // One of two concurrent uses wins.
    if (!found || !linkOf(found).isOpen) throw gone();
    const { endpoint: actor } = found.message;
    const numbers = found.incidents.flatMap(({ incident }) => (isUnowned(incident) ? [incident.number] : []));
    await useLinks(trx, found.message, numbers, now);
    for (const number of numbers) {
      const subject = `incident ${number}` as const;
      await appendAudit(trx, { at: now, actor, act: 'acknowledge-link-used', subject, detail: { address } });
    }
    await acknowledgeIncidents(trx, parts, numbers, { actor: byLink(actor), note: null }, { email: actor }, now);
    if (claim !== null) for (const number of numbers) await recordClaim(trx, number, actor, now);
  });
}

async function recordClaim(trx: Trx, incidentNumber: number, actor: string, at: number): Promise<void> {
  await insertIncidentEvent(trx, { incidentNumber, at, actor, type: 'own-work-claimed', note: null });
  await appendAudit(trx, { at, actor, act: 'own-work-claimed', subject: `incident ${incidentNumber}` });
}

/**
 * The actor is not limited to an agency, because a recipient may serve several; `isStillNotified` decides about each
 * incident.
 */
function byLink(recipient: string): Actor {
  return { name: recipient, scope: { agencyId: null }, capabilities: new Set(['judge']) };
}

interface Found {
  readonly message: LinkedMessage;
  readonly incidents: AcknowledgeLink['incidents'];
}

function linkOf({ message, incidents }: Found): AcknowledgeLink {
  const { endpoint: recipient, linkUsedAt } = message;
  const isOpen = linkUsedAt === null && incidents.some(({ incident }) => isUnowned(incident));
  return { recipient, incidents, isOpen };
}

function isUnowned({ status }: Incident): boolean {
  return status === 'open';
}

async function findMessage(
  { config }: ConfigParts,
  db: Database | Trx,
  key: Buffer,
  token: string,
  now: number,
): Promise<Found | null> {
  const [, id, code = ''] = /^(\d{1,15})-(.+)$/.exec(token) ?? [];
  const message = id === undefined ? null : await getLinkedMessage(db, Number(id));
  if (!message || !isSameToken(code, codeOf(key, message.messageId))) return null;
  if (now >= message.createdAt + validMs) return null;
  const incidents: { incident: Incident; site: RegisteredSite }[] = [];
  for (const number of ownableIncidents(message.notice)) {
    const incident = await getIncident(db, number);
    const site = incident && (await getSite(db, incident.siteId));
    if (site && isStillNotified(config, site, message.endpoint)) incidents.push({ incident, site });
  }
  return incidents.length === 0 ? null : { message, incidents };
}

/** Somebody removed from every list can no longer acknowledge and gets no further notices. */
export function isStillNotified(config: OperatorParts['config'], site: RegisteredSite, recipient: string): boolean {
  const { mail, national, duty } = config;
  const heads = withoutDisabled(config, duty.heads).filter(({ agency }) => agency === site.agency);
  const people = [...national.contacts, ...withoutDisabled(config, duty.officers), ...heads].map(({ email }) => email);
  const contacts = site.contacts.filter(({ mail: gets }) => gets !== 'off').map(({ email }) => email);
  const all = [...mail.operators, ...site.recipients, ...contacts, ...people];
  return all.some((one) => one?.toLowerCase() === recipient.toLowerCase());
}

function codeOf(key: Buffer, messageId: string): string {
  return createHmac('sha256', key).update(`acknowledge ${messageId}`).digest('base64url');
}

function gone(): VonggacError {
  return new VonggacError(
    'refused',
    'This link has been used or has expired, or the incident is already acknowledged.',
    {
      vi: 'Liên kết này đã được dùng hoặc đã hết hạn, hoặc sự cố đã có người tiếp nhận.',
    },
  );
}
