/** Changes what the dashboard may set, or puts it back to the default. */
import { originOf } from '../../config/origins.ts';
import { readSetting, type SettingKey, settingInput } from '../../config/settings.ts';
import { VonggacError } from '../../core/errors.ts';
import { appendAudit } from '../../store/audit.ts';
import { deleteSetting, readSettings, saveSetting } from '../../store/settings.ts';
import type { DeskParts } from '../parts.ts';

/** Of a value in the audit log. */
const maxNoted = 2_000;

export interface SettingChange {
  readonly key: SettingKey;
  /** As the file would have it; null: back to the default. */
  readonly value: { readonly input: unknown } | null;
  /** When the value that the person saw was set; 0: it was the default. */
  readonly seenAt: number;
  readonly actor: string;
}

/** Rejects with a `VonggacError` that a person can read. */
export async function changeSetting(
  parts: Pick<DeskParts, 'config' | 'db' | 'clock'>,
  refresh: () => Promise<void>,
  { key, value, seenAt, actor }: SettingChange,
): Promise<void> {
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
  await parts.db.transaction().execute(async (trx) => {
    const known = (await readSettings(trx)).get(key);
    if ((known?.changedAt ?? 0) !== seenAt) {
      throw new VonggacError('refused', 'Somebody else changed this meanwhile: look at the value now and try again.', {
        vi: 'Người khác vừa thay đổi mục này. Hãy xem lại giá trị hiện tại rồi sửa tiếp.',
      });
    }
    const at = Math.max(parts.clock(), (known?.changedAt ?? 0) + 1);
    if (value === null) await deleteSetting(trx, key);
    else await saveSetting(trx, key, { value: value.input, changedAt: at, changedBy: actor });
    const detail = {
      before: noted(settingInput(parts.config, key)),
      after: value === null ? null : noted(value.input),
    };
    await appendAudit(trx, { at, actor, act: 'setting-changed', subject: `setting ${key}`, detail });
  });
  await refresh();
}

function noted(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, maxNoted);
}
