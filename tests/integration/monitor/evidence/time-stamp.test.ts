/** Time stamps of a real authority (`openssl ts`), asked through the product's own gate. */
import { execFile } from 'node:child_process';
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createAskTimeStamp } from '../../../../src/capture/time-stamp.ts';
import { configSchema } from '../../../../src/config/schema/schema.ts';
import { verifyPackage } from '../../../../src/monitor/evidence/verify/verify-package.ts';
import { readSigningKey } from '../../../../src/store/evidence/signing-key.ts';
import { packFiles, readFiles, relist } from '../../../support/evidence-packages.ts';
import { openEvidenceScene } from '../../../support/evidence-scene.ts';
import { sharedRead } from '../../../support/shared-threads.ts';
import { openTimeStampAuthority, type TestAuthority } from '../../../support/time-stamp-authority.ts';

const run = promisify(execFile);

async function openStamped(authority: TestAuthority, mayReach = true) {
  const { host, hostname } = new URL(authority.url);
  const tsa = mayReach ? [{ host, addresses: [hostname] }] : [];
  const config = { evidence: { tsa: authority.url }, egress: { tsa } };
  const askTimeStamp = createAskTimeStamp({ config: configSchema.parse(config), read: sharedRead });
  return openEvidenceScene({ config, parts: { askTimeStamp } });
}

const rootsOf = ({ root }: TestAuthority) => [new X509Certificate(root).raw];
const sentences = async (path: string, roots: Uint8Array[] | null) =>
  (await verifyPackage(path, { key: null, roots })).claims.filter(({ about }) => about === 'stamp');

test('a package is stamped, and both this product and openssl verify the stamp', async () => {
  const authority = await openTimeStampAuthority();
  const scene = await openStamped(authority);
  const { path, stamp } = await scene.export();
  expect(stamp).toEqual({ status: 'made' });
  const files = await readFiles(path);
  for (const name of ['manifest.json', 'manifest.tsr'])
    await writeFile(join(authority.dir, name), files.get(name) ?? '');
  const args = ['ts', '-verify', '-data', 'manifest.json', '-in', 'manifest.tsr', '-CAfile', 'root.pem'];
  expect((await run('openssl', args, { cwd: authority.dir })).stdout).toContain('Verification: OK');
  expect(await sentences(path, rootsOf(authority))).toMatchObject([
    {
      state: 'holds',
      sentence: expect.stringMatching(/^Time-stamped at .* by an authority that the given root vouches for/),
    },
  ]);
  expect(await sentences(path, null)).toMatchObject([{ state: 'open', sentence: expect.stringContaining('--tsa-ca') }]);
  const stranger = await openTimeStampAuthority();
  expect(await sentences(path, rootsOf(stranger))).toMatchObject([
    { state: 'broken', sentence: expect.stringContaining('does not vouch for') },
  ]);
});

test('a stamp over another manifest, a changed one and none at all are told apart', async () => {
  const authority = await openTimeStampAuthority();
  const scene = await openStamped(authority);
  const [first, second] = [await scene.export(), await scene.export({ purpose: 'khác' })];
  const key = await readSigningKey(scene.parts.config.dataDir);
  if (!key) throw new Error('no key');
  const privateKey = createPrivateKey(key.own.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const altered = async (stamp: Buffer | null) => {
    const files = await readFiles(first.path);
    if (stamp) files.set('manifest.tsr', stamp);
    else files.delete('manifest.tsr');
    relist(files, privateKey);
    // Making the lists fit must not touch the manifest that was stamped.
    const path = `${first.path}.altered.zip`;
    await packFiles(path, files);
    return verifyPackage(path, { key: createPublicKey(key.own.publicKey), roots: rootsOf(authority) });
  };
  const stampOf = async (path: string) => Buffer.from((await readFiles(path)).get('manifest.tsr') ?? '');
  const foreign = await altered(await stampOf(second.path));
  expect(foreign.outcome).toBe('altered');
  expect(foreign.claims.map(({ sentence }) => sentence)).toContain('The time stamp was made over another manifest.');
  const changed = await stampOf(first.path);
  changed[changed.length - 20] = (changed[changed.length - 20] ?? 0) ^ 1;
  expect((await altered(changed)).claims.map(({ sentence }) => sentence)).toContain(
    "The time stamp's signature does not hold.",
  );
  expect((await altered(Buffer.from('nonsense'))).claims.map(({ sentence }) => sentence)).toContain(
    'The time stamp cannot be read.',
  );
  expect((await altered(null)).claims.map(({ sentence }) => sentence)).toContainEqual(
    expect.stringContaining('There is no time stamp'),
  );
});

test.each([
  ['refuses', { status: 503 }, /answered with status 503/],
  ['answers nonsense', { body: Buffer.from('<html>') }, /can't be used \(unreadable\)/],
  ['answers too much', { body: Buffer.alloc(200_000) }, /too long or incomplete/],
])('an authority that %s never stops the export, and it is said', async (_, answer, reason) => {
  const authority = await openTimeStampAuthority();
  const scene = await openStamped(authority);
  authority.answerWith(answer);
  const { path, stamp, missing } = await scene.export();
  expect(stamp).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) });
  expect(missing).toEqual([]);
  expect(await sentences(path, null)).toMatchObject([{ sentence: expect.stringContaining('There is no time stamp') }]);
});

test('a private address is reached only where egress.tsa allows it', async () => {
  const authority = await openTimeStampAuthority();
  const scene = await openStamped(authority, false);
  expect((await scene.export()).stamp).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('not public'),
  });
});
