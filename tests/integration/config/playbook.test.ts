import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadPlaybook } from '../../../src/config/playbook.ts';

const shipped = new URL('../../../config/playbook.yaml', import.meta.url);

async function written(text: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-test-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, 'playbook.yaml');
  await writeFile(file, text);
  return file;
}

test('the shipped steps are complete, and no list says the same twice', () => {
  const { attacks, unknown, afterwards, campaign } = loadPlaybook('');
  for (const steps of [...Object.values(attacks), ...Object.values(unknown), afterwards, campaign]) {
    expect(new Set(steps.map((step) => step.vi)).size).toBe(steps.length);
  }
});

test('an edited step is taken as written', async () => {
  const text = (await readFile(shipped, 'utf8')).replace('Giữ nguyên hiện trạng', 'Gọi trực ban 024 3640 4421 rồi giữ');
  const { attacks } = loadPlaybook(await written(text));
  expect(attacks.defacement[0]?.vi).toMatch(/^Gọi trực ban 024 3640 4421 rồi giữ/);
});

test('every mistake is named at once', async () => {
  const text = (await readFile(shipped, 'utf8'))
    .replace('  redirection:', '  redirecton:')
    .replace(/ {4}en: "Call the hosting.*\n/, '');
  const file = await written(text);
  expect(() => loadPlaybook(file)).toThrow(/attacks\.redirection/);
  expect(() => loadPlaybook(file)).toThrow(/shared\.report\.en/);
  expect(() => loadPlaybook(file)).toThrow(/redirecton/);
});

test('a file that is not there says so', () => {
  expect(() => loadPlaybook('/nowhere/playbook.yaml')).toThrow(/can't be read/);
});
