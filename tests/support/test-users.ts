/** Accounts for tests whose password is known and costs next to nothing to check. */
import { scryptSync } from 'node:crypto';
import type { DeskParts } from '../../src/monitor/parts.ts';
import { type AddUser, recordUser } from '../../src/monitor/people/add-user.ts';

/**
 * The account that `addUser` makes. Its hash has the form that the product stores, with small parameters; they are
 * read from the hash, so signing in goes the product's own way. What a hash must cost is shown where hashes are made.
 */
export async function addTestUser(parts: DeskParts, user: Omit<AddUser, 'agency'>): Promise<void> {
  const { name, role, actor, email = null, password } = user;
  const passwordHash = cheapHash(password);
  const recorded = { name, passwordHash, role, agencyId: null, email, actor };
  await parts.db.transaction().execute((trx) => recordUser(trx, parts.clock(), recorded));
}

function cheapHash(password: string): string {
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync(password.normalize('NFKC'), salt, 32, { N: 16, r: 8, p: 1 });
  return `scrypt$16$8$1$${salt.toString('base64url')}$${key.toString('base64url')}`;
}
