/** The key that signs packages: made when needed, private, rotated without losing the old public keys. */
import { createPublicKey } from 'node:crypto';
import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { owner } from '../../../../src/core/people/actor.ts';
import { rotateEvidenceKey } from '../../../../src/monitor/evidence/rotate-key.ts';
import { verifyPackage } from '../../../../src/monitor/evidence/verify/verify-package.ts';
import { evidenceKeySymptom } from '../../../../src/monitor/upkeep/doctor-evidence.ts';
import { readSigningKey, signingKey, signingKeyFile } from '../../../../src/store/evidence/signing-key.ts';
import { openEvidenceScene } from '../../../support/evidence-scene.ts';
import { openTestDesk } from '../../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');

async function openDesk() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  return { ...desk, dir: desk.parts.config.dataDir };
}

test('the key is made once, however many ask for it, and only its owner can read it', async () => {
  const { dir } = await openDesk();
  const made = await Promise.all(Array.from({ length: 8 }, () => signingKey(dir, now)));
  expect(new Set(made.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  expect((await stat(signingKeyFile(dir))).mode & 0o777).toBe(0o600);
  expect((await readdir(dir)).filter((name) => name.startsWith('evidence-key'))).toEqual(['evidence-key.json']);
});

test('the public keys are published to everybody, with their periods, and nothing secret', async () => {
  const desk = await openDesk();
  const shown = async () => (await desk.ask('/.well-known/vonggac-key')).text();
  expect(JSON.parse(await shown())).toMatchObject({ keys: [] });
  expect(await readSigningKey(desk.dir)).toBeNull();
  const first = await signingKey(desk.dir, now);
  desk.setNow(now + 1_000);
  const second = await rotateEvidenceKey(desk.parts, owner('an'));
  const text = await shown();
  expect(text).not.toContain('PRIVATE');
  expect(JSON.parse(text).keys).toMatchObject([
    { fingerprint: first.fingerprint, from: '2026-11-21T14:38:00.000Z', until: '2026-11-21T14:38:01.000Z' },
    { fingerprint: second.fingerprint, from: '2026-11-21T14:38:01.000Z', until: null },
  ]);
});

test('a package verifies with its own key after a rotation, and not with the new one', async () => {
  const scene = await openEvidenceScene();
  const { path } = await scene.export();
  const old = await readSigningKey(scene.parts.config.dataDir);
  const next = await rotateEvidenceKey(scene.parts, owner('an'));
  const by = async (pem = '') => (await verifyPackage(path, { key: createPublicKey(pem), roots: null })).outcome;
  expect(await by(old?.own.publicKey)).toBe('holds');
  expect(await by(next.publicKey)).toBe('altered');
});

test('doctor says when the key is missing, damaged or open to others', async () => {
  const scene = await openEvidenceScene();
  const { db, config } = scene.parts;
  const symptom = () => evidenceKeySymptom(db, config.dataDir).catch((error) => ({ ok: false, detail: error.message }));
  expect(await symptom()).toEqual({ ok: true, detail: 'made at the first export' });
  await scene.export();
  expect(await symptom()).toMatchObject({ ok: true });
  const file = signingKeyFile(config.dataDir);
  await chmod(file, 0o644);
  expect(await symptom()).toMatchObject({
    ok: false,
    detail: expect.stringContaining('others on this machine can read'),
  });
  await chmod(file, 0o600);
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.slice(0, 200));
  expect(await symptom()).toMatchObject({ ok: false, detail: expect.stringContaining('is damaged: restore it') });
  await rm(file);
  expect(await symptom()).toMatchObject({ ok: false, detail: expect.stringContaining('is missing, though packages') });
});
