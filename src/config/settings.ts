/**
 * The settings that the dashboard can change, and the whole configuration as shown there. The environment overrides the
 * file, the file the dashboard, the dashboard the default. Nothing that would extend the reach of a stolen session can
 * be set there: no reachable addresses, programs, mail servers, files or secrets.
 */
import { z } from 'zod';
import type { Words } from '../core/domain/words.ts';
import { spanWords } from '../core/text.ts';
import { duration, durationText, size, sizeText } from './fields.ts';
import { type Origin, originOf } from './origins.ts';
import { type Config, configSchema } from './schema/schema.ts';
import { leavesOf, unwrap } from './schema/walk.ts';

export const settingKeys = [
  'mail.operators',
  'national.contacts',
  'duty.officers',
  'duty.heads',
  'duty.startsOn',
  'duty.shifts',
  'duty.shiftsEach',
  'duty.ladder',
  'schedule.watchWindows.events',
  'mail.languages',
  'mail.coverageAt',
  'mail.hourlyCap',
  'mail.quietHours',
  'mail.nightHours',
  'mail.reminders.after',
  'mail.reminders.every',
  'mail.reminders.most',
  'schedule.every',
  'schedule.browserEvery',
  'schedule.confirmations',
  'schedule.confirmAfter',
  'schedule.recoveries',
  'schedule.watchWindows.leadInDays',
  'schedule.watchWindows.faster',
] as const;

export type SettingKey = (typeof settingKeys)[number];

/** Values as in the file: what `settingInput` returns and `configSchema` reads. */
export type StoredSettings = ReadonlyMap<string, unknown>;

/** Never shown, logged or sent anywhere. */
export const secretKeys: readonly string[] = ['smtp.password', 'mail.pgp.passphrase', 'oidc.clientSecret'];

const leaves: ReadonlyMap<string, z.ZodType> = new Map(leavesOf(configSchema));

export function isSettingKey(key: string): key is SettingKey {
  return settingKeys.some((one) => one === key);
}

export type ReadSetting =
  | { readonly ok: true; readonly value: unknown }
  /** `rows`: the invalid rows of a list, counted from one. */
  | { readonly ok: false; readonly rule: Words; readonly rows: readonly number[] };

const rules = {
  emails: { vi: 'mỗi dòng phải là một địa chỉ thư điện tử hợp lệ', en: 'every line must be an email address' },
  people: {
    vi: 'mỗi dòng phải có đủ tên và địa chỉ thư điện tử hợp lệ',
    en: 'every row needs a name and a valid email address',
  },
  contacts: {
    vi: 'mỗi dòng phải có tên; địa chỉ thư điện tử, nếu có, phải hợp lệ',
    en: 'every row needs a name; its email address, if there is one, must be valid',
  },
  heads: {
    vi: 'mỗi dòng phải có đủ cơ quan, họ tên và địa chỉ thư điện tử hợp lệ',
    en: 'every row needs an agency, a name and a valid email address',
  },
  languages: { vi: 'phải là tiếng Việt, tiếng Anh hoặc cả hai', en: 'must be Vietnamese, English or both' },
  time: { vi: 'phải là một giờ dạng HH:MM, ví dụ 07:30', en: 'must be a time like 07:30' },
  cap: { vi: 'phải là số nguyên từ 1 trở lên', en: 'must be a whole number of at least 1' },
  most: { vi: 'phải là số nguyên từ 0 đến 20', en: 'must be a whole number from 0 to 20' },
  span: {
    vi: 'phải có cả giờ bắt đầu và giờ kết thúc khác nhau, hoặc để trống cả hai',
    en: 'needs both a start and a different end, or neither',
  },
  day: { vi: 'phải là một ngày có thật', en: 'must be a valid date' },
  shifts: {
    vi: 'phải là các giờ dạng HH:MM, mỗi dòng một giờ, từ sớm đến muộn',
    en: 'must be times like 07:00, one per line, earliest first',
  },
  shiftsEach: { vi: 'phải là số nguyên từ 1 đến 366', en: 'must be a whole number from 1 to 366' },
  ladder: {
    vi: 'mỗi cấp phải có thời gian là số nguyên và người được báo; tối đa 10 cấp',
    en: 'every step needs a whole number with a unit, and a recipient; at most 10 steps',
  },
  events: {
    vi: 'mỗi sự kiện phải có tên, ngày đầu và ngày cuối; ngày cuối không trước ngày đầu',
    en: 'every event needs a name, a first and a last day, and must not end before it starts',
  },
  share: {
    vi: 'số lượt phát hiện không được lớn hơn số lượt kiểm tra',
    en: 'must not need more alarms than there are checks',
  },
  recoveries: { vi: 'phải là số nguyên từ 1 đến 20', en: 'must be a whole number from 1 to 20' },
  leadIn: { vi: 'phải là số nguyên từ 0 đến 14', en: 'must be a whole number from 0 to 14' },
  faster: { vi: 'phải là số từ 1 đến 10, ví dụ 2 hoặc 1.5', en: 'must be a number from 1 to 10, like 2 or 1.5' },
} as const satisfies Record<string, Words>;

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * Bounds of durations in milliseconds: a typo at the dashboard must not make the monitor flood the portals, nor stop
 * looking at them.
 */
const boundsOf: Partial<Record<SettingKey, readonly [min: number, max: number]>> = {
  'mail.reminders.after': [minuteMs, 30 * dayMs],
  'mail.reminders.every': [minuteMs, 30 * dayMs],
  'schedule.every': [minuteMs, dayMs],
  'schedule.browserEvery': [minuteMs, 7 * dayMs],
  'schedule.confirmAfter': [10_000, 60 * minuteMs],
};

function durationRule(key: SettingKey): Words {
  const [min, max] = (boundsOf[key] ?? [minuteMs, dayMs]).map(spanWords);
  return {
    vi: `phải là số nguyên kèm đơn vị, từ ${min?.vi} đến ${max?.vi}`,
    en: `must be a whole number with a unit, from ${min?.en} to ${max?.en}`,
  };
}

const ruleOf: Readonly<Record<SettingKey, Words>> = {
  'mail.operators': rules.emails,
  'national.contacts': rules.contacts,
  'duty.officers': rules.people,
  'duty.heads': rules.heads,
  'duty.startsOn': rules.day,
  'duty.shifts': rules.shifts,
  'duty.shiftsEach': rules.shiftsEach,
  'duty.ladder': rules.ladder,
  'schedule.watchWindows.events': rules.events,
  'mail.languages': rules.languages,
  'mail.coverageAt': rules.time,
  'mail.hourlyCap': rules.cap,
  'mail.quietHours': rules.span,
  'mail.nightHours': rules.span,
  'mail.reminders.after': durationRule('mail.reminders.after'),
  'mail.reminders.every': durationRule('mail.reminders.every'),
  'mail.reminders.most': rules.most,
  'schedule.every': durationRule('schedule.every'),
  'schedule.browserEvery': durationRule('schedule.browserEvery'),
  'schedule.confirmations': rules.share,
  'schedule.confirmAfter': durationRule('schedule.confirmAfter'),
  'schedule.recoveries': rules.recoveries,
  'schedule.watchWindows.leadInDays': rules.leadIn,
  'schedule.watchWindows.faster': rules.faster,
};

/** @returns the parsed value, or the rule that it breaks */
export function readSetting(key: SettingKey, input: unknown): ReadSetting {
  const read = leaves.get(key)?.safeParse(input);
  if (read?.success && isEntered(key, input) && isBounded(key, read.data)) return { ok: true, value: read.data };
  const rows = (read?.error?.issues ?? []).flatMap(({ path: [row] }) => (typeof row === 'number' ? row + 1 : []));
  return { ok: false, rule: ruleOf[key], rows: [...new Set(rows)] };
}

/** An empty number field is a mistake, although the schema would read it as 0. */
function isEntered(key: SettingKey, input: unknown): boolean {
  return input !== '' || ruleOf[key] === rules.span;
}

function isBounded(key: SettingKey, value: unknown): boolean {
  const bounds = boundsOf[key];
  return !bounds || (Number(value) >= bounds[0] && Number(value) <= bounds[1]);
}

/** Applies stored settings below the file and the environment; settings that are no longer valid are ignored. */
export function withSettings(base: Config, stored: StoredSettings): Config {
  let config = base;
  for (const key of settingKeys) {
    if (!stored.has(key) || originOf(base.origins, key) !== null) continue;
    const read = readSetting(key, stored.get(key));
    if (read.ok) config = withValue(config, key.split('.'), read.value);
  }
  return config;
}

/** Stored settings without effect: overridden by file or environment, or no longer known or valid. */
export function withoutEffect(
  base: Config,
  stored: StoredSettings,
): { readonly fixed: readonly string[]; readonly invalid: readonly string[] } {
  const keys = [...stored.keys()].sort();
  const fixed = keys.filter((key) => originOf(base.origins, key) !== null);
  const isValid = (key: string) => isSettingKey(key) && readSetting(key, stored.get(key)).ok;
  return { fixed, invalid: keys.filter((key) => !fixed.includes(key) && !isValid(key)) };
}

function withValue<T extends object>(tree: T, [name = '', ...rest]: readonly string[], value: unknown): T {
  const inner = (tree as Record<string, unknown>)[name];
  return { ...tree, [name]: rest.length === 0 ? value : withValue(inner as object, rest, value) };
}

export interface ShownSetting {
  readonly key: string;
  /** As written in the file; null for secrets, of which only `isSet` is shown. */
  readonly text: string | null;
  readonly isSet: boolean;
  readonly origin: Origin | null;
}

/** Every key with its effective value. */
export function showConfig(config: Config): ShownSetting[] {
  return [...leaves].map(([key, leaf]) => {
    const value = valueAt(config, key);
    const isSet = value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
    return {
      key,
      text: secretKeys.includes(key) ? null : settingText(leaf, value),
      isSet,
      origin: originOf(config.origins, key),
    };
  });
}

/** The effective value as written in the file. */
export function settingInput(config: Config, key: SettingKey): unknown {
  if (key === 'duty.ladder') return config.duty.ladder.map(({ after, to }) => ({ after: durationText(after), to }));
  if (key === 'schedule.confirmations') {
    const { needed, of } = config.schedule.confirmations;
    return `${needed} of ${of}`;
  }
  const value = valueAt(config, key);
  return unwrap(leaves.get(key) ?? z.unknown()) === duration ? durationText(value as number) : value;
}

function valueAt(config: Config, key: string): unknown {
  return key.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], config);
}

function settingText(leaf: z.ZodType, value: unknown): string {
  if (value === undefined) return '';
  const type = unwrap(leaf);
  if (type === duration) return durationText(value as number);
  if (type === size) return sizeText(value as number);
  // URLs of proxies and registries may contain credentials.
  return withoutCredentials(typeof value === 'string' ? value : JSON.stringify(value));
}

function withoutCredentials(text: string): string {
  return text.replace(/(?<=[a-z0-9+.-]:\/\/)[^/\s"@]*@/gi, '…@');
}
