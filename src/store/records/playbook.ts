/** Edits of the first steps, every version of them. */
import type { Words } from '../../core/domain/words.ts';
import type { PlaybookPartName } from '../../core/incidents/playbook.ts';
import { readable } from '../codecs/codec.ts';
import { playbookSteps } from '../codecs/playbook-codec.ts';
import type { Database, Trx } from '../handle.ts';

export interface PlaybookVersion {
  readonly id: number;
  /** Null: those of the file again. */
  readonly steps: readonly Words[] | null;
  readonly at: number;
  readonly by: string;
}

const mostShown = 50;

/** Newest first. */
export async function playbookVersions(db: Database | Trx, part: PlaybookPartName): Promise<PlaybookVersion[]> {
  const rows = await db
    .selectFrom('playbookVersions')
    .select(['id', 'stepsJson', 'at', 'by'])
    .where('part', '=', part)
    .orderBy('id', 'desc')
    .limit(mostShown)
    .execute();
  return rows.map(({ stepsJson, ...row }) => ({ ...row, steps: stepsOf(stepsJson, row.id) }));
}

/** The latest steps of each part that was edited; what can't be read is as in the file. */
export async function editedSteps(db: Database): Promise<ReadonlyMap<string, readonly Words[]>> {
  const rows = await db
    .selectFrom('playbookVersions')
    .select(({ fn }) => ['part', fn.max('id').as('id')])
    .groupBy('part')
    .execute();
  const latest = await db
    .selectFrom('playbookVersions')
    .select(['id', 'part', 'stepsJson'])
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
  return new Map(
    latest.flatMap(({ id, part, stepsJson }) => {
      const steps = stepsOf(stepsJson, id);
      return steps === null ? [] : [[part, steps] as const];
    }),
  );
}

/** Number of the latest edit; 0 without any. */
export async function playbookEdition(db: Database): Promise<number> {
  const { last } = await db
    .selectFrom('playbookVersions')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

export async function insertPlaybookVersion(
  trx: Trx,
  part: PlaybookPartName,
  { steps, ...version }: Omit<PlaybookVersion, 'id'>,
): Promise<void> {
  await trx
    .insertInto('playbookVersions')
    .values({ ...version, part, stepsJson: steps === null ? null : playbookSteps.encode(steps) })
    .execute();
}

function stepsOf(json: string | null, id: number): readonly Words[] | null {
  return json === null ? null : readable(() => playbookSteps.decode(json, id));
}
