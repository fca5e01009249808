/** `vonggac report period`: the figures of a period as a file. */
import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { VonggacError } from '../../../core/errors.ts';
import { presets } from '../../../core/reports/spans.ts';
import { terminalActs } from '../../../monitor/acts/terminal-acts.ts';
import { type ReportFormat, reportFormats } from '../../../monitor/reports/write-report.ts';
import { actor, type Context, withOperatorParts } from '../../command.ts';

interface PeriodOptions {
  readonly preset?: (typeof presets)[number] | 'window';
  readonly from?: string;
  readonly to?: string;
  readonly before?: string;
  readonly agency?: string;
  readonly tag?: string;
  readonly language: 'vi' | 'en';
  readonly output: string;
}

export function reportPeriodCommand(context: Context): Command {
  return new Command('period')
    .description('the figures of a period as a report: HTML, PDF, Excel or CSV')
    .addOption(
      new Option('--preset <name>', 'the newest one that is over; closing days are in reports.closingDays').choices([
        ...presets,
        'window',
      ]),
    )
    .option('--before <day>', 'with --preset: over on that day, like 2026-07-01')
    .option('--from <day>', 'first day, like 2026-01-01')
    .option('--to <day>', 'last day')
    .option('--agency <name>', 'only portals of this agency')
    .option('--tag <tag>', 'only portals with this tag')
    .addOption(new Option('--language <language>', 'of the report').choices(['vi', 'en']).default('vi'))
    .requiredOption('-o, --output <file>', 'a file that ends in .html, .pdf, .xlsx or .csv')
    .addHelpText(
      'after',
      "\nExamples:\n  vonggac report period --preset quarter -o bao-cao-quy.pdf\n  vonggac report period --from 2026-01-01 --to 2026-03-31 --agency 'UBND tỉnh mẫu' -o bao-cao.xlsx",
    )
    .action((options: PeriodOptions, command: Command) => writePeriod(context, command, options));
}

async function writePeriod(context: Context, command: Command, options: PeriodOptions): Promise<void> {
  const { output, agency, tag, language, ...period } = options;
  const format = formatOf(output);
  if (period.preset !== undefined && (period.from ?? period.to) !== undefined)
    throw new VonggacError('usage', 'Use either --preset, or --from and --to.');
  if (agency !== undefined && tag !== undefined) throw new VonggacError('usage', 'Use either --agency or --tag.');
  await withOperatorParts(context, command, { create: false }, async (parts) => {
    const request = { period, agency: agency ?? null, tag: tag ?? null, language, format };
    const content = await context.terminal.waiting('making the report', () =>
      terminalActs.writePeriodReport(parts, actor, request, { ...parts, renderPage: context.assembly.renderPage }),
    );
    await writeFile(output, content, { mode: 0o600 }).catch((cause) => {
      throw new VonggacError('failed', `The file ${output} can't be written: check the path.`, { cause });
    });
    context.terminal.result(output);
  });
}

function formatOf(file: string): ReportFormat {
  const format = reportFormats.find((one) => file.toLowerCase().endsWith(`.${one}`));
  if (format !== undefined) return format;
  throw new VonggacError(
    'usage',
    `'${file}' has no known extension: name a file that ends in .html, .pdf, .xlsx or .csv.`,
  );
}
