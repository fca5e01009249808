/** The second factor: authenticator codes (TOTP, RFC 6238) and recovery codes for when the device is lost. */

import { randomBytes } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { replaceRecoveryCodes, useRecoveryCode } from '../../store/people/recovery-codes.ts';
import { deleteSessionsOf } from '../../store/people/sessions.ts';
import { getUser, saveUser, type UserRow } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import type { AuditAct } from '../../store/records/audit-acts.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { deskKey, seal, unseal } from './desk-key.ts';
import { tokenHash } from './token.ts';

export interface Enrolment {
  /** Base 32, for typing. */
  readonly secret: string;
  /** `otpauth:` address, for the QR code. */
  readonly address: string;
}

const sealUse = 'totp';
const pendingUse = 'totp-pending';
/** Between the password and the first code. */
const pendingMs = 15 * 60_000;
/** One code earlier and later, because phones' clocks differ. */
const toleranceSeconds = 30;
const recoveryCodes = 10;
/** 32 letters, so that all are equally likely. */
const recoveryLetters = 'abcdefghijkmnpqrstuvwxyz23456789';
const noFactor = { totpSecret: null, totpPending: null, totpLastStep: null };

/** Creates a secret that takes effect only once one of its codes was entered. */
export async function beginSecondFactor(parts: OperatorParts, user: UserRow): Promise<void> {
  const text = `${parts.clock() + pendingMs} ${generateSecret()}`;
  const totpPending = seal(await deskKey(parts.config.dataDir), pendingUse, text);
  await write(parts.db, (trx) => saveUser(trx, user.id, { totpPending }));
}

/** What the person has to enter into the authenticator now; null when no enrolment was begun. */
export async function pendingSecondFactor(parts: OperatorParts, user: UserRow): Promise<Enrolment | null> {
  const secret = await pendingSecret(parts, user);
  if (secret === null) return null;
  return { secret, address: generateURI({ issuer: 'Vong Gac', label: user.name, secret }) };
}

/**
 * Switches the second factor on and signs the person out everywhere else.
 * @param sessionHash the session that stays
 * @returns the recovery codes, which are stored only as hashes; null when the code is wrong
 */
export async function confirmSecondFactor(
  parts: OperatorParts,
  user: UserRow,
  code: string,
  sessionHash: string,
): Promise<readonly string[] | null> {
  const secret = await pendingSecret(parts, user);
  const now = parts.clock();
  const step = secret === null ? null : stepOf(secret, code, now, null);
  if (secret === null || step === null) return null;
  const totpSecret = seal(await deskKey(parts.config.dataDir), sealUse, secret);
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
  await write(parts.db, async (trx) => {
    await saveUser(trx, user.id, { totpSecret, totpPending: null, totpLastStep: step });
    await replaceRecoveryCodes(trx, user.id, codes.map(recoveryHash));
    await deleteSessionsOf(trx, user.id, sessionHash);
    await audit(trx, now, user.name, 'second-factor-on', user);
  });
  return codes;
}

/** By its owner, or by an administrator for somebody who lost the device and the codes. */
export async function endSecondFactor(parts: OperatorParts, actor: Actor, userId: number): Promise<void> {
  await write(parts.db, async (trx) => {
    const user = await getUser(trx, userId);
    if (user?.name === actor.name) assertMay(actor, 'own-account', actor.scope.agencyId);
    else assertMay(actor, 'manage-people', null);
    if (!user) throw new VonggacError('not-found', `There is no user ${userId}.`);
    if (user.totpSecret === null) {
      throw new VonggacError('refused', 'There is no second factor.', {
        vi: 'Tài khoản này chưa bật xác thực hai bước.',
      });
    }
    await saveUser(trx, userId, noFactor);
    await replaceRecoveryCodes(trx, userId, []);
    await audit(trx, parts.clock(), actor.name, 'second-factor-off', user);
  });
}

/** Whether the code is right: an authenticator code or a recovery code. Each is accepted once. */
export async function takeCode(parts: OperatorParts, userId: number, code: string): Promise<boolean> {
  const key = await deskKey(parts.config.dataDir);
  const now = parts.clock();
  return write(parts.db, async (trx) => {
    const user = await getUser(trx, userId);
    if (!user?.totpSecret) return false;
    const secret = unseal(key, sealUse, user.totpSecret);
    if (secret === null) parts.log.error({ userId }, 'a second factor was sealed with another key');
    const step = secret === null ? null : stepOf(secret, code, now, user.totpLastStep);
    if (step !== null) {
      await saveUser(trx, userId, { totpLastStep: step });
      return true;
    }
    if (!(await useRecoveryCode(trx, userId, recoveryHash(code)))) return false;
    await audit(trx, now, user.name, 'recovery-code-used', user);
    return true;
  });
}

/** Whether this is the key that the secret was sealed with. */
export function opensFactor(key: Buffer, sealed: string): boolean {
  return unseal(key, sealUse, sealed) !== null;
}

/** An abandoned enrolment expires: a stranger at the open screen must not finish it later. */
async function pendingSecret(parts: OperatorParts, { totpPending }: UserRow): Promise<string | null> {
  const text = totpPending === null ? null : unseal(await deskKey(parts.config.dataDir), pendingUse, totpPending);
  const [until, secret] = text?.split(' ') ?? [];
  return secret !== undefined && Number(until) > parts.clock() ? secret : null;
}

/** The code's time step; null when it is wrong or not newer than the last one accepted. */
function stepOf(secret: string, typed: string, now: number, lastStep: number | null): number | null {
  const token = typed.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const result = verifySync({
    secret,
    token,
    epoch: Math.floor(now / 1_000),
    epochTolerance: toleranceSeconds,
    ...(lastStep === null ? {} : { afterTimeStep: lastStep }),
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

/** 80 random bits in letters that are not easily confused. */
function newRecoveryCode(): string {
  const text = Array.from(randomBytes(16), (byte) => recoveryLetters[byte % recoveryLetters.length]).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

function recoveryHash(code: string): string {
  return tokenHash(
    `recovery ${code
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .slice(0, 64)}`,
  );
}

function audit(trx: Trx, at: number, actor: string, act: AuditAct, user: UserRow): Promise<string> {
  return appendAudit(trx, { at, actor, act, subject: `user ${user.name}` });
}
