/** A disk that is really full: a file system of one megabyte in memory. Needs the right to mount; skips without it. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { exportEvidence } from '../../../src/monitor/evidence/export-evidence.ts';
import { backUpTo } from '../../support/backup-scene.ts';
import { openEvidenceScene } from '../../support/evidence-scene.ts';
import { openSealedScene } from '../../support/sealed-scene.ts';

const disk = mkdtempSync(join(tmpdir(), 'vonggac-full-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status === 0;
if (!isMounted) console.log('This user may not mount: a full disk is not tried.');
afterAll(() => {
  if (isMounted) spawnSync('umount', [disk]);
});

describe.skipIf(!isMounted)('on a full disk', () => {
  test('neither a backup nor a package leaves a part of itself, and both say why', async () => {
    await writeFile(join(disk, 'other'), randomBytes(1_030_000));
    const scene = await openSealedScene();
    await expect(backUpTo(scene.dir, join(disk, 'vonggac.zip'))).rejects.toThrow(/the disk is full/);
    const evidence = await openEvidenceScene();
    const request = { actor: owner('an'), recipient: null, purpose: null, path: join(disk, 'su-co.zip') };
    await expect(exportEvidence(evidence.parts, evidence.incident, request)).rejects.toThrow(/the disk is full/);
    expect(await readdir(disk)).toEqual(['other']);
  });
});
