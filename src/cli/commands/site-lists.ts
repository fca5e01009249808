/** `vonggac site import` and `site export`: lists of portals as files. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command } from 'commander';
import { VonggacError } from '../../core/errors.ts';
import { importSites } from '../../monitor/sites/import-sites.ts';
import { readListFile } from '../../monitor/sites/read-list-file.ts';
import { spreadsheet, workbook } from '../../monitor/sites/spreadsheet.ts';
import { writeSiteList } from '../../monitor/sites/write-site-list.ts';
import { readRegistered } from '../../store/reads/registered.ts';
import { listAgencies } from '../../store/registry/agencies.ts';
import { actor, type Context, withMonitorParts, withOperatorParts } from '../command.ts';

export function siteImportCommand(context: Context): Command {
  return new Command('import')
    .argument('<file>')
    .description(
      'register the portals in an Excel (.xlsx), CSV or YAML file; nothing is registered if any line is invalid',
    )
    .option('--partial', 'register the valid lines and report the others')
    .addHelpText(
      'after',
      '\nExamples:\n  vonggac site import portals.xlsx\n  vonggac site import portals.csv\n  vonggac site import portals.yaml --partial',
    )
    .action((file: string, options: { partial?: boolean }, command: Command) =>
      importFile(context, command, file, options.partial ?? false),
    );
}

export function siteExportCommand(context: Context): Command {
  return new Command('export')
    .description('write the registered portals to a file that can be imported again')
    .requiredOption('-o, --output <file>', 'an Excel (.xlsx) or CSV (.csv) file')
    .addHelpText('after', '\nExamples:\n  vonggac site export -o portals.xlsx\n  vonggac site export -o portals.csv')
    .action((options: { output: string }, command: Command) => exportFile(context, command, options.output));
}

async function importFile(context: Context, command: Command, file: string, partial: boolean): Promise<void> {
  const { terminal } = context;
  const bytes = await readFile(file).catch((cause) => {
    throw new VonggacError('bad-file', `The file ${file} can't be read: check the path.`, { cause });
  });
  await withMonitorParts(context, command, { create: true }, async (parts) => {
    const source = await readListFile(parts.read, { name: basename(file), bytes });
    if ('unused' in source && source.unused.length > 0) terminal.report(`not used: ${source.unused.join(', ')}`);
    const report = await importSites(parts, source, {
      partial,
      actor,
      onProgress: (done, all) => terminal.progress(`checked ${done} of ${all} lines`, done === all),
      onRegistered: (done, all) => terminal.progress(`registered ${done} of ${all} portals`, done === all),
    });
    for (const { line, reason } of report.bad) terminal.report(`line ${line}: ${reason.en}`);
    for (const { line, warnings } of report.good)
      for (const warning of warnings) terminal.report(`line ${line}: warning: ${warning.en}`);
    const tally = Map.groupBy(report.good, (line) => line.outcome);
    const counts = (['added', 'extended', 'unchanged'] as const).map(
      (name) => `${tally.get(name)?.length ?? 0} ${name}`,
    );
    terminal.result(`${counts.join(', ')}, ${report.bad.length} bad`);
    if (report.bad.length > 0 && !partial) {
      throw new VonggacError(
        'bad-file',
        'Nothing was registered: correct these lines, or register the valid ones with --partial.',
      );
    }
    if (report.bad.length > 0) context.exit(65);
  });
}

async function exportFile(context: Context, command: Command, file: string): Promise<void> {
  const ending = /\.(xlsx|csv)$/i.exec(file)?.[1]?.toLowerCase();
  if (ending === undefined) {
    throw new VonggacError('usage', `'${file}' has no known extension: name a file that ends in .xlsx or .csv.`);
  }
  await withOperatorParts(context, command, { create: false }, async ({ db }) => {
    const sites = await readRegistered(db, { agencyId: null });
    const languages = new Map((await listAgencies(db)).map(({ id, language }) => [id, language]));
    const rows = writeSiteList(sites, languages, 'en');
    const content = ending === 'xlsx' ? await workbook(rows) : spreadsheet(rows);
    await writeFile(file, content, { mode: 0o600 }).catch((cause) => {
      throw new VonggacError('failed', `The file ${file} can't be written: check the path.`, { cause });
    });
    const count = sites.length === 1 ? '1 portal is' : `${sites.length} portals are`;
    context.terminal.result(`${count} written to ${file}.`);
  });
}
