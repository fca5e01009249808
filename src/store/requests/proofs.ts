/** How the owners of a request's hosts agreed. */
import type { Selectable } from 'kysely';
import type { Database, Trx } from '../handle.ts';
import type { RequestProofTable } from '../schema/schema-requests.ts';

export type RequestProof = Selectable<RequestProofTable>;

export async function putProof(trx: Trx, proof: RequestProof): Promise<void> {
  await trx
    .insertInto('requestProofs')
    .values(proof)
    .onConflict((c) => c.columns(['requestId', 'host', 'method']).doUpdateSet(proof))
    .execute();
}

export async function proofsOf(db: Database | Trx, requestId: number): Promise<RequestProof[]> {
  return db.selectFrom('requestProofs').selectAll().where('requestId', '=', requestId).orderBy('at').execute();
}
