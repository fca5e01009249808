/** What takes too long for a scrape, read in small steps between which everything else goes on. */
import { sql } from 'kysely';
import type { Database } from '../handle.ts';

/** Contents by the first two digits of their hash. */
export async function blobBytes(db: Database): Promise<number> {
  let bytes = 0;
  for (let step = 0; step < 256; step += 1) {
    const from = step.toString(16).padStart(2, '0');
    const row = await db
      .selectFrom('blobs')
      .select((eb) => eb.fn.sum<number>('sizeBytes').as('bytes'))
      .where('hash', '>=', from)
      // Later than any digit.
      .where('hash', '<', `${from}g`)
      .executeTakeFirstOrThrow();
    bytes += Number(row.bytes ?? 0);
    await pause();
  }
  return bytes;
}

export interface HostTerm {
  readonly targetId: string;
  readonly host: string;
  /** When its certificate ends; null when none was seen. */
  readonly certificateEndsAt: number | null;
  /** When its domain's registration ends: as registered, else as a person entered it. */
  readonly registrationEndsAt: number | null;
}

const hostsAtOnce = 100;

export async function hostTerms(db: Database): Promise<HostTerm[]> {
  const terms: HostTerm[] = [];
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('hostNames')
      .innerJoin('targets', 'targets.id', 'hostNames.targetId')
      .innerJoin('sites', 'sites.id', 'hostNames.siteId')
      .select(['hostNames.targetId', 'targets.host', 'hostNames.expiresAt'])
      .select([
        sql<number | null>`json_extract("hostNames"."lookJson", '$.tls.certificate.validTo')`.as('certificateEndsAt'),
        sql<number | null>`json_extract("hostNames"."lookJson", '$.registration.expiresAt')`.as('registered'),
      ])
      .where('sites.status', '=', 'active')
      .where('hostNames.targetId', '>', after)
      .orderBy('hostNames.targetId')
      .limit(hostsAtOnce)
      .execute();
    for (const { targetId, host, certificateEndsAt, registered, expiresAt } of rows) {
      terms.push({ targetId, host, certificateEndsAt, registrationEndsAt: registered ?? expiresAt });
    }
    const last = rows.at(-1)?.targetId;
    if (last === undefined || rows.length < hostsAtOnce) return terms;
    after = last;
    await pause();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
