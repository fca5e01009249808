/** Test accounts with a known password that is cheap to verify. */

import { scryptSync } from 'node:crypto';
import type { Actor } from '../../src/core/people/actor.ts';
import type { OperatorParts } from '../../src/monitor/parts.ts';
import { type AddUser, recordUser } from '../../src/monitor/people/add-user.ts';
import { write } from '../../src/store/write.ts';

/**
 * The account that `addUser` creates. Its hash has the product's stored format with small parameters; sign-in reads
 * them from the hash, so it runs the product's own code. The required cost is tested where hashes are created.
 */
export async function addTestUser(
  parts: OperatorParts,
  user: Omit<AddUser, 'agency'> & { readonly actor: Actor },
): Promise<void> {
  const { name, role, actor, email = null, password } = user;
  const passwordHash = cheapHash(password);
  const recorded = { name, passwordHash, role, agencyId: null, email, actor: actor.name };
  await write(parts.db, (trx) => recordUser(trx, parts.clock(), recorded));
}

function cheapHash(password: string): string {
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync(password.normalize('NFKC'), salt, 32, { N: 16, r: 8, p: 1 });
  return `scrypt$16$8$1$${salt.toString('base64url')}$${key.toString('base64url')}`;
}
