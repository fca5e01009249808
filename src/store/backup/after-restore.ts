/** Removes what must not become valid again in a restored database. */
import type { Trx } from '../handle.ts';

/** Sessions and links ended since the backup would be valid again, so everybody has to sign in again. */
export async function forgetSignIns(trx: Trx): Promise<void> {
  await trx.deleteFrom('sessions').execute();
  await trx.deleteFrom('setupLinks').execute();
  await trx.deleteFrom('userTokens').execute();
  await trx.deleteFrom('requestTokens').execute();
}
