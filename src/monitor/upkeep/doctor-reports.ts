/** `doctor`'s check of period reports: those of the last days that could not be made, or not be printed. */
import type { Database } from '../../store/handle.ts';
import { failedReports } from '../../store/records/reports.ts';
import type { Symptom } from './symptom.ts';

const lookBackMs = 7 * 86_400_000;

export async function reportsSymptom(db: Database, now: number): Promise<Omit<Symptom, 'what'>> {
  const failed = await failedReports(db, now - lookBackMs);
  const [first] = failed;
  if (first === undefined) return { ok: true, detail: 'none failed in the last 7 days' };
  return {
    ok: false,
    detail: `${failed.length} could not be made or printed in the last 7 days, like that of ${first.asked.span.name.en}: ${first.failure ?? ''}`,
  };
}
