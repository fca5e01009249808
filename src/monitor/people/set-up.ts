/** Creates the first administrator: allowed to anyone who can read a file of the machine's owner. */

import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { VonggacError } from '../../core/errors.ts';
import { isSetupLinkOpen, replaceSetupLink, useSetupLink } from '../../store/people/setup-links.ts';
import { findUser, hasUser, type UserRow } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { emailAddress, recordUser, userName } from './add-user.ts';
import { assertPassword, hashPassword } from './password.ts';
import { newToken, tokenHash } from './token.ts';

const validMs = 24 * 3_600_000;
const fileName = 'setup-link';
const first = { role: 'administrator', agencyId: null } as const;

/**
 * Writes a one-time address of the dashboard into a file that only the owner can read.
 * @param baseUrl where the dashboard is reached
 * @returns the file's path; the address itself is never printed or logged
 */
export async function createSetupLink(parts: OperatorParts, baseUrl: string): Promise<string> {
  const { db, clock, config } = parts;
  if (await hasUser(db)) {
    throw new VonggacError('failed', "There is already an account: add more with 'vonggac user add'.");
  }
  const token = newToken();
  const now = clock();
  await write(db, async (trx) => {
    await replaceSetupLink(trx, { tokenHash: tokenHash(token), createdAt: now, expiresAt: now + validMs });
    await appendAudit(trx, { at: now, actor: 'system', act: 'setup-link-created', subject: 'dashboard' });
  });
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const path = join(config.dataDir, fileName);
  await writePrivately(path, `${new URL(`/set-up/${token}`, baseUrl).href}\n`);
  return path;
}

/** Created with its mode and then moved into place: at no moment can anybody else read it. */
async function writePrivately(path: string, text: string): Promise<void> {
  const part = `${path}.part`;
  await rm(part, { force: true });
  const handle = await open(part, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, path);
}

/** Path of the file with the link while there is no account; null once there is one. */
export async function setupLinkFile({ db, config }: Pick<OperatorParts, 'db' | 'config'>): Promise<string | null> {
  return (await hasUser(db)) ? null : join(config.dataDir, fileName);
}

/** Whether the link can still be used. */
export async function isSetupOpen(parts: OperatorParts, token: string): Promise<boolean> {
  return (await isSetupLinkOpen(parts.db, tokenHash(token), parts.clock())) && !(await hasUser(parts.db));
}

/** Uses up the link and creates the first administrator. Rejects with a `VonggacError` that a person can read. */
export async function setUp(
  parts: OperatorParts,
  token: string,
  input: { readonly name: string; readonly password: string; readonly email: string },
): Promise<UserRow> {
  const name = userName(input.name);
  assertPassword(input.password, name);
  const email = emailAddress(input.email);
  const passwordHash = await hashPassword(input.password);
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    if (!(await isSetupLinkOpen(trx, tokenHash(token), now)) || (await hasUser(trx))) {
      throw new VonggacError(
        'refused',
        'This set-up link has been used or has expired: restart the daemon for a new one.',
        {
          vi: 'Liên kết thiết lập này đã được dùng hoặc đã hết hạn: hãy khởi động lại tiến trình để nhận liên kết mới.',
        },
      );
    }
    await useSetupLink(trx, tokenHash(token), now);
    await recordUser(trx, now, { name, passwordHash, email, ...first, actor: 'set-up link' });
  });
  await rm(join(parts.config.dataDir, fileName), { force: true });
  const user = await findUser(parts.db, name);
  if (!user) throw new VonggacError('bug', 'The account was created but cannot be found.');
  return user;
}
