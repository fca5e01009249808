/** Evidence packages: what they hold, and that they say what is missing. */
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { WARCParser } from 'warcio';
import { owner } from '../../../../src/core/people/actor.ts';
import { exportEvidence } from '../../../../src/monitor/evidence/export-evidence.ts';
import type { ExportParts } from '../../../../src/monitor/evidence/export-parts.ts';
import { verifyPackage } from '../../../../src/monitor/evidence/verify/verify-package.ts';
import { commentOnIncident } from '../../../../src/monitor/incidents/discuss-incident.ts';
import { resolveIncident } from '../../../../src/monitor/incidents/judge-incident.ts';
import { switchSite } from '../../../../src/monitor/sites/switch-site.ts';
import { readSigningKey } from '../../../../src/store/evidence/signing-key.ts';
import { readFiles, unpackTo } from '../../../support/evidence-packages.ts';
import { answerOf, home, keepTraffic, openEvidenceScene } from '../../../support/evidence-scene.ts';
import { defacedPage } from '../../../support/staged-watch.ts';

const run = promisify(execFile);

async function unpacked(path: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-package-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await unpackTo(path, dir);
  return dir;
}

const gzipped = {
  headers: [
    ['Content-Encoding', 'gzip'],
    ['Transfer-Encoding', 'chunked'],
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ],
} as const;

test('a package holds what the looks saw, and the programs that everybody has verify it', async () => {
  const scene = await openEvidenceScene();
  const [capture = 0] = scene.captures;
  await keepTraffic(
    scene.parts,
    capture,
    [
      { url: home, requestHeaders: [['Accept', 'text/html']], answer: answerOf(defacedPage, gzipped) },
      { url: `${home}gone.js`, type: 'script', failure: 'The connection was lost.' },
    ],
    [{ hash: 'ab'.repeat(32), der: Buffer.from('certificate').toString('base64') }],
  );
  const made = await scene.export();
  expect(made.missing).toEqual([]);
  const dir = await unpacked(made.path);
  const checked = await run('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: dir });
  expect(checked.stdout).toContain('manifest.json: OK');
  const key = await readSigningKey(scene.parts.config.dataDir);
  await writeFile(join(dir, 'key.pem'), key?.own.publicKey ?? '');
  for (const [file, signature] of [
    ['manifest.json', 'manifest.sig'],
    ['SHA256SUMS', 'SHA256SUMS.sig'],
  ] as const) {
    const signed = await run(
      'openssl',
      ['pkeyutl', '-verify', '-pubin', '-inkey', 'key.pem', '-rawin', '-in', file, '-sigfile', signature],
      { cwd: dir },
    );
    expect(signed.stdout).toContain('Signature Verified Successfully');
  }
  const records: [string, string, string][] = [];
  for await (const record of new WARCParser(createReadStream(join(dir, 'archive.warc.gz')))) {
    records.push([record.warcType ?? '', record.warcTargetURI ?? '', await record.contentText()]);
  }
  expect(
    records.filter(([type, url, text]) => type === 'response' && url === home && text === defacedPage),
  ).not.toEqual([]);
  expect(records.filter(([type, , text]) => type === 'metadata' && text.includes('Transfer-Encoding'))).toHaveLength(1);
  expect(records.filter(([type, url]) => type === 'request' && url === `${home}gone.js`)).toHaveLength(1);
  expect(records.filter(([type, , text]) => type === 'resource' && text === 'certificate')).toHaveLength(1);
  const verified = await verifyPackage(made.path, { key: null, roots: null });
  expect(verified.claims.filter(({ state }) => state === 'broken')).toEqual([]);
  expect(verified.outcome).toBe('signer-unknown');
  const { createPublicKey } = await import('node:crypto');
  const known = createPublicKey(key?.own.publicKey ?? '');
  expect((await verifyPackage(made.path, { key: known, roots: null })).outcome).toBe('holds');
  const readme = await readFile(join(dir, 'README.txt'), 'utf8');
  expect(readme).toContain('Gói đầy đủ');
});

test('the evidence of a portal that was removed meanwhile is exported as before', async () => {
  const scene = await openEvidenceScene();
  const before = await readFiles((await scene.export()).path);
  const { siteId } = await scene.parts.db
    .selectFrom('incidents')
    .select('siteId')
    .where('number', '=', scene.incident)
    .executeTakeFirstOrThrow();
  await switchSite(scene.parts, owner('an'), siteId, 'removed');
  const made = await scene.export();
  expect(made.missing).toEqual([]);
  const after = await readFiles(made.path);
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [name, bytes] of before) if (name.startsWith('looks/')) expect(after.get(name)).toEqual(bytes);
  expect(String(after.get('incident.json'))).toContain('site-removed');
});

test('a package is of one moment: what happens while it is made is not half in it', async () => {
  const scene = await openEvidenceScene();
  const { pictures } = scene.parts;
  let isActed = false;
  const parts: ExportParts = {
    ...scene.parts,
    pictures: {
      ...pictures,
      difference: async (before, after) => {
        isActed = true;
        await commentOnIncident(scene.parts, scene.incident, { actor: owner('an'), text: 'Đơn vị đang xử lý' });
        await resolveIncident(scene.parts, scene.incident, { actor: owner('an'), note: null });
        return pictures.difference(before, after);
      },
    },
  };
  const request = { actor: owner('an'), recipient: null, purpose: null };
  const made = await exportEvidence(parts, scene.incident, {
    ...request,
    path: join(parts.config.dataDir, 'during.zip'),
  });
  expect(isActed).toBe(true);
  const { claims } = await verifyPackage(made.path, { key: null, roots: null });
  expect(claims.filter(({ state }) => state === 'broken')).toEqual([]);
});
