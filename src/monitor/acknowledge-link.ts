/**
 * The link by which a recipient takes incidents on without an account: the number of the message and a code that only
 * this installation can make. It lasts a week, works once, and opens a page that asks first: mail scanners follow links.
 */
import { createHmac } from 'node:crypto';
import { VonggacError } from '../core/errors.ts';
import type { Incident } from '../core/model.ts';
import { type OwnableNotice, ownableIncidents } from '../core/notice.ts';
import { getLinkedMessage, type LinkedMessage, useLinks } from '../store/acknowledge-links.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database, Trx } from '../store/database.ts';
import { getIncident } from '../store/incidents.ts';
import type { ClaimedNotification } from '../store/outbox.ts';
import { getSite, type RegisteredSite } from '../store/registry.ts';
import { acknowledgeIncidents } from './judge-incident.ts';
import { dashboardUrl } from './message-facts.ts';
import type { DeskParts } from './parts.ts';
import { deskKey } from './people/desk-key.ts';
import { isSameToken } from './people/token.ts';

const validMs = 7 * 86_400_000;

/** The notice as it leaves; without a public address there is nothing that a link could point to. */
export async function withAcknowledgeLink(
  parts: Pick<DeskParts, 'config'>,
  { id, messageId }: Pick<ClaimedNotification, 'id' | 'messageId'>,
  notice: OwnableNotice,
): Promise<OwnableNotice> {
  const code = codeOf(await deskKey(parts.config.dataDir), messageId);
  const acknowledgeUrl = dashboardUrl(parts, `/acknowledge/${id}-${code}`);
  return acknowledgeUrl === null ? notice : { ...notice, acknowledgeUrl };
}

export interface AcknowledgeLink {
  readonly recipient: string;
  /** Those that it was mailed about and of which its recipient is still told; at least one. */
  readonly incidents: readonly { readonly incident: Incident; readonly site: RegisteredSite }[];
  /** Whether it can be used; incidents that are taken on or over already need nobody. */
  readonly isOpen: boolean;
}

/** Null when it was never mailed, has expired, or whom it was mailed to left the list of recipients. */
export async function readAcknowledgeLink(parts: DeskParts, token: string): Promise<AcknowledgeLink | null> {
  const found = await findMessage(parts, parts.db, await deskKey(parts.config.dataDir), token, parts.clock());
  return found && linkOf(found);
}

/** Takes on whatever of it is open, in the recipient's name. @param address where the visitor comes from, for the audit log */
export async function acknowledgeByLink(parts: DeskParts, token: string, address: string): Promise<void> {
  const key = await deskKey(parts.config.dataDir);
  const now = parts.clock();
  await parts.db.transaction().execute(async (trx) => {
    const found = await findMessage(parts, trx, key, token, now);
    // Of two at once one wins.
    if (!found || !linkOf(found).isOpen) throw gone();
    const { recipient: actor } = found.message;
    const numbers = found.incidents.flatMap(({ incident }) => (isUnowned(incident) ? [incident.number] : []));
    await useLinks(trx, found.message, numbers, now);
    for (const number of numbers) {
      const subject = `incident ${number}`;
      await appendAudit(trx, { at: now, actor, act: 'acknowledge-link-used', subject, detail: { address } });
    }
    await acknowledgeIncidents(trx, parts, numbers, { actor, note: null }, now);
  });
}

interface Found {
  readonly message: LinkedMessage;
  readonly incidents: AcknowledgeLink['incidents'];
}

function linkOf({ message, incidents }: Found): AcknowledgeLink {
  const { recipient, linkUsedAt } = message;
  const isOpen = linkUsedAt === null && incidents.some(({ incident }) => isUnowned(incident));
  return { recipient, incidents, isOpen };
}

function isUnowned({ status }: Incident): boolean {
  return status === 'open';
}

async function findMessage(
  { config }: Pick<DeskParts, 'config'>,
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
    if (site && isStillTold(config, site, message.recipient)) incidents.push({ incident, site });
  }
  return incidents.length === 0 ? null : { message, incidents };
}

/** Whoever left every list has no say any more, and is told nothing more. */
export function isStillTold(
  { mail, national, duty }: DeskParts['config'],
  site: RegisteredSite,
  recipient: string,
): boolean {
  const heads = duty.heads.filter(({ agency }) => agency === site.agency);
  const people = [...national.contacts, ...duty.officers, ...heads].map(({ email }) => email);
  return [...mail.operators, ...site.recipients, ...people].includes(recipient);
}

function codeOf(key: Buffer, messageId: string): string {
  return createHmac('sha256', key).update(`acknowledge ${messageId}`).digest('base64url');
}

function gone(): VonggacError {
  return new VonggacError('refused', 'This link was used or has expired, or the incident is taken on already.', {
    vi: 'Liên kết này đã được dùng hoặc đã hết hạn, hoặc sự cố đã có người tiếp nhận.',
  });
}
