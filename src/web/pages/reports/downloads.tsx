/** The files of a report. */
import type { ReportRecord } from '../../../store/records/reports.ts';
import type { SignedInVisit } from '../../gate/route.ts';

const shown = { pdf: 'PDF', xlsx: 'Excel', csv: 'CSV' } as const;

export const Downloads = ({ visit, report }: { visit: SignedInVisit; report: ReportRecord }) => {
  if (report.status !== 'made') return null;
  const hashes = { pdf: report.pdfHash, xlsx: report.xlsxHash, csv: report.csvHash };
  return (
    <span class="downloads report-downloads">
      <span class="hidden">{visit.texts.reportDownloads}: </span>
      {(['pdf', 'xlsx', 'csv'] as const)
        .filter((format) => hashes[format] !== null)
        .map((format) => (
          <a href={`/reports/${report.id}/${format}`}>{shown[format]}</a>
        ))}
    </span>
  );
};
