/** Rows whose JSON cannot be read. The rest of the product continues without them, so they must be reported. */
import { incidentFingerprints, incidentKinds } from '../codecs/incident-codecs.ts';
import { noticePayload } from '../codecs/notice-codec.ts';
import type { Database } from '../handle.ts';
import { incidentTargets } from '../incidents/incidents.ts';
import { getBaseline } from '../targets/baselines.ts';
import { stateOf } from '../targets/targets.ts';

/** One sentence for each: watched targets with their baselines, live incidents, and messages not sent. */
export async function unreadableRows(db: Database): Promise<string[]> {
  const sentences: string[] = [];
  const attempt = async (read: () => unknown) => {
    try {
      await read();
    } catch (error) {
      sentences.push(error instanceof Error ? error.message : String(error));
    }
  };
  for (const target of await db.selectFrom('targets').select(['id', 'stateJson', 'baselineVersion']).execute()) {
    await attempt(() => stateOf(target));
    if (target.baselineVersion > 0) await attempt(() => getBaseline(db, target.id, 'browser', target.baselineVersion));
  }
  const incidents = await db
    .selectFrom('incidents')
    .select(['number', 'kindsJson', 'fingerprintsJson'])
    .where('status', 'in', ['open', 'acknowledged'])
    .execute();
  for (const { number, kindsJson, fingerprintsJson } of incidents) {
    await attempt(() => incidentKinds.decode(kindsJson, number));
    await attempt(() => incidentFingerprints.decode(fingerprintsJson, number));
    await attempt(() => incidentTargets(db, number));
  }
  const unsent = db.selectFrom('outbox').select('noticeId').where('status', 'in', ['queued', 'claimed', 'dead']);
  for (const { id, payloadJson } of await db
    .selectFrom('notices')
    .select(['id', 'payloadJson'])
    .where('id', 'in', unsent)
    .execute()) {
    await attempt(() => noticePayload.decode(payloadJson, id));
  }
  return sentences;
}
