/** Edits the first steps of one kind of incident, or takes those of the file again. */
import type { Words } from '../../core/domain/words.ts';
import { VonggacError } from '../../core/errors.ts';
import type { PlaybookPartName } from '../../core/incidents/playbook.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { insertPlaybookVersion, playbookVersions } from '../../store/records/playbook.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';

export interface PlaybookEdit {
  readonly part: PlaybookPartName;
  /** Null: those of the file again. */
  readonly steps: readonly Words[] | null;
  /** Number of the version that the person saw; 0 for the file's. */
  readonly seen: number;
}

/** As in the file (`config/playbook.ts`): longer steps or lists are not read in an emergency. */
const shortest = 3;
const longest = 400;
const mostSteps = 15;

export async function editPlaybook(
  { db, clock }: Pick<OperatorParts, 'db' | 'clock'>,
  actor: Actor,
  { part, steps, seen }: PlaybookEdit,
): Promise<void> {
  assertMay(actor, 'manage-settings', null);
  if (steps !== null) assertSteps(steps);
  await write(db, async (trx) => {
    const [latest] = await playbookVersions(trx, part);
    if ((latest?.id ?? 0) !== seen) {
      throw new VonggacError('refused', 'Somebody else edited these steps in the meantime: read them, then edit.', {
        vi: 'Người khác vừa sửa các bước này: hãy mở lại trang để xem rồi sửa.',
      });
    }
    const at = clock();
    await insertPlaybookVersion(trx, part, { steps, at, by: actor.name });
    const detail = { steps: steps?.length ?? null };
    await appendAudit(trx, { at, actor: actor.name, act: 'playbook-edited', subject: `playbook ${part}`, detail });
  });
}

function assertSteps(steps: readonly Words[]): void {
  const isRead = ({ vi, en }: Words) => [vi, en].every(({ length }) => length >= shortest && length <= longest);
  if (steps.length > 0 && steps.length <= mostSteps && steps.every(isRead)) return;
  throw new VonggacError(
    'bad-input',
    `Write 1 to ${mostSteps} steps of ${shortest} to ${longest} characters, one per line, as many in English as in Vietnamese.`,
    {
      vi: `Hãy ghi từ 1 đến ${mostSteps} bước, mỗi bước một dòng từ ${shortest} đến ${longest} ký tự; số bước tiếng Việt và tiếng Anh phải bằng nhau.`,
    },
  );
}
