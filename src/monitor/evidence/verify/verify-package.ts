/** `evidence verify`: which parts of a package are valid. Needs neither database nor configuration. */
import { createHash, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { type Manifest, packageNames, parseSums, sealNames } from '../../../core/evidence/manifest.ts';
import { type Claim, claim, compareFiles, type Outcome, outcomeOf } from '../../../core/evidence/verdict.ts';
import { checkArchive } from './check-archive.ts';
import { checkChains } from './check-chains.ts';
import { checkContainer } from './check-container.ts';
import { checkLooks } from './check-looks.ts';
import { checkSignatures, checkStamp, type Seals } from './check-seals.ts';
import { type OpenPackage, openPackage, type PackageEntry, UnreadablePackage } from './read-package.ts';

export interface VerifyPackageOptions {
  /** The installation's public key, obtained separately from the package. */
  readonly key: KeyObject | null;
  /** Roots of time-stamping authorities, in DER. */
  readonly roots: readonly Uint8Array[] | null;
}

export interface VerifiedPackage {
  readonly outcome: Outcome;
  readonly claims: readonly Claim[];
  /** Null when it cannot be read. */
  readonly manifest: Manifest | null;
}

const totalMs = 15 * 60_000;
/** Limit on files that are read as a whole. */
const maxWhole = 20_000_000;

const words = z.object({ vi: z.string(), en: z.string() });
const manifestSchema = z.strictObject({
  format: z.literal('vonggac-evidence'),
  version: z.literal(1),
  product: z.strictObject({ version: z.string(), schema: z.string() }),
  incident: z.strictObject({ number: z.number(), site: z.string(), url: z.string() }),
  export: z.strictObject({
    at: z.iso.datetime(),
    by: z.string(),
    recipient: z.string().nullable(),
    purpose: z.string().nullable(),
  }),
  key: z.strictObject({ algorithm: z.literal('Ed25519'), fingerprint: z.string().regex(/^[0-9a-f]{64}$/) }),
  missing: z.array(z.strictObject({ what: z.string(), reason: words })),
  files: z.array(
    z.strictObject({ name: z.string(), sizeBytes: z.number(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

/** Never throws, whatever the file contains. */
export async function verifyPackage(path: string, options: VerifyPackageOptions): Promise<VerifiedPackage> {
  let found: OpenPackage | null = null;
  try {
    found = await openPackage(path);
    return await examine(path, found, options, AbortSignal.timeout(totalMs));
  } catch (error) {
    if (error instanceof UnreadablePackage) return altered([claim('container', 'broken', error.message)]);
    if (isTimeout(error))
      return altered([claim('container', 'broken', 'The examination took too long: it was given up.')]);
    throw error;
  } finally {
    found?.close();
  }
}

const isTimeout = (error: unknown) => error instanceof DOMException && error.name === 'TimeoutError';

const altered = (claims: readonly Claim[], manifest: Manifest | null = null): VerifiedPackage => ({
  outcome: 'altered',
  claims,
  manifest,
});

async function examine(
  path: string,
  found: OpenPackage,
  { key, roots }: VerifyPackageOptions,
  signal: AbortSignal,
): Promise<VerifiedPackage> {
  const named = new Map(found.entries.map((entry) => [entry.name, entry]));
  const whole = await readSeals(named);
  if ('missing' in whole)
    return altered([claim('files', 'broken', `'${whole.missing}' is missing, or far too large.`)]);
  const manifest = readManifest(whole.manifest);
  if (manifest === null) return altered([claim('files', 'broken', 'The manifest cannot be read: it was changed.')]);
  const hashed = await hashAll(found.entries, signal);
  const claims = [...compareAll(manifest, whole, hashed), ...checkSignatures(whole, manifest, key)];
  claims.push(await checkStamp(whole.stamp, whole.manifest, roots));
  if (claims.some(({ state }) => state === 'broken')) return altered(claims, manifest);
  claims.push(await checkContainer(path, found, new Date(manifest.export.at)));
  claims.push(...(await checkContents(named, hashed, signal)));
  return { outcome: outcomeOf(claims, key !== null), claims, manifest };
}

type Named = ReadonlyMap<string, PackageEntry>;

async function readSeals(named: Named): Promise<(Seals & { stamp: Uint8Array | null }) | { missing: string }> {
  const files = {
    manifest: sealNames.manifest,
    signature: sealNames.signature,
    sums: sealNames.sums,
    sumsSignature: sealNames.sumsSignature,
    publicKey: packageNames.publicKey,
  };
  const read: Record<string, Uint8Array> = {};
  for (const [what, name] of Object.entries(files)) {
    const bytes = await wholeOf(named.get(name));
    if (bytes === null) return { missing: name };
    read[what] = bytes;
  }
  const stamp = named.get(sealNames.stamp);
  const stampBytes = stamp === undefined ? null : ((await wholeOf(stamp)) ?? new Uint8Array());
  return { ...(read as unknown as Seals), stamp: stampBytes };
}

async function wholeOf(entry: PackageEntry | undefined): Promise<Uint8Array | null> {
  if (entry === undefined || entry.sizeBytes > maxWhole) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of (await entry.open()) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function readManifest(bytes: Uint8Array): Manifest | null {
  try {
    return manifestSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null;
  }
}

interface Hashed {
  readonly name: string;
  readonly sha256: string;
}

async function hashAll(entries: readonly PackageEntry[], signal: AbortSignal): Promise<Hashed[]> {
  const hashed: Hashed[] = [];
  for (const { name, open } of entries) {
    const hash = createHash('sha256');
    for await (const chunk of (await open()) as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      hash.update(chunk);
    }
    hashed.push({ name, sha256: hash.digest('hex') });
  }
  return hashed;
}

function compareAll(manifest: Manifest, { sums }: Seals, hashed: readonly Hashed[]): Claim[] {
  const listed = new Map(manifest.files.map(({ name, sha256 }) => [name, sha256]));
  const sealed: readonly string[] = Object.values(sealNames);
  const summed = parseSums(Buffer.from(sums).toString('utf8'));
  const unsummed: readonly string[] = [sealNames.sums, sealNames.sumsSignature];
  return [
    ...compareFiles(
      'files',
      'the manifest',
      listed,
      hashed.filter(({ name }) => !sealed.includes(name)),
    ),
    ...(summed === null
      ? [claim('sums', 'broken', 'SHA256SUMS cannot be read: it was changed.')]
      : compareFiles(
          'sums',
          'SHA256SUMS',
          summed,
          hashed.filter(({ name }) => !unsummed.includes(name)),
        )),
  ];
}

async function checkContents(named: Named, hashed: readonly Hashed[], signal: AbortSignal): Promise<Claim[]> {
  const warc = named.get(packageNames.warc);
  const [audit, evidence, records] = [packageNames.audit, packageNames.evidence, packageNames.records].map((name) =>
    named.get(name),
  );
  const chains = audit && evidence && records ? { audit, evidence, records } : null;
  const checked = chains && (await checkChains(chains, signal));
  const isChained = checked?.claims.every(({ state }) => state === 'holds') === true;
  const files = {
    hashes: new Map(hashed.map(({ name, sha256 }) => [name, sha256])),
    read: (name: string) => wholeOf(named.get(name)),
  };
  return [
    ...(warc ? await checkArchive(warc, signal) : [claim('archive', 'broken', 'There is no web archive.')]),
    ...(checked?.claims ?? [claim('audit', 'broken', 'There is no extract of the audit log and the evidence chain.')]),
    ...(checked && isChained ? [await checkLooks(files, checked.records)] : []),
  ];
}
