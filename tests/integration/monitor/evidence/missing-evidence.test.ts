/** What cannot be packed is listed, and what cannot be written leaves nothing behind. */

import { execFile } from 'node:child_process';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { verifyPackage } from '../../../../src/monitor/evidence/verify/verify-package.ts';
import { readFiles } from '../../../support/evidence-packages.ts';
import { answerOf, type EvidenceScene, home, keepTraffic, openEvidenceScene } from '../../../support/evidence-scene.ts';
import { testPlaybook } from '../../../support/playbook.ts';
import { runCommand } from '../../../support/run-command.ts';
import { testExport } from '../../../support/test-export.ts';

const run = promisify(execFile);

const blobFile = ({ parts }: EvidenceScene, hash: string) =>
  join(parts.config.dataDir, 'blobs', hash.slice(0, 2), hash);

async function captureRow({ parts, captures }: EvidenceScene) {
  return parts.db
    .selectFrom('captures')
    .selectAll()
    .where('id', '=', captures[0] ?? 0)
    .executeTakeFirstOrThrow();
}

const losses: readonly [string, (scene: EvidenceScene) => Promise<unknown>, RegExp, RegExp][] = [
  [
    'a removed picture',
    async (scene) => rm(blobFile(scene, (await captureRow(scene)).screenshotHash ?? '')),
    /screenshot\.png/,
    /no longer kept/,
  ],
  [
    'a damaged picture',
    async (scene) => writeFile(blobFile(scene, (await captureRow(scene)).screenshotHash ?? ''), 'x'),
    /screenshot\.png/,
    /damaged/,
  ],
  [
    'removed markup',
    async (scene) => rm(blobFile(scene, (await captureRow(scene)).renderedHash ?? '')),
    /rendered\.html\.txt/,
    /no longer kept/,
  ],
  [
    'pruned traffic',
    async ({ parts, captures }) => {
      await keepTraffic(parts, captures[0] ?? 0, [{ url: home, answer: answerOf('page') }]);
      await parts.db
        .deleteFrom('archives')
        .where('captureId', '=', captures[0] ?? 0)
        .execute();
    },
    /recorded traffic of capture \d+; the archive holds its main document alone/,
    /retention ended/,
  ],
  [
    'a removed body of the traffic',
    async (scene) => {
      await keepTraffic(scene.parts, scene.captures[0] ?? 0, [{ url: home, answer: answerOf('a body of its own') }]);
      const { hash } = await scene.parts.db.selectFrom('archiveBodies').select('hash').executeTakeFirstOrThrow();
      await rm(blobFile(scene, hash));
    },
    /a body of capture \d+ \(SHA-256 [0-9a-f]{64}\)/,
    /no longer kept/,
  ],
];

test.each(losses)(
  '%s is listed in manifest and README; the rest is packed and verifies',
  async (_, lose, what, reason) => {
    const scene = await openEvidenceScene();
    await lose(scene);
    const { missing, path } = await scene.export();
    const listed = missing.map((one) => [one.what, one.reason.en]);
    expect(listed).toContainEqual([expect.stringMatching(what), expect.stringMatching(reason)]);
    const files = await readFiles(path);
    expect(JSON.parse(String(files.get('manifest.json'))).missing).toEqual(missing);
    expect(String(files.get('README.txt'))).toMatch(what);
    expect((await verifyPackage(path, { key: null, roots: null })).outcome).toBe('signer-unknown');
  },
);

async function command(scene: EvidenceScene, ...argv: string[]) {
  const parts = { ...scene.parts, ...testExport, playbook: testPlaybook, refreshSettings: async () => {} };
  return runCommand({ openOperatorParts: async () => ({ parts, close: async () => {} }) }, ['evidence', ...argv]);
}

test('the commands: exported and verified, each with its exit code', async () => {
  const scene = await openEvidenceScene();
  const { dataDir } = scene.parts.config;
  const [file, key] = [join(dataDir, 'out.zip'), join(dataDir, 'key.pem')];
  const made = await command(
    scene,
    'export',
    String(scene.incident),
    '-o',
    file,
    '--recipient',
    'Công an',
    '--purpose',
    'điều tra',
  );
  expect([made.code, made.out.trim()]).toEqual([0, file]);
  expect(made.err).toContain('BIEN-BAN-GIAO-NHAN.html');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await writeFile(key, (await command(scene, 'key', '--print')).out);
  const verified = await command(scene, 'verify', file, '--key', key);
  expect([verified.code, verified.out.trim().split('\n').at(-1)]).toEqual([0, 'Everything holds.']);
  expect((await command(scene, 'verify', file)).code).toBe(1);
  expect(JSON.parse((await command(scene, 'verify', file, '--json')).out).outcome).toBe('signer-unknown');
  await writeFile(join(dataDir, 'cut.zip'), 'PK');
  expect((await command(scene, 'verify', join(dataDir, 'cut.zip'))).code).toBe(65);
  const again = await command(scene, 'export', String(scene.incident), '-o', file);
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('choose another name')]);
  expect((await command(scene, 'export', '99', '-o', join(dataDir, 'no.zip'))).code).toBe(1);
  const nowhere = await command(scene, 'export', String(scene.incident), '-o', join(dataDir, 'none', 'x.zip'));
  expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringContaining('its folder does not exist: make it')]);
  await rm(blobFile(scene, (await captureRow(scene)).screenshotHash ?? ''));
  const partial = await command(scene, 'export', String(scene.incident), '-o', join(dataDir, 'partial.zip'));
  expect([partial.code, partial.err]).toEqual([1, expect.stringContaining('Missing: looks/')]);
  const acts = await scene.parts.db
    .selectFrom('audit')
    .select('detailJson')
    .where('act', '=', 'evidence-exported')
    .execute();
  expect(acts.map(({ detailJson }) => detailJson)).toEqual([
    expect.stringMatching(/"missing":0.*"purpose":"điều tra","recipient":"Công an"/),
    expect.stringMatching(/"missing":[1-9]/),
  ]);
});

test('a disk that takes no more ends the export with one sentence, and leaves nothing', async () => {
  const scene = await openEvidenceScene();
  const { dataDir } = scene.parts.config;
  await writeFile(join(dataDir, 'vonggac.yaml'), `dataDir: ${dataDir}\n`);
  const file = join(dataDir, 'large.zip');
  // The file may grow to 40 kB: what a full disk does, without filling one.
  const child = ['-c', 'ulimit -f 40; exec "$@"', 'sh', process.execPath, 'src/main.ts', 'evidence', 'export'];
  const args = [...child, String(scene.incident), '-o', file, '--config', join(dataDir, 'vonggac.yaml')];
  const failed = await run('bash', args).catch((error: { code: number; stderr: string }) => error);
  expect(failed).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('was not written, because it would be larger'),
  });
  expect((await readdir(dataDir)).filter((name) => name.startsWith('large'))).toEqual([]);
});
