/** Tables for the reports of incidents. */
import type { Generated } from 'kysely';

/** A report being written: its current content. */
export interface IncidentReportTable {
  id: Generated<number>;
  incidentNumber: number;
  /** `FormName`. */
  form: string;
  /** Counts up with every change; an edit of another version is refused. */
  version: number;
  valuesJson: string;
  /** What the monitor filled in last; fields that still hold it were not written by a person. */
  filledJson: string;
  createdAt: number;
  createdBy: string;
}

/** Every content that it ever had, the current one too. */
export interface IncidentReportVersionTable {
  reportId: number;
  version: number;
  at: number;
  actor: string;
  valuesJson: string;
}

/** A report that left, as people recorded it. */
export interface IncidentReportSendingTable {
  id: Generated<number>;
  reportId: number;
  /** The version that was signed. */
  version: number;
  at: number;
  actor: string;
  /** Number of the document. */
  number: string;
  /** Day, like `2026-12-05`. */
  sentOn: string;
  sentTo: string;
  /** The signed PDF in the blob store. */
  fileHash: string;
  fileName: string;
  sizeBytes: number;
}

/** Incidents marked as beyond the agency's own means: to be reported at once. */
export interface BeyondMeansTable {
  incidentNumber: number;
  at: number;
  actor: string;
}
