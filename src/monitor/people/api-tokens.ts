/** API tokens: made and revoked by people, resolved to an actor for each request. */

import { VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import {
  apiToken,
  isApiToken,
  longestTokenMs,
  mostTokensOfPerson,
  type TokenCapability,
  tokenActor,
  tokenCapabilities,
} from '../../core/people/api-token.ts';
import {
  type ApiTokenRow,
  findApiToken,
  insertApiToken,
  listApiTokens,
  noteTokenUse,
  revokeApiToken as revokeStored,
} from '../../store/people/api-tokens.ts';
import type { UserRow } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { actorOf } from './capabilities.ts';
import { newToken, tokenHash } from './token.ts';

type Parts = Pick<OperatorParts, 'db' | 'clock'>;

export interface TokenRequest {
  readonly name: string;
  readonly capabilities: readonly TokenCapability[];
  /** Null: as far as the maker may see. */
  readonly agencyId: number | null;
  readonly validMs: number;
}

/** Makes a token for the person's own account. @returns the token, which is not stored and can't be shown again */
export async function makeApiToken({ db, clock }: Parts, user: UserRow, request: TokenRequest): Promise<string> {
  const maker = actorOf(user);
  const name = tokenName(request.name);
  const capabilities = tokenCapabilities.filter((one) => {
    return maker.capabilities.has(one) && (one === 'see' || request.capabilities.includes(one));
  });
  if (!(request.validMs > 0 && request.validMs <= longestTokenMs)) {
    throw new VonggacError('bad-input', 'A token is valid for 1 to 365 days.', {
      vi: 'Khóa API có hiệu lực từ 1 đến 365 ngày.',
    });
  }
  const token = apiToken(newToken());
  await write(db, async (trx) => {
    const now = clock();
    const own = (await listApiTokens(trx, user.id)).filter(({ expiresAt }) => expiresAt > now);
    if (own.length >= mostTokensOfPerson) {
      throw new VonggacError('refused', `You have ${own.length} tokens: revoke one that is no longer used.`, {
        vi: `Bạn đã có ${own.length} khóa API: hãy thu hồi khóa không còn dùng.`,
      });
    }
    if (own.some((one) => one.name === name)) {
      throw new VonggacError('refused', `You have a token called ${name}: choose another name.`, {
        vi: `Bạn đã có khóa API tên ${name}: hãy đặt tên khác.`,
      });
    }
    const expiresAt = now + request.validMs;
    const id = await insertApiToken(trx, {
      tokenHash: tokenHash(token),
      userId: user.id,
      name,
      capabilities,
      agencyId: request.agencyId ?? user.agencyId,
      createdAt: now,
      expiresAt,
      lastUsedAt: null,
      lastAddress: null,
      revokedAt: null,
    });
    const detail = { name, capabilities: capabilities.join(', '), until: new Date(expiresAt).toISOString() };
    await appendAudit(trx, { at: now, actor: user.name, act: 'api-token-made', subject: `token ${id}`, detail });
  });
  return token;
}

function tokenName(typed: string): string {
  const name = typed.normalize('NFC').trim();
  if (/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,39}$/u.test(name)) return name;
  throw new VonggacError('bad-input', 'Name the token by 1 to 40 letters, digits, blanks or the signs . _ -', {
    vi: 'Hãy đặt tên khóa API gồm 1 đến 40 chữ cái, chữ số, khoảng trắng hoặc các dấu . _ -',
  });
}

/** Revokes one of the person's own tokens. */
export async function revokeApiToken({ db, clock }: Parts, user: UserRow, id: number): Promise<void> {
  await write(db, async (trx) => {
    const now = clock();
    const token = (await listApiTokens(trx, user.id)).find((one) => one.id === id);
    if (!(token && (await revokeStored(trx, id, now)))) {
      throw new VonggacError('not-found', `There is no token ${id}.`);
    }
    const detail = { name: token.name };
    await appendAudit(trx, { at: now, actor: user.name, act: 'api-token-revoked', subject: `token ${id}`, detail });
  });
}

export interface TokenHolder {
  readonly token: ApiTokenRow;
  readonly actor: Actor;
}

/** How often the latest use is written: a request every second would otherwise be a write every second. */
const noteEveryMs = 60_000;

/** The actor whom a request's token stands for, with its maker's present role and scope; null when it is not in force. */
export async function holderOf({ db, clock }: Parts, secret: string, address: string): Promise<TokenHolder | null> {
  if (!isApiToken(secret)) return null;
  const now = clock();
  const found = await findApiToken(db, tokenHash(secret), now);
  const actor = found && tokenActor(found.token, actorOf(found.maker));
  if (!(found && actor)) return null;
  const { id, lastUsedAt, lastAddress } = found.token;
  if (lastUsedAt === null || now - lastUsedAt >= noteEveryMs || lastAddress !== address) {
    await noteTokenUse(db, id, { at: now, address });
  }
  return { token: found.token, actor };
}
