/**
 * The link by which a recipient takes an incident on without an account: the number of the message and a code that only
 * this installation can make. It lasts a week, works once, and opens a page that asks first: mail scanners follow links.
 */
import { createHmac } from 'node:crypto';
import { VonggacError } from '../core/errors.ts';
import type { Incident } from '../core/model.ts';
import type { IncidentNotice } from '../core/notice.ts';
import { getLinkedMessage, isRecipient, type LinkedMessage, useLinks } from '../store/acknowledge-links.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database, Trx } from '../store/database.ts';
import { getIncident } from '../store/incidents.ts';
import type { ClaimedNotification } from '../store/outbox.ts';
import { getSite, type RegisteredSite } from '../store/registry.ts';
import { acknowledgeIncident } from './judge-incident.ts';
import { dashboardUrl } from './message-facts.ts';
import type { DeskParts } from './parts.ts';
import { deskKey } from './people/desk-key.ts';
import { isSameToken } from './people/token.ts';

const validMs = 7 * 86_400_000;

/** The notice as it leaves; without a public address there is nothing that a link could point to. */
export async function withAcknowledgeLink(
  parts: Pick<DeskParts, 'config'>,
  { id, messageId }: Pick<ClaimedNotification, 'id' | 'messageId'>,
  notice: IncidentNotice,
): Promise<IncidentNotice> {
  const code = codeOf(await deskKey(parts.config.dataDir), messageId);
  const acknowledgeUrl = dashboardUrl(parts, `/acknowledge/${id}-${code}`);
  return acknowledgeUrl === null ? notice : { ...notice, acknowledgeUrl };
}

export interface AcknowledgeLink {
  readonly recipient: string;
  readonly incident: Incident;
  readonly site: RegisteredSite;
  /** Whether it can be used; an incident that is taken on or over already needs nobody. */
  readonly isOpen: boolean;
}

/** Null when it was never mailed, has expired, or whom it was mailed to left the list of recipients. */
export async function readAcknowledgeLink(parts: DeskParts, token: string): Promise<AcknowledgeLink | null> {
  const message = await findMessage(parts, parts.db, token, parts.clock());
  const incident = message && (await getIncident(parts.db, message.incidentNumber));
  const site = incident && (await getSite(parts.db, incident.siteId));
  if (!site) return null;
  const isOpen = message.linkUsedAt === null && incident.status === 'open';
  return { recipient: message.recipient, incident, site, isOpen };
}

/** In the recipient's name. @param address where the visitor comes from, for the audit log */
export async function acknowledgeByLink(parts: DeskParts, token: string, address: string): Promise<void> {
  const link = await readAcknowledgeLink(parts, token);
  if (!link?.isOpen) throw gone();
  const { number } = link.incident;
  await acknowledgeIncident(parts, number, { actor: link.recipient, note: null }, async (trx, now) => {
    // Asked again: of two at once one wins.
    const message = await findMessage(parts, trx, token, now);
    if (message?.linkUsedAt !== null) throw gone();
    await useLinks(trx, message, now);
    const subject = `incident ${number}`;
    await appendAudit(trx, {
      at: now,
      actor: link.recipient,
      act: 'acknowledge-link-used',
      subject,
      detail: { address },
    });
  });
}

async function findMessage(
  { config }: Pick<DeskParts, 'config'>,
  db: Database | Trx,
  token: string,
  now: number,
): Promise<LinkedMessage | null> {
  const [, id, code = ''] = /^(\d{1,15})-(.+)$/.exec(token) ?? [];
  const key = await deskKey(config.dataDir);
  const message = id === undefined ? null : await getLinkedMessage(db, Number(id));
  if (!message || !isSameToken(code, codeOf(key, message.messageId))) return null;
  if (now >= message.createdAt + validMs) return null;
  return (await isStillTold(config, db, message)) ? message : null;
}

async function isStillTold(
  { mail, national }: DeskParts['config'],
  db: Database | Trx,
  { recipient, siteId }: LinkedMessage,
): Promise<boolean> {
  if (mail.operators.includes(recipient) || national.contacts.some(({ email }) => email === recipient)) return true;
  return isRecipient(db, siteId, recipient);
}

function codeOf(key: Buffer, messageId: string): string {
  return createHmac('sha256', key).update(`acknowledge ${messageId}`).digest('base64url');
}

function gone(): VonggacError {
  return new VonggacError('refused', 'This link was used or has expired, or the incident is taken on already.', {
    vi: 'Liên kết này đã được dùng hoặc đã hết hạn, hoặc sự cố đã có người tiếp nhận.',
  });
}
