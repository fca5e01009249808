/** Whether the channels beside mail deliver, for `doctor`. */
import type { Config } from '../../config/schema/schema.ts';
import { troubleWords } from '../../core/incidents/mail-trouble.ts';
import { plainText } from '../../core/text.ts';
import type { Database } from '../../store/handle.ts';
import { channelStates, latestMessages } from '../../store/outbox/channel-states.ts';
import { relayEndpoints } from '../channels/endpoints.ts';
import type { Symptom } from './symptom.ts';

/** Longer than an attempt and a retry: whatever waits this long is stuck. */
const patienceMs = 900_000;

export async function channelsSymptom(db: Database, config: Config, now: number): Promise<Omit<Symptom, 'what'>> {
  const names = relayEndpoints(config).map(({ name }) => name);
  if (names.length === 0) return { ok: true, detail: 'mail only: no other channel is configured' };
  const broken: string[] = [];
  for (const { channel, outage, waiting, waitingSince } of await channelStates(db, names)) {
    const since = outage?.since ?? (waitingSince !== null && now - waitingSince > patienceMs ? waitingSince : null);
    if (since === null) continue;
    const reason = (await latestMessages(db, channel, 50)).find(({ lastError }) => lastError !== null)?.lastError;
    const why = reason ? `: ${plainText(troubleWords(reason).en, 120)}` : '';
    broken.push(`${channel} has delivered nothing since ${new Date(since).toISOString()} (${waiting} waiting)${why}`);
  }
  if (broken.length === 0) return { ok: true, detail: `${names.length} beside mail, all deliver` };
  return { ok: false, detail: broken.join('; ') };
}
