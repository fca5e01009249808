/** What a backup holds: an entry for each file, named by a closed list, and a manifest with size and SHA-256 of each. */

export const manifestName = 'manifest.json';
export const databaseName = 'vonggac.sqlite';
export const configName = 'vonggac.yaml';
/** Folder of the files that the configuration names, each under the key that names it. */
export const namedFolder = 'files';
/** Keys, the witness, a configuration with secrets and secrets in files of their own, encrypted; the only entry the manifest does not list. */
export const sealedName = 'keys.sealed';

/** Bounds of what is read; a monitor of 10,000 pages keeps a third of a million contents. */
export const mostContents = 1_000_000;
const mostManifestBytes = 128_000_000;
const mostSealedBytes = 4_000_000;
const mostConfigBytes = 1_000_000;
/** A table of the world's networks has 10 MB. */
export const mostNamedBytes = 50_000_000;
/** Keys and tokens, each. */
export const mostSecretBytes = 100_000;
/** Together; they share the sealed entry with keys and configuration. */
export const mostSecretsBytes = 1_500_000;
/** Text packs to a tenth and an empty database to a hundredth; DEFLATE itself reaches 1,032. */
const mostRatio = 250;
/** Below this size the ratio says nothing. */
const harmlessBytes = 100_000_000;

export interface ManifestFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly format: 'vonggac-backup';
  readonly version: 1;
  /** RFC 3339, UTC. */
  readonly madeAt: string;
  /** The product's version. */
  readonly product: string;
  /** Name of the newest migration in the database. */
  readonly schema: string;
  /** The database, the configuration unless it holds secrets, and files that it names. */
  readonly files: readonly ManifestFile[];
  /** Kept contents: their names are their hashes. */
  readonly contents: readonly (readonly [hash: string, sizeBytes: number])[];
  /** Contents that no longer matched their hash when they were read, with the hash they had. */
  readonly damaged: readonly (readonly [hash: string, sha256: string])[];
  /** Contents that the database names and the folder no longer held. */
  readonly missing: readonly string[];
  /** Keys of the configuration that name files which could not be read. */
  readonly unread: readonly string[];
}

/** An entry as the archive declares it. */
export interface ArchiveEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly packedBytes: number;
  readonly kind: 'file' | 'link' | 'encrypted';
}

export function contentName(hash: string): string {
  return `blobs/${hash.slice(0, 2)}/${hash}`;
}

const namedPattern = /^files\/([a-z][A-Za-z]{0,39}(?:\.(?:[a-z][A-Za-z]{0,39}|\d{1,4})){1,4})$/;

/** @param key of the configuration */
export const namedFileName = (key: string): string => `${namedFolder}/${key}`;

/** Null: another file. */
export function namedKeyOf(name: string): string | null {
  return namedPattern.exec(name)?.[1] ?? null;
}

const contentPattern = /^blobs\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/;

function isContentName(name: string): boolean {
  return contentPattern.test(name);
}

/**
 * Null, or why the archive's list of entries is not that of a backup; nothing has been unpacked yet.
 * @returns the rest of a sentence that begins with the archive's name
 */
export function entriesFault(entries: readonly ArchiveEntry[]): string | null {
  const seen = new Set<string>();
  for (const { name, sizeBytes, kind } of entries) {
    if (isOutside(name)) return `holds an entry whose name leads out of the folder (${name})`;
    if (kind === 'link') return `holds a link (${name})`;
    if (kind === 'encrypted') return `holds an entry with a password of the archive's own (${name})`;
    if (seen.has(name)) return `holds ${name} twice`;
    seen.add(name);
    const most = mostBytesOf(name);
    if (most === null) return `holds an entry that no backup has (${name})`;
    if (sizeBytes > most) return `holds an entry that is too large (${name})`;
  }
  for (const name of [manifestName, databaseName]) if (!seen.has(name)) return `has no ${name}`;
  const total = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const packed = entries.reduce((sum, { packedBytes }) => sum + packedBytes, 0);
  if (total > harmlessBytes && total > packed * mostRatio)
    return `would grow to ${Math.round(total / 1e6)} MB from ${Math.round(packed / 1e6)} MB, which no backup does`;
  return null;
}

function isOutside(name: string): boolean {
  return /^[/\\]|^[a-z]:|\\|\0/i.test(name) || name.split('/').some((part) => part === '..' || part === '.');
}

/** Null: no backup has such an entry. */
function mostBytesOf(name: string): number | null {
  if (name === manifestName) return mostManifestBytes;
  if (name === sealedName) return mostSealedBytes;
  if (name === configName) return mostConfigBytes;
  if (namedKeyOf(name) !== null) return mostNamedBytes;
  return name === databaseName || isContentName(name) ? Number.MAX_SAFE_INTEGER : null;
}

/** Every file with its size and hash, the manifest itself and sealed keys excepted. */
export function filesOf(manifest: Manifest): Map<string, ManifestFile> {
  const damaged = new Map(manifest.damaged);
  const files = new Map(manifest.files.map((file) => [file.name, file]));
  for (const [hash, sizeBytes] of manifest.contents) {
    const name = contentName(hash);
    files.set(name, { name, sizeBytes, sha256: damaged.get(hash) ?? hash });
  }
  return files;
}

/** Null, or what differs between the manifest and the archive's entries. */
export function manifestFault(manifest: Manifest, entries: readonly ArchiveEntry[]): string | null {
  const files = filesOf(manifest);
  if (files.size !== manifest.files.length + manifest.contents.length) return 'has a manifest that names a file twice';
  const own = entries.filter(({ name }) => name !== manifestName && name !== sealedName);
  for (const { name, sizeBytes } of own) {
    const file = files.get(name);
    if (file === undefined) return `holds ${name}, which its manifest does not list`;
    if (file.sizeBytes !== sizeBytes) return `holds ${name} in another size than its manifest says`;
  }
  if (own.length === files.size) return null;
  const held = new Set(own.map(({ name }) => name));
  const lost = [...files.keys()].find((name) => !held.has(name));
  return `lacks ${lost}, which its manifest lists`;
}
