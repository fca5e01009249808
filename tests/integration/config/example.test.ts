/** The example configuration, which a new user copies without an edit. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { originOf } from '../../../src/config/origins.ts';
import { isSettingKey, settingKeys } from '../../../src/config/settings.ts';

const example = 'config/vonggac.example.yaml';

function loaded(text: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'vonggac-example-')), 'vonggac.yaml');
  writeFileSync(file, text);
  return loadConfig(file, { VONGGAC_OIDC__CLIENT_SECRET: 'x' });
}

it('is valid as it is, and locks nothing that can be set at the dashboard', () => {
  const config = loadConfig(example, {});
  expect(settingKeys.length).toBeGreaterThan(10);
  expect(settingKeys.filter((key) => isSettingKey(key) && originOf(config.origins, key) !== null)).toEqual([]);
});

it('is valid with every line in force that it offers as a comment', () => {
  const offered = /^(\s*)# (?=\s*(?:- \S|[a-zA-Z]+:(?: |$))|\s+#)/;
  const lines = readFileSync(example, 'utf8').split('\n');
  expect(lines.filter((line) => offered.test(line)).length).toBeGreaterThan(80);
  const config = loaded(lines.map((line) => line.replace(offered, '$1')).join('\n'));
  expect(config.web.publicUrl).toBe('https://vonggac.example.gov.vn');
  expect(config.egress.capture).toHaveLength(1);
  expect(config.national.contacts).toHaveLength(1);
});

it('what the README says is set in Settings can be set there', () => {
  const sentences = readFileSync('README.md', 'utf8').split(/(?<=\.)\s/);
  const said = sentences.filter((one) => one.includes('*Settings*'));
  const keys = said.flatMap((one) => [...one.matchAll(/`([a-z]+\.[a-zA-Z.]+)`/g)].map(([, key = '']) => key));
  expect(keys).not.toEqual([]);
  expect(keys.filter((key) => !isSettingKey(key))).toEqual([]);
});

it('a public address with a path of its own is refused, because no link would lead anywhere', () => {
  for (const [url, isRefused] of [
    ['https://vonggac.example.gov.vn', false],
    ['https://vonggac.example.gov.vn/', false],
    ['http://10.0.0.5:8080', false],
    ['https://example.gov.vn/vonggac', true],
    ['https://example.gov.vn/?a=b', true],
    ['https://an:pw@example.gov.vn/', true],
  ] as const) {
    const load = () => loaded(`web: {publicUrl: "${url}"}`);
    if (isRefused) expect(load, url).toThrow(/web\.publicUrl.*must be a host alone/);
    else expect(load().web.publicUrl, url).toBe(url);
  }
});
