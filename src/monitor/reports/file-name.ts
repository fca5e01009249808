/** What a report's file is called: letters of the alphabet only, for every file system and mail reader. */
import { foldText } from '../../core/facts/text/text-folding.ts';
import type { AskedReport } from '../../core/reports/asked-report.ts';
import type { ReportFormat } from './write-report.ts';

export function fileName({ span, scopeName, language }: AskedReport, format: ReportFormat): string {
  const parts = [language === 'vi' ? 'bao cao' : 'report', span.name[language], scopeName ?? ''];
  const name = foldText(parts.join(' '))
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  return `vonggac-${name}.${format}`;
}
