/** Makes the evidence package of an incident: one ZIP file that can be verified without this product. */
import { rename, rm } from 'node:fs/promises';
import { VonggacError } from '../../core/errors.ts';
import { handoverHtml } from '../../core/evidence/handover.ts';
import { type Manifest, type Missing, packageNames, packageVersion, safeJson } from '../../core/evidence/manifest.ts';
import { readmeText } from '../../core/evidence/readme.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { plainText } from '../../core/text.ts';
import { auditLinks, evidenceLinks } from '../../store/evidence/chain-extract.ts';
import { isCode } from '../../store/evidence/key-file.ts';
import { signingKey } from '../../store/evidence/signing-key.ts';
import type { CaptureRow } from '../../store/reads/evidence.ts';
import type { ShownIncident } from '../../store/reads/incidents.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import { type ExportParts, type Packing, pack } from './export-parts.ts';
import { clockOffsetOf, packBaseline, packLook } from './look-files.ts';
import { createPackageWriter, jsonLines } from './package-writer.ts';
import { type Case, looksEach, readCase } from './read-case.ts';
import { webArchive } from './recorded-looks.ts';
import { type Sealed, sealPackage } from './seal-package.ts';

export interface ExportRequest {
  readonly actor: Actor;
  readonly recipient: string | null;
  readonly purpose: string | null;
  /** Where the package is written; refused if the file exists. */
  readonly path: string;
}

export interface Exported extends Sealed {
  readonly path: string;
  readonly files: number;
  readonly missing: readonly Missing[];
}

const maxWords = 300;

/** @throws VonggacError `storage-failed` when the file can't be written; no partial file remains */
export async function exportEvidence(parts: ExportParts, number: number, request: ExportRequest): Promise<Exported> {
  assertMay(request.actor, 'export-evidence', null);
  const found = await readCase(parts.db, number);
  if (found === null)
    throw new VonggacError('not-found', `There is no incident ${number}: see 'vonggac incident list'.`);
  // The ZIP's times have a resolution of two seconds.
  const at = Math.floor(parts.clock() / 2_000) * 2_000;
  const aside = `${request.path}.part`;
  const writer = createPackageWriter(aside, new Date(at));
  try {
    const packing: Packing = { writer, files: [], missing: [] };
    const sealed = await packAll(parts, packing, found, { ...trimmed(request), at });
    await writer.end();
    const done = { ...sealed, path: request.path, files: packing.files.length, missing: packing.missing };
    await record(parts, number, request, done);
    await rename(aside, request.path);
    return done;
  } catch (error) {
    await writer.abandon(error instanceof Error ? error : new Error(String(error)));
    if (!isCode(error, 'EEXIST')) await rm(aside, { force: true });
    throw cannotWrite(request.path, error);
  }
}

interface Asked extends Pick<ExportRequest, 'actor' | 'recipient' | 'purpose'> {
  readonly at: number;
}

function trimmed({ actor, recipient, purpose }: ExportRequest): Pick<ExportRequest, 'actor' | 'recipient' | 'purpose'> {
  const words = (text: string | null) => (text === null ? null : plainText(text, maxWords) || null);
  return { actor, recipient: words(recipient), purpose: words(purpose) };
}

async function packAll(parts: ExportParts, packing: Packing, found: Case, asked: Asked): Promise<Sealed> {
  const { incident, hold, looks, left, baselines, captures } = found;
  if (left > 0)
    packing.missing.push({
      what: `${left} more checks of the same incident`,
      reason: { vi: `mỗi trang chỉ lấy ${looksEach} lượt`, en: `only ${looksEach} checks per page are included` },
    });
  const info = {
    software: `vonggac/${parts.version}`,
    format: 'WARC File Format 1.1',
    conformsTo: 'https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/',
    isPartOf: `vonggac-incident-${incident.number}`,
  };
  const about = { at: asked.at, filename: packageNames.warc, fields: info };
  await pack(packing, packageNames.warc, webArchive(parts, packing, captures, about));
  await pack(packing, packageNames.incident, safeJson({ incident, hold, policyVersion: parts.policyVersion() }));
  const shown = new Set(incident.targets.map(({ checkId }) => checkId));
  for (const look of looks) await packLook(parts, packing, look, shown.has(look.check.id));
  for (const baseline of baselines) await packBaseline(parts, packing, baseline);
  await packChains(parts, packing, found);
  return packSeals(parts, packing, incident, asked, medianOffset(captures));
}

async function packChains({ db }: ExportParts, packing: Packing, found: Case): Promise<void> {
  const { incident, looks, refs, records, chains } = found;
  const since = Math.min(incident.openedAt, ...looks.map(({ check }) => check.at));
  const { audit, evidence } = chains;
  await pack(packing, packageNames.audit, jsonLines(auditLinks(db, incident, { since, until: audit })));
  await pack(packing, packageNames.evidence, jsonLines(evidenceLinks(db, refs, { since, until: evidence })));
  await pack(packing, packageNames.records, jsonLines(records));
}

async function packSeals(
  parts: ExportParts,
  packing: Packing,
  { number, siteName: site, siteUrl: url }: ShownIncident,
  { at, actor, recipient, purpose }: Asked,
  clockOffsetMs: number | null,
): Promise<Sealed> {
  const key = await signingKey(parts.config.dataDir, parts.clock());
  const about = { number, site, url };
  const manifest: Omit<Manifest, 'files'> = {
    format: 'vonggac-evidence',
    version: packageVersion,
    product: { version: parts.version, schema: '0001-first-release' },
    incident: about,
    export: { at: new Date(at).toISOString(), by: actor.name, recipient, purpose },
    key: { algorithm: 'Ed25519', fingerprint: key.fingerprint },
    missing: packing.missing,
  };
  const { timezone: timeZone } = parts.config.schedule;
  const policyVersion = parts.policyVersion();
  const facts = { manifest: { ...manifest, files: packing.files }, at, timeZone, clockOffsetMs, policyVersion };
  await pack(packing, packageNames.readme, readmeText(facts));
  const { files, missing } = packing;
  const handover = { incident: about, at, timeZone, by: actor.name, recipient, purpose, missing: missing.length };
  const keyFingerprint = key.fingerprint;
  await pack(packing, packageNames.handover, handoverHtml({ ...handover, keyFingerprint, files: [...files] }));
  return sealPackage(parts, packing, manifest, key);
}

async function record(parts: ExportParts, number: number, request: ExportRequest, done: Exported): Promise<void> {
  const { recipient, purpose } = trimmed(request);
  const { manifestHash: manifest, files, stamp } = done;
  const detail = { recipient, purpose, manifest, files, missing: done.missing.length, stamp: stamp.status };
  await write(parts.db, async (trx) => {
    assertMay(request.actor, 'export-evidence', null);
    const entry = { at: parts.clock(), actor: request.actor.name, act: 'evidence-exported' } as const;
    await appendAudit(trx, { ...entry, subject: `incident ${number}`, detail });
  });
}

function medianOffset(captures: readonly CaptureRow[]): number | null {
  const offsets = captures.flatMap((row) => clockOffsetOf(row) ?? []).toSorted((a, b) => a - b);
  return offsets[Math.floor(offsets.length / 2)] ?? null;
}

const written: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the disk quota is used up: free some space',
  EFBIG: 'it would be larger than this system allows: choose another disk',
  EEXIST: 'there is an unfinished package of that name: remove it, or choose another name',
  ENOENT: 'its folder does not exist: make it',
  ENOTDIR: 'its folder does not exist: make it',
  EACCES: 'you may not write there: choose another folder',
  EPERM: 'you may not write there: choose another folder',
  EROFS: 'that disk is read-only: choose another folder',
  EISDIR: 'that is a folder: name a file',
};

function cannotWrite(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = Object.hasOwn(written, code) ? written[code] : undefined;
  if (why === undefined) return error;
  return new VonggacError('storage-failed', `The package ${path} was not written, because ${why}.`, { cause: error });
}
