/** `doctor`'s check of main-loop standstills. */
import type { Database } from '../../store/handle.ts';
import { getMeta } from '../../store/records/meta.ts';
import { heldTargets } from '../../store/targets/standstills.ts';
import type { Symptom } from './symptom.ts';

const recentMs = 86_400_000;
const named = 5;

/** Reported because suspended pages are not watched, and a standstill is a bug. */
export async function standstillSymptom(db: Database, now: number): Promise<Omit<Symptom, 'what'>> {
  const at = await getMeta(db, 'lastStandstillAt');
  const held = await heldTargets(db);
  const list = held.slice(0, named).map(({ id, url }) => `${id} (${url})`);
  const more = held.length > named ? ` and ${held.length - named} more` : '';
  const details = [
    at === null ? 'the main loop never stood still' : `the main loop last stood still at ${new Date(at).toISOString()}`,
    ...(held.length > 0 ? [`checked only once an hour because of it: ${list.join(', ')}${more}`] : []),
  ];
  const isRecent = at !== null && now - at < recentMs;
  const advice = isRecent || held.length > 0 ? ['please report it with that line of the log'] : [];
  return { ok: advice.length === 0, detail: [...details, ...advice].join('; ') };
}
