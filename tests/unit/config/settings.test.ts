import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { leavesOf } from '../../../src/config/schema/walk.ts';
import {
  readSetting,
  secretKeys,
  settingInput,
  settingKeys,
  showConfig,
  withoutEffect,
  withSettings,
} from '../../../src/config/settings.ts';

const base = configSchema.parse({ mail: { hourlyCap: 50 }, smtp: { password: 'tuyệt mật' } });

describe('withSettings', () => {
  test('what was stored goes before the default', () => {
    const config = withSettings(base, new Map([['mail.reminders.every', '3h']]));
    expect(config.mail.reminders).toEqual({ ...base.mail.reminders, every: 3 * 3_600_000 });
    expect(base.mail.reminders.every).toBe(2 * 3_600_000);
  });
  test('what the file or the environment says goes before what was stored', () => {
    const origins = { 'mail.hourlyCap': { from: 'file' } } as const;
    const stored = new Map([['mail.hourlyCap', '7']]);
    expect(withSettings({ ...base, origins }, stored).mail.hourlyCap).toBe(50);
    expect(withSettings(base, stored).mail.hourlyCap).toBe(7);
  });
  test('what is no longer valid, or no setting, is left out', () => {
    const stored = new Map<string, unknown>([
      ['mail.hourlyCap', 'viel'],
      ['capture.browser.sandbox', false],
    ]);
    expect(withSettings(base, stored)).toEqual(base);
  });
});

test('what is stored and has no effect is named, each once with its reason', () => {
  const origins = { 'mail.hourlyCap': { from: 'file' } } as const;
  const stored = new Map<string, unknown>([
    ['mail.reminders.every', '3h'],
    ['mail.reminders.most', '900'],
    ['mail.hourlyCap', 'viel'],
    ['capture.browser.sandbox', false],
  ]);
  expect(withoutEffect({ ...base, origins }, stored)).toEqual({
    fixed: ['mail.hourlyCap'],
    invalid: ['capture.browser.sandbox', 'mail.reminders.most'],
  });
});

test.each([
  ['mail.operators', ['truc@a.example', 'không phải thư'], [2]],
  ['duty.officers', [{ name: 'An' }], [1]],
  ['mail.hourlyCap', '0', []],
  ['schedule.every', '5', []],
  ['schedule.every', '1s', []],
  ['schedule.every', '2d', []],
  ['mail.reminders.most', '', []],
  ['schedule.confirmations', '3 of 2', []],
] as const)('%s refuses %j and names the rows', (key, input, rows) => {
  expect(readSetting(key, input)).toMatchObject({ ok: false, rows });
});

test('every value in force reads back as itself', () => {
  for (const key of settingKeys) {
    const read = readSetting(key, settingInput(base, key));
    expect(read.ok, key).toBe(true);
  }
});

describe('showConfig', () => {
  test('knows every key, and no secret', () => {
    const shown = showConfig(base);
    expect(shown.map(({ key }) => key)).toEqual(leavesOf(configSchema).map(([key]) => key));
    expect(JSON.stringify(shown)).not.toContain('tuyệt mật');
    expect(shown.find(({ key }) => key === 'smtp.password')).toMatchObject({ text: null, isSet: true });
  });
  test('whatever is named like a secret is one', () => {
    // Where one lies is none.
    const named = leavesOf(configSchema).filter(
      ([key]) => /secret|password|passphrase|token|private/i.test(key) && !key.endsWith('File'),
    );
    expect(named.map(([key]) => key).toSorted()).toEqual(secretKeys.toSorted());
  });
  test('logins inside addresses are not shown', () => {
    const vantage = [{ name: 'Đà Nẵng', proxy: 'http://nguoi:matkhau@proxy.example:3128' }];
    const shown = showConfig(configSchema.parse({ vantage })).find(({ key }) => key === 'vantage');
    expect(shown?.text).toContain('http://…@proxy.example:3128');
    expect(shown?.text).not.toContain('matkhau');
  });
  test('durations and sizes stand as one writes them', () => {
    const shown = new Map(showConfig(base).map(({ key, text }) => [key, text]));
    expect([shown.get('schedule.every'), shown.get('capture.caps.body'), shown.get('retention.checks')]).toEqual([
      '5m',
      '8MB',
      '90d',
    ]);
  });
});
