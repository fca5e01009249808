/** How scheduled backups stand, on the settings page. */
import type { Config } from '../../../config/schema/schema.ts';
import { type BackupState, backupTrouble } from '../../../core/backup/plan.ts';
import type { Visit } from '../../gate/route.ts';
import { backupTroubleText } from '../backup-words.ts';
import { Sheet } from '../layout.tsx';
import { moment, span } from '../wording.ts';

interface BackupsProps {
  readonly visit: Visit;
  readonly config: Config['backup'];
  readonly state: BackupState | null;
}

export const Backups = ({ visit, config, state }: BackupsProps) => {
  const { texts } = visit;
  const { folder, every, at, keep, passphraseFile } = config;
  const trouble = folder === undefined || state === null ? null : backupTrouble(state, every, visit.now);
  return (
    <Sheet title={texts.backupTitle} id="backups">
      {folder === undefined ? (
        <p>{texts.backupOff}</p>
      ) : (
        <>
          {trouble !== null && <p class="problem">{backupTroubleText(visit, trouble)}</p>}
          {trouble === null && <p>{latestText(visit, state)}</p>}
          <p class="hint">{texts.backupRhythm(span(visit, every), at ?? null, keep)}</p>
          {passphraseFile === undefined && <p class="hint">{texts.backupNoKeys}</p>}
        </>
      )}
    </Sheet>
  );
};

function latestText(visit: Visit, state: BackupState | null): string {
  const done = state?.done ?? null;
  if (done === null) return visit.texts.backupWaiting;
  const [size, unit] = done.sizeBytes < 1e9 ? [done.sizeBytes / 1e6, 'MB'] : [done.sizeBytes / 1e9, 'GB'];
  const shown = size.toFixed(1).replace('.', visit.language === 'vi' ? ',' : '.');
  return visit.texts.backupDone(moment(visit, done.at), `${shown} ${unit}`);
}
