/** Webhooks that people make in the dashboard. Their secrets are sealed with the desk key, and shown once. */
import { randomBytes } from 'node:crypto';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { type RelayFilter, relayGroups } from '../../core/relay/relay-event.ts';
import type { Trx } from '../../store/handle.ts';
import {
  deleteMadeWebhook,
  type MadeWebhook,
  readMadeWebhooks,
  saveMadeWebhook,
} from '../../store/outbox/made-webhooks.ts';
import { appendAudit } from '../../store/records/audit.ts';
import type { AuditAct } from '../../store/records/audit-acts.ts';
import { setOutage } from '../../store/records/channel-outages.ts';
import { findAgency } from '../../store/registry/agencies.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { deskKey, seal } from '../people/desk-key.ts';
import { allEndpoints } from './endpoints.ts';

type Parts = Pick<OperatorParts, 'db' | 'clock' | 'config'>;

export interface WebhookRequest {
  readonly url: string;
  readonly agencyId: number | null;
  readonly events: readonly string[];
}

/** For `seal`: a secret sealed for one endpoint is not accepted for another. */
export const sealedFor = (name: string): string => `webhook ${name}`;

/** As many as the file may name. */
const most = 50;

/** @returns its secret, which is not shown again */
export async function addWebhook(
  parts: Parts,
  actor: Actor,
  typedName: string,
  request: WebhookRequest,
): Promise<string> {
  assertMay(actor, 'manage-settings', null);
  const name = freeName(parts, typedName);
  const secret = newSecret();
  const secretSealed = await sealed(parts, name, secret);
  await write(parts.db, async (trx) => {
    const others = await readMadeWebhooks(trx);
    if (others.some((one) => one.name === name)) throw taken(name);
    if (others.length >= most)
      throw new VonggacError('refused', `There are ${most} webhooks already: remove one first.`, {
        vi: `Đã có ${most} webhook: hãy xóa bớt trước.`,
      });
    const fields = await checked(trx, request);
    await keep(trx, parts, actor, 'webhook-added', { name, secretSealed, isPaused: false, ...fields }, 0);
    // Of an earlier endpoint with this name.
    await setOutage(trx, name, null);
  });
  return secret;
}

export async function editWebhook(parts: Parts, actor: Actor, name: string, request: WebhookRequest): Promise<void> {
  await change(parts, actor, name, 'webhook-changed', async (trx) => checked(trx, request));
}

export async function switchWebhook(parts: Parts, actor: Actor, name: string, isPaused: boolean): Promise<void> {
  await change(parts, actor, name, isPaused ? 'webhook-paused' : 'webhook-resumed', async () => ({ isPaused }));
}

/** @returns the new secret; the old one signs nothing from now on */
export async function renewWebhookSecret(parts: Parts, actor: Actor, name: string): Promise<string> {
  const secret = newSecret();
  const secretSealed = await sealed(parts, name, secret);
  await change(parts, actor, name, 'webhook-secret-renewed', async () => ({ secretSealed }));
  return secret;
}

export async function removeWebhook(parts: Parts, actor: Actor, name: string): Promise<void> {
  assertMay(actor, 'manage-settings', null);
  await write(parts.db, async (trx) => {
    const before = await made(trx, name);
    const at = parts.clock();
    await deleteMadeWebhook(trx, name, at);
    await setOutage(trx, name, null);
    await appendAudit(trx, { at, actor: actor.name, act: 'webhook-removed', ...shown(before) });
  });
}

async function change(
  parts: Parts,
  actor: Actor,
  name: string,
  act: AuditAct,
  to: (trx: Trx) => Promise<Partial<MadeWebhook>>,
): Promise<void> {
  assertMay(actor, 'manage-settings', null);
  await write(parts.db, async (trx) => {
    const before = await made(trx, name);
    await keep(trx, parts, actor, act, { ...before, ...(await to(trx)) }, before.changedAt);
  });
}

async function keep(
  trx: Trx,
  { clock }: Parts,
  actor: Actor,
  act: AuditAct,
  webhook: Omit<MadeWebhook, 'changedAt' | 'changedBy'>,
  changedBefore: number,
): Promise<void> {
  const at = clock();
  // Running processes notice a change by its time.
  const changedAt = Math.max(at, changedBefore + 1);
  await saveMadeWebhook(trx, { ...webhook, changedAt, changedBy: actor.name });
  await appendAudit(trx, { at, actor: actor.name, act, ...shown(webhook) });
}

/** For the audit log: the host alone, since the rest of an address may hold a secret. */
function shown({ name, url, agency, events }: Pick<MadeWebhook, 'name' | 'url' | 'agency' | 'events'>) {
  const host = URL.parse(url)?.host ?? '';
  return { subject: `channel ${name}` as const, detail: { host, agency: agency ?? '', events: events.join(', ') } };
}

async function made(trx: Trx, name: string): Promise<MadeWebhook> {
  const found = (await readMadeWebhooks(trx)).find((one) => one.name === name);
  if (found) return found;
  throw new VonggacError('not-found', `There is no webhook ${name} of the dashboard.`);
}

async function checked(trx: Trx, { url, agencyId, events }: WebhookRequest) {
  const agency = agencyId === null ? null : await findAgency(trx, { id: agencyId });
  if (agencyId !== null && agency === null)
    throw new VonggacError('bad-input', 'The agency is not known any more: choose again.', {
      vi: 'Không còn cơ quan này: hãy chọn lại.',
    });
  const chosen: readonly RelayFilter[] = relayGroups.filter((group) => events.includes(group));
  return { url: checkedUrl(url), agencyId, agency: agency?.name ?? null, events: chosen };
}

const longestUrl = 2_000;

/** Where it leads is checked at each connection: never to a private address. */
function checkedUrl(typed: string): string {
  const url = URL.parse(typed.trim());
  const isFit =
    url?.protocol === 'https:' && url.username === '' && url.password === '' && url.href.length <= longestUrl;
  if (isFit) return url.href;
  throw new VonggacError('bad-input', 'The address must begin with https:// and hold no user name or password.', {
    vi: 'Địa chỉ phải bắt đầu bằng https:// và không chứa tên đăng nhập hay mật khẩu.',
  });
}

function freeName({ config }: Parts, typed: string): string {
  const name = typed.trim();
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name) || name === 'mail' || name === 'add')
    throw new VonggacError('bad-input', 'Name it by lower-case letters, digits and hyphens, like soc-webhook.', {
      vi: 'Tên gồm chữ thường không dấu, chữ số và dấu gạch nối, ví dụ soc-webhook.',
    });
  if (allEndpoints(config).some((one) => one.name === name)) throw taken(name);
  return name;
}

function taken(name: string): VonggacError {
  return new VonggacError('refused', `There is a channel ${name} already: choose another name.`, {
    vi: `Đã có kênh ${name}: hãy đặt tên khác.`,
  });
}

/** As Standard Webhooks writes it. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

async function sealed({ config }: Parts, name: string, secret: string): Promise<string> {
  return seal(await deskKey(config.dataDir), sealedFor(name), secret);
}
