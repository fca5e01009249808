/** `doctor`'s checks of accounts and people: who can sign in, who is notified, and the key for secrets. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/schema/schema.ts';
import type { Database } from '../../store/handle.ts';
import { accountsInForce, sealedFactors } from '../../store/reads/people.ts';
import { dutyShiftOf } from '../duty/duty-shift.ts';
import { ladderTrouble } from '../duty/ladder-trouble.ts';
import { deskKey } from '../people/desk-key.ts';
import { opensFactor } from '../people/second-factor.ts';
import type { Symptom } from './symptom.ts';

type Result = Omit<Symptom, 'what'>;

/** If others could read the key, anybody on the machine could forge codes and links. */
const othersMay = 0o077;

/** The key beside the database: present if anything is sealed, the right one for it, and private to the owner. */
export async function keySymptom(db: Database, dataDir: string): Promise<Result> {
  const path = join(dataDir, 'desk-key');
  const sealed = await sealedFactors(db);
  const found = await stat(path).catch(() => null);
  if (found === null) {
    return sealed.length === 0
      ? { ok: true, detail: 'made at its first use' }
      : { ok: false, detail: `${path} is missing, ${sealed.length} second factors need it: restore it from a backup` };
  }
  if ((found.mode & othersMay) !== 0)
    return { ok: false, detail: `others on this machine can read ${path}: run chmod 600 on it` };
  const key = await deskKey(dataDir);
  const foreign = sealed.filter((secret) => !opensFactor(key, secret)).length;
  if (foreign > 0)
    return {
      ok: false,
      detail: `${foreign} second factors were sealed with another key than ${path}: restore that one`,
    };
  return { ok: true, detail: `${path}, for ${sealed.length} second factors` };
}

/** Sign-in without a second factor is reported but is not a fault. */
export async function accountsSymptom(db: Database): Promise<Result> {
  const accounts = await accountsInForce(db);
  const administrators = accounts.filter(({ role }) => role === 'administrator');
  if (accounts.length === 0)
    return { ok: true, detail: "none yet: 'vonggac run' writes a one-time link, or use 'vonggac user add'" };
  if (administrators.length === 0)
    return { ok: false, detail: "no administrator: 'vonggac user add NAME --role administrator'" };
  const plain = administrators.filter(({ hasSecondFactor, isExternal }) => !hasSecondFactor && !isExternal);
  const counts = `${accounts.length}, ${administrators.length} of them administrators`;
  return {
    ok: true,
    detail:
      plain.length === 0 ? counts : `${counts}; without a second factor: ${plain.map(({ name }) => name).join(', ')}`,
  };
}

export async function dutySymptom(db: Database, config: Config, now: number): Promise<Result> {
  const gaps = await ladderTrouble({ config, db });
  const silent = config.mail.operators.length === 0 ? ['mail.operators is empty: nobody is notified of outages'] : [];
  const shift = dutyShiftOf(config, now);
  const until = shift === null ? '' : `until ${new Date(shift.to).toISOString()}`;
  const officer = shift === null ? 'no roster' : `${shift.assigned.name} ${until}`;
  const unmanned =
    shift !== null && shift.officer === null
      ? [`nobody is on duty ${until}: the account of ${shift.assigned.name} is disabled, change the roster.`]
      : [];
  const steps = config.duty.ladder.length;
  const ladder =
    steps === 0 ? 'no escalation: nobody else is notified of unacknowledged incidents' : `escalation steps: ${steps}`;
  const troubles = [...silent, ...unmanned, ...gaps.map(({ en }) => en)];
  return { ok: troubles.length === 0, detail: troubles.join(' ') || `${officer}, ${ladder}` };
}
