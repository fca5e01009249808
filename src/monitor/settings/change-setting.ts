/** Changes a dashboard setting, or resets it to the default. */

import { originOf } from '../../config/origins.ts';
import { readSetting, type SettingKey, settingInput } from '../../config/settings.ts';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { deleteSetting, readSettings, saveSetting } from '../../store/records/settings.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';

/** Longest value written to the audit log. */
const maxNoted = 2_000;

export interface SettingChange {
  readonly key: SettingKey;
  /** As the file would have it; null: back to the default. */
  readonly value: { readonly input: unknown } | null;
  /** When the value that the person saw was set; 0: it was the default. */
  readonly seenAt: number;
}

/** Rejects with a `VonggacError` that a person can read. */
export async function changeSetting(
  parts: Pick<OperatorParts, 'config' | 'db' | 'clock'>,
  refresh: () => Promise<void>,
  actor: Actor,
  { key, value, seenAt }: SettingChange,
): Promise<void> {
  assertMay(actor, 'manage-settings', null);
  if (originOf(parts.config.origins, key) !== null) {
    throw new VonggacError('refused', `${key} is set by the file or the environment: change it there.`, {
      vi: `${key} do tệp cấu hình hoặc biến môi trường quy định; hãy sửa tại đó.`,
    });
  }
  const read = value && readSetting(key, value.input);
  if (read && !read.ok) {
    const { rule, rows } = read;
    const [en, vi] = rows.length === 0 ? ['', ''] : [` (row ${rows.join(', ')})`, ` (dòng ${rows.join(', ')})`];
    throw new VonggacError('bad-input', `Not saved: ${rule.en}${en}.`, { vi: `Chưa lưu: ${rule.vi}${vi}.` });
  }
  await write(parts.db, async (trx) => {
    const known = (await readSettings(trx)).get(key);
    if ((known?.changedAt ?? 0) !== seenAt) {
      throw new VonggacError(
        'refused',
        'Somebody else has changed this in the meantime: review the current value and try again.',
        {
          vi: 'Người khác vừa thay đổi mục này. Hãy xem lại giá trị hiện tại rồi sửa tiếp.',
        },
      );
    }
    const at = Math.max(parts.clock(), (known?.changedAt ?? 0) + 1);
    if (value === null) await deleteSetting(trx, key);
    else await saveSetting(trx, key, { value: value.input, changedAt: at, changedBy: actor.name });
    const detail = {
      before: noted(settingInput(parts.config, key)),
      after: value === null ? null : noted(value.input),
    };
    await appendAudit(trx, { at, actor: actor.name, act: 'setting-changed', subject: `setting ${key}`, detail });
  });
  await refresh();
}

function noted(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, maxNoted);
}
