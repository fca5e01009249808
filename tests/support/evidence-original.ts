/** One package of a staged incident, and what an altered copy of it is made and judged with. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { VerifiedPackage } from '../../src/monitor/evidence/verify/verify-package.ts';
import { readSigningKey } from '../../src/store/evidence/signing-key.ts';
import { type Files, readFiles } from './evidence-packages.ts';
import { answerOf, home, keepTraffic, openEvidenceScene } from './evidence-scene.ts';
import { defacedPage } from './staged-watch.ts';

export interface OriginalPackage {
  readonly bytes: Buffer;
  readonly files: Files;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

let original: Promise<OriginalPackage> | undefined;

/** Made once: every test alters a copy. */
export function originalPackage(): Promise<OriginalPackage> {
  original ??= makeOriginal();
  return original;
}

async function makeOriginal(): Promise<OriginalPackage> {
  const scene = await openEvidenceScene();
  await keepTraffic(scene.parts, scene.captures[0] ?? 0, [{ url: home, answer: answerOf(defacedPage) }]);
  const { path } = await scene.export();
  const key = await readSigningKey(scene.parts.config.dataDir);
  if (key === null) throw new Error('no key');
  return {
    bytes: await readFile(path),
    files: await readFiles(path),
    privateKey: key.own.privateKey,
    publicKey: createPublicKey(key.own.publicKey),
  };
}

export async function newPath(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-altered-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return join(dir, 'package.zip');
}

export const broken = ({ claims }: VerifiedPackage) =>
  claims.filter(({ state }) => state === 'broken').map(({ sentence }) => sentence);

export type Alter = (files: Files, made: OriginalPackage) => unknown;

export const flip = (files: Files, name: string, at = 10) => {
  const bytes = Buffer.from(files.get(name) ?? '');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  files.set(name, bytes);
};

/** The last line of a JSONL file, changed. */
export function changeLine(files: Files, name: string, change: (row: Record<string, unknown>) => void): void {
  const lines = String(files.get(name)).trimEnd().split('\n');
  const row = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
  change(row);
  lines[lines.length - 1] = JSON.stringify(row);
  files.set(name, Buffer.from(`${lines.join('\n')}\n`));
}

export const someScreenshot = (files: Files) => [...files.keys()].find((name) => name.endsWith('screenshot.png')) ?? '';

export const someBaseline = (files: Files) =>
  [...files.keys()].find((name) => /^baselines.*screenshot\.png$/.test(name)) ?? '';
