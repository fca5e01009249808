/** One report from its figures to its files in the blob store. Runs in a process of its own. */
import { createHash } from 'node:crypto';
import type { ContentRef } from '../../core/domain/content.ts';
import { cellText, type ReportDocument } from '../../core/reports/document.ts';
import type { BlobStore } from '../../store/evidence/blobs.ts';
import type { Database } from '../../store/handle.ts';
import { atOneMoment } from '../../store/reads/at-one-moment.ts';
import type { ReportDigest, ReportJob, ReportOutcome } from './report-job.ts';
import { composeOf, mediaTypes, type ReportFormat, type WritingPorts, writeReport } from './write-report.ts';

interface Making {
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly ports: WritingPorts;
}

export async function makeReportFiles(
  { asked, now, config }: ReportJob,
  { db, blobs, ports }: Making,
): Promise<ReportOutcome> {
  try {
    const { agencyId, tagKey, span, language } = asked;
    const request = { span, scope: { agencyId, tagKey }, language };
    // Looks go on being written meanwhile.
    const document = await atOneMoment(db, () => composeOf({ db, config, now }, request));
    const contents: ContentRef[] = [];
    const keep = async (bytes: Uint8Array, mediaType: string) => {
      const hash = createHash('sha256').update(bytes).digest('hex');
      await blobs.put(hash, bytes);
      contents.push({ hash, mediaType, sizeBytes: bytes.length });
      return hash;
    };
    const file = async (format: ReportFormat) => keep(await writeReport(document, format, ports), mediaTypes[format]);
    const xlsxHash = await file('xlsx');
    const csvHash = await file('csv');
    const documentHash = await keep(new TextEncoder().encode(JSON.stringify(document)), 'application/json');
    // A machine without a browser still reports.
    const printed = await file('pdf').then(
      (hash) => ({ hash, failure: null }),
      (error: unknown) => ({ hash: null, failure: sentence(error) }),
    );
    const files = { documentHash, xlsxHash, csvHash, pdfHash: printed.hash };
    return { ok: true, files, contents, digest: digestOf(document), failure: printed.failure };
  } catch (error) {
    return { ok: false, failure: sentence(error) };
  }
}

function digestOf(document: ReportDocument): ReportDigest {
  const { title, lead, highlights, incidents, looks, coverage } = document;
  return {
    title,
    lead,
    highlights: highlights.map(({ label, value }) => ({ label, value: cellText(value, document) })),
    incidents,
    looks,
    coverage: cellText(coverage, document),
  };
}

function sentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 300) ?? '';
}
