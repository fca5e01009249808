/** Tables for baselines, looks and what is kept of them. */
import type { Generated } from 'kysely';
import type { Fixed } from './fixed.ts';

export interface BaselineTable {
  targetId: string;
  profile: string;
  version: number;
  status: 'provisional' | 'approved' | 'replaced';
  /** Incremented when clean looks refine the baseline; the version stays the same. */
  revision: number;
  learnedAt: number;
  approvedAt: number | null;
  approvedBy: string | null;
  reason: string | null;
  /** Gzip of the JSON of `Baseline`. */
  content: Uint8Array;
  /** Covers the content of this revision. */
  seal: Generated<string | null>;
}

/** Captures a baseline was learned from, pinned as evidence. While learning, `version` is the next one. */
export interface BaselineCaptureTable {
  targetId: string;
  profile: string;
  version: number;
  captureId: number;
}

export interface CheckTable {
  id: Generated<number>;
  targetId: Fixed<string>;
  at: Fixed<number>;
  tier: Fixed<'http' | 'browser'>;
  profile: Fixed<string>;
  level: Fixed<'clean' | 'suspect' | 'alarm' | 'unknown'>;
  kind: Fixed<string | null>;
  score: Fixed<number>;
  confirmed: Fixed<number>;
  baselineVersion: Fixed<number>;
  status: Fixed<number | null>;
  finalUrl: Fixed<string | null>;
  bodyHash: Fixed<string | null>;
  /** `CaptureFailure`, when part of the capture failed. */
  failureJson: Fixed<string | null>;
  captureId: number | null;
  durationMs: Fixed<number>;
  latenessMs: Fixed<number>;
}

/** `LookHour`: one row for each hour in which a look was made or missed. */
export interface LookHourTable {
  targetId: string;
  /** When the hour began. */
  at: number;
  looks: number;
  missed: number;
  totalLatenessMs: number;
  worstLatenessMs: number;
  slots: string;
  /** `LookTallies` */
  talliesJson: string;
}

export interface FindingTable {
  checkId: number;
  position: number;
  detector: string;
  family: string;
  kind: string;
  score: number;
  reasonVi: string;
  reasonEn: string;
  fingerprint: string | null;
  placeJson: string | null;
  /** `Indicator[]`; null without any. */
  indicatorsJson: string | null;
}

/** A kept capture. `metaJson` is the `Capture` without contents: hops, headers, certificates, browser events. */
export interface CaptureTable {
  id: Generated<number>;
  targetId: string;
  at: number;
  tier: 'http' | 'browser';
  profile: string;
  keptFor: 'learning' | 'evidence';
  metaJson: string;
  bodyHash: string;
  renderedHash: string | null;
  screenshotHash: string | null;
  thumbnailHash: string | null;
}

/** Traffic of a kept capture. It is pruned before its capture (`retention.archives`). */
export interface ArchiveTable {
  captureId: number;
  targetId: string;
  at: number;
  keptFor: CaptureTable['keptFor'];
  /** Hash of the JSON of `StoredTraffic` in the blob store, which names every body by hash. */
  hash: string;
  /** Bytes of that JSON and all its bodies; a body shared with other archives counts in each. */
  sizeBytes: number;
}

/** The bodies an archive names, so that pruning spares them. */
export interface ArchiveBodyTable {
  captureId: number;
  hash: string;
}

/** Thumbnail of a clean page; nothing else of that look is kept. */
export interface LookPictureTable {
  checkId: number;
  targetId: string;
  at: number;
  /** Hash of the PNG in the blob store. */
  hash: string;
}

export interface BlobTable {
  hash: string;
  mediaType: string;
  sizeBytes: number;
  createdAt: number;
}
