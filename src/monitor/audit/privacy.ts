/** Checks that secrets and evidence are accessible only to their owner. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { databaseFile } from '../../config/load.ts';
import { originOf } from '../../config/origins.ts';
import type { Config } from '../../config/schema/schema.ts';
import { secretKeys } from '../../config/settings.ts';
import { auditKeyFile } from '../../store/evidence/seal-key.ts';
import { signingKeyFile } from '../../store/evidence/signing-key.ts';
import { witnessFile } from '../../store/evidence/witness.ts';

const othersMay = 0o077;

/** Null while nobody else can read the key. */
export async function keyPrivacy(dataDir: string): Promise<string | null> {
  const path = auditKeyFile(dataDir);
  const found = await stat(path).catch(() => null);
  if (found === null || (found.mode & othersMay) === 0) return null;
  return `others on this machine can read the key: run 'chmod 600 ${path}'`;
}

/** One sentence for each file or folder that others can read or change, or that somebody else owns. */
export async function privacyTroubles(config: Config, configFile: string | null): Promise<string[]> {
  const { dataDir } = config;
  const own = (await stat(dataDir).catch(() => null))?.uid ?? null;
  const found = await Promise.all(ownPaths(config).map((path) => troublesOf(path, own)));
  const hasSecrets = secretKeys.some((key) => originOf(config.origins, key)?.from === 'file');
  const files = [...(configFile !== null && hasSecrets ? [configFile] : []), config.mail.pgp.keyFile ?? []].flat();
  const foreign = await Promise.all(files.map((path) => exposedFile(path, own)));
  return [...found, ...foreign].flat();
}

function ownPaths(config: Config): string[] {
  const { dataDir } = config;
  const database = databaseFile(config);
  const inFolder = ['desk-key', 'setup-link', 'blobs'].map((name) => join(dataDir, name));
  const ofDatabase = ['', '-wal', '-shm'].map((suffix) => `${database}${suffix}`);
  const keys = [auditKeyFile(dataDir), witnessFile(dataDir), signingKeyFile(dataDir)];
  return [dataDir, ...ofDatabase, ...keys, ...inFolder].map((path) => resolve(path));
}

async function troublesOf(path: string, own: number | null): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) return [];
  const mode = found.isDirectory() ? '700' : '600';
  return [
    ...((found.mode & othersMay) === 0 ? [] : [`others on this machine may open ${path}: run 'chmod ${mode} ${path}'`]),
    ...(own === null || found.uid === own
      ? []
      : [`${path} belongs to user ${found.uid}, the data folder to ${own}: run 'chown ${own} ${path}'`]),
  ];
}

/** A secret file supplied by the administrator: it may be readable by the product's group, to which it is given. */
async function exposedFile(path: string, own: number | null): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) return [];
  const forbidden = found.uid === own ? othersMay : 0o007;
  if ((found.mode & forbidden) === 0) return [];
  const mode = found.uid === own ? '600' : '640';
  return [`${path} holds secrets and others on this machine can read it: run 'chmod ${mode} ${path}'`];
}
