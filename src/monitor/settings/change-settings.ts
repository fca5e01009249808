/** Changes dashboard settings, or resets them to their defaults. */

import { originOf } from '../../config/origins.ts';
import type { Config } from '../../config/schema/schema.ts';
import { readSetting, type SettingKey, settingInput } from '../../config/settings.ts';
import type { Words } from '../../core/domain/words.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { deleteSetting, readSettings, type StoredSetting, saveSetting } from '../../store/records/settings.ts';
import { write } from '../../store/write.ts';
import type { ConfigParts, OperatorParts, RecordParts } from '../parts.ts';
import { noted } from './noted.ts';
import { fillFromPeople } from './roster-people.ts';

export interface SettingChange {
  readonly key: SettingKey;
  /** As written in the file; null resets to the default. */
  readonly value: { readonly input: unknown } | null;
  /** When the value that the person saw was set; 0 for the default. */
  readonly seenAt: number;
}

export interface SettingProblem {
  readonly key: SettingKey;
  /** One sentence on what is wrong and how to fix it. */
  readonly words: Words;
  /** The rows of a list that are invalid, counted from one. */
  readonly rows: readonly number[];
  /** Somebody else changed it, so the input was based on an older value. */
  readonly isOutdated?: true;
}

export type SettingsOutcome =
  | { readonly status: 'saved' | 'unchanged' }
  /** Nothing was saved. */
  | { readonly status: 'refused'; readonly problems: readonly SettingProblem[] };

/** Saves all of the changes, or none. Entering the effective value changes nothing. */
export async function changeSettings(
  parts: RecordParts & ConfigParts,
  refresh: () => Promise<void>,
  actor: Actor,
  changes: readonly SettingChange[],
): Promise<SettingsOutcome> {
  assertMay(actor, 'manage-settings', null);
  const outcome = await write(parts.db, async (trx): Promise<SettingsOutcome> => {
    const stored = await readSettings(trx);
    const { filled, wrong } = await readChanges(trx, parts.config, changes);
    if (wrong.length > 0) return { status: 'refused', problems: wrong };
    const meant = filled.filter((change) => isMeant(parts.config, change, stored.get(change.key)));
    const outdated = meant.filter(({ key, seenAt }) => (stored.get(key)?.changedAt ?? 0) !== seenAt);
    if (outdated.length > 0) return { status: 'refused', problems: outdated.map(({ key }) => outdatedProblem(key)) };
    for (const change of meant) await apply(trx, parts, actor, change, stored.get(change.key));
    return { status: meant.length > 0 ? 'saved' : 'unchanged' };
  });
  if (outcome.status === 'saved') await refresh();
  return outcome;
}

/** The changes with their people's current details, and the problems found. */
async function readChanges(trx: Trx, config: Config, changes: readonly SettingChange[]) {
  const filled: SettingChange[] = [];
  const wrong: SettingProblem[] = [];
  for (const change of changes) {
    const { key, value } = change;
    const { input, unreachable } = await fillFromPeople(trx, key, value?.input);
    const next = value === null ? change : { ...change, value: { input } };
    const problem = unreachable.length > 0 ? unreachableProblem(key, unreachable) : problemOf(config, next);
    filled.push(next);
    if (problem) wrong.push(problem);
  }
  return { filled, wrong };
}

function unreachableProblem(key: SettingKey, rows: readonly number[]): SettingProblem {
  const words = {
    vi: `Người được chọn không còn trong danh sách hoặc không có thư điện tử, hãy chọn người khác (dòng ${rows.join(', ')}).`,
    en: `The person picked was removed or has no email address: pick somebody else (row ${rows.join(', ')}).`,
  };
  return { key, words, rows };
}

function problemOf(config: Config, { key, value }: SettingChange): SettingProblem | null {
  if (originOf(config.origins, key) !== null) {
    const words = {
      vi: `${key} do tệp cấu hình hoặc biến môi trường quy định; hãy sửa tại đó.`,
      en: `${key} is set by the file or the environment: change it there.`,
    };
    return { key, words, rows: [] };
  }
  const read = value && readSetting(key, value.input);
  if (!read || read.ok) return null;
  const { rule, rows } = read;
  const [en, vi] = rows.length === 0 ? ['', ''] : [` (row ${rows.join(', ')})`, ` (dòng ${rows.join(', ')})`];
  return { key, words: { vi: `${sentence(rule.vi)}${vi}.`, en: `${sentence(rule.en)}${en}.` }, rows };
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function outdatedProblem(key: SettingKey): SettingProblem {
  const words = {
    vi: 'Người khác vừa thay đổi mục này. Hãy xem lại giá trị hiện tại rồi sửa tiếp.',
    en: 'Somebody else has changed this in the meantime: review the current value and try again.',
  };
  return { key, words, rows: [], isOutdated: true };
}

/** Whether the change is intended: a saved form only changes fields that differ from the effective value. */
function isMeant(config: Config, { key, value }: SettingChange, stored: StoredSetting | undefined): boolean {
  if (value === null) return stored !== undefined;
  const [entered, inForce] = [value.input, settingInput(config, key)].map((input) => readSetting(key, input));
  return !(entered?.ok && inForce?.ok && JSON.stringify(entered.value) === JSON.stringify(inForce.value));
}

async function apply(
  trx: Trx,
  parts: Pick<OperatorParts, 'config' | 'clock'>,
  actor: Actor,
  { key, value }: SettingChange,
  known: StoredSetting | undefined,
): Promise<void> {
  const at = Math.max(parts.clock(), (known?.changedAt ?? 0) + 1);
  if (value === null) await deleteSetting(trx, key);
  else await saveSetting(trx, key, { value: value.input, changedAt: at, changedBy: actor.name });
  const detail = {
    before: noted(settingInput(parts.config, key)),
    after: value === null ? null : noted(value.input),
  };
  await appendAudit(trx, { at, actor: actor.name, act: 'setting-changed', subject: `setting ${key}`, detail });
}
