/** The list of an evidence package: what is in it, for whom it was made, and what is missing. */
import type { Words } from '../domain/words.ts';
import { plainJson } from '../text.ts';

/** Raised when a package's files change their meaning. */
export const packageVersion = 1;

export interface PackedFile {
  /** Path in the package, with forward slashes. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Something that belongs in the package and could not be put there. */
export interface Missing {
  readonly what: string;
  readonly reason: Words;
}

/** Times are RFC 3339 in UTC. */
export interface Manifest {
  readonly format: 'vonggac-evidence';
  readonly version: number;
  readonly product: { readonly version: string; readonly schema: string };
  readonly incident: { readonly number: number; readonly site: string; readonly url: string };
  readonly export: {
    readonly at: string;
    readonly by: string;
    readonly recipient: string | null;
    readonly purpose: string | null;
  };
  readonly key: { readonly algorithm: 'Ed25519'; readonly fingerprint: string };
  readonly missing: readonly Missing[];
  readonly files: readonly PackedFile[];
}

/**
 * Names that the manifest cannot list, because they are made from it. The sums are signed too: they list signature and
 * stamp, so that neither can be taken out.
 */
export const sealNames = {
  manifest: 'manifest.json',
  signature: 'manifest.sig',
  stamp: 'manifest.tsr',
  sums: 'SHA256SUMS',
  sumsSignature: 'SHA256SUMS.sig',
} as const;

export const packageNames = {
  warc: 'archive.warc.gz',
  readme: 'README.txt',
  handover: 'BIEN-BAN-GIAO-NHAN.html',
  publicKey: 'evidence-key-public.pem',
  incident: 'incident.json',
  audit: 'audit/audit-chain.jsonl',
  evidence: 'audit/evidence-chain.jsonl',
  records: 'audit/records.jsonl',
} as const;

export const manifestText = (manifest: Manifest): string => safeJson(manifest);

/** Indented JSON in which no foreign text can manipulate an editor or a terminal. */
export function safeJson(value: unknown): string {
  const lines = JSON.stringify(value, null, 1).split('\n');
  return `${lines.map(plainJson).join('\n')}\n`;
}

/** In the form that `sha256sum -c` reads. Names are the product's own and hold no line break or backslash. */
export function sumsText(files: readonly Pick<PackedFile, 'name' | 'sha256'>[]): string {
  return files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
}

/** By name; null when a line has another form or a name comes twice. */
export function parseSums(text: string): ReadonlyMap<string, string> | null {
  const sums = new Map<string, string>();
  for (const line of text.split('\n').slice(0, -1)) {
    const hash = line.slice(0, 64);
    const name = line.slice(66);
    if (!/^[0-9a-f]{64}$/.test(hash) || line.slice(64, 66) !== '  ' || name === '' || sums.has(name)) return null;
    sums.set(name, hash);
  }
  return text.endsWith('\n') ? sums : null;
}
