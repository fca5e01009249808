/** What must not come back to life with a restored database. */
import type { Trx } from '../handle.ts';

/** Sessions and links that were ended since would be valid again, so everybody signs in anew. */
export async function forgetSignIns(trx: Trx): Promise<void> {
  await trx.deleteFrom('sessions').execute();
  await trx.deleteFrom('setupLinks').execute();
  await trx.deleteFrom('userTokens').execute();
}
