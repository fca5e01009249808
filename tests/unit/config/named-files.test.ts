/** The files that a configuration names, so that a backup holds them. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { namedFileKeys, namedFiles } from '../../../src/config/named-files.ts';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { namedFileName, namedKeyOf } from '../../../src/core/backup/manifest.ts';

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

function keysOf({ properties = {}, items, anyOf = [] }: Shape, above: string): string[] {
  const below = Object.entries(properties).flatMap(([name, shape]) => keysOf(shape, `${above}.${name}`));
  const inLists = items === undefined ? [] : keysOf(items, `${above}.*`);
  return [above, ...below, ...inLists, ...anyOf.flatMap((shape) => keysOf(shape, above))];
}

test('every key that is called a file is backed up, except the passphrase of backups', () => {
  const shape = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Shape;
  const all = new Set(keysOf(shape, '').map((key) => key.slice(1)));
  const called = [...all].filter((key) => /file$/i.test(key)).sort();
  const known = namedFileKeys.map(([key]) => key);
  expect(called.filter((key) => !known.includes(key))).toEqual(['backup.passphraseFile']);
  expect(known.filter((key) => !all.has(key))).toEqual([]);
});

test('each is named by its own key, which an archive may hold', () => {
  const config = configSchema.parse({
    policy: { file: '/etc/own/policy.yaml' },
    capture: { extraRoots: ['/a.pem', '/b.pem'] },
    channels: { webhooks: [{ name: 'soc', url: 'https://soc.example/', secretFile: '/etc/own/secret' }] },
  });
  const found = namedFiles(config);
  expect(found).toEqual([
    { key: 'policy.file', path: '/etc/own/policy.yaml', isSecret: false },
    { key: 'capture.extraRoots.0', path: '/a.pem', isSecret: false },
    { key: 'capture.extraRoots.1', path: '/b.pem', isSecret: false },
    { key: 'channels.webhooks.0.secretFile', path: '/etc/own/secret', isSecret: true },
  ]);
  for (const { key } of found) expect(namedKeyOf(namedFileName(key))).toBe(key);
});
