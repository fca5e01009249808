/** `vonggac request …`: what agencies and people ask for, and what operators do with it. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command } from 'commander';
import { exitCodes, VonggacError } from '../../core/errors.ts';
import { proofText } from '../../core/requests/proof.ts';
import { closedStatuses, openStatuses } from '../../core/requests/request.ts';
import { hostsOf } from '../../core/requests/typed.ts';
import { plainLine, portalAddress } from '../../core/text.ts';
import { approveRequest } from '../../monitor/requests/approve.ts';
import { decideRequest } from '../../monitor/requests/decide.ts';
import { importSheet, planSheet } from '../../monitor/requests/import-sheet.ts';
import { needRequest } from '../../monitor/requests/need-request.ts';
import { eraseRequests, exportRequests, type Subject } from '../../monitor/requests/personal-data.ts';
import { readProofs } from '../../monitor/requests/proof-of-hosts.ts';
import { checkHost } from '../../monitor/requests/prove.ts';
import { requestTemplate } from '../../monitor/requests/sheet-columns.ts';
import { spreadsheet, workbook } from '../../monitor/sites/spreadsheet.ts';
import { proofsOf } from '../../store/requests/proofs.ts';
import { findRequest, listRequests, type StoredRequest } from '../../store/requests/requests.ts';
import { actor, type Context, mustConfirm, wholeNumber, withMonitorParts, withOperatorParts } from '../command.ts';
import { instant } from '../terminal.ts';

interface ListOptions {
  readonly closed?: boolean;
  readonly json?: boolean;
}

export function requestCommand(context: Context): Command {
  const request = new Command('request').description('requests to watch portals, and reports about pages');
  request
    .command('list')
    .description('list open requests, newest first')
    .option('--closed', 'the closed ones instead')
    .option('--json', 'one array')
    .addHelpText('after', '\nExamples:\n  vonggac request list\n  vonggac request list --closed --json')
    .action((options: ListOptions, command: Command) => list(context, command, options));
  request
    .command('show <number>')
    .description('everything that a request says')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  vonggac request show 12')
    .action((number: string, { json }: ListOptions, command: Command) => show(context, command, number, json ?? false));
  request
    .command('import <file>')
    .description('preview a template sheet (.xlsx, .csv) that came by mail; --yes enters its requests in the queue')
    .option('--yes', 'enter them')
    .addHelpText(
      'after',
      '\nExamples:\n  vonggac request import de-nghi.xlsx\n  vonggac request import de-nghi.xlsx --yes',
    )
    .action((file: string, options: { yes?: boolean }, command: Command) =>
      importFile(context, command, file, options.yes ?? false),
    );
  request
    .command('template')
    .description('write the empty template sheet to a file')
    .requiredOption('-o, --output <file>', 'an Excel (.xlsx) or CSV (.csv) file')
    .addHelpText('after', '\nExample:\n  vonggac request template -o de-nghi.xlsx')
    .action(async ({ output }: { output: string }) => {
      const rows = requestTemplate('vi');
      await save(output, /\.xlsx$/i.test(output) ? await workbook(rows) : spreadsheet(rows));
      context.terminal.result(`The template is written to ${output}.`);
    });
  request
    .command('check <number>')
    .description('ask each host of a request for the proof of its owner, by DNS and file')
    .addHelpText('after', '\nExample:\n  vonggac request check 12')
    .action((number: string, _options: object, command: Command) => check(context, command, number));
  request
    .command('approve <number>')
    .description('register the portals of a request whose owners agreed')
    .addHelpText('after', '\nExample:\n  vonggac request approve 12')
    .action(async (number: string, _options: object, command: Command) => {
      const id = wholeNumber(number, 'a request');
      const sites = await withMonitorParts(context, command, { create: false }, (parts) =>
        approveRequest(parts, actor, id),
      );
      const text = sites.length === 0 ? 'its portals were registered before' : `registered as site ${sites.join(', ')}`;
      context.terminal.report(`Request ${id} is approved: ${text}.`);
    });
  request
    .command('refuse <number>')
    .description('refuse a request; the requester is mailed the reason')
    .requiredOption('--reason <text>', 'read by the requester')
    .addHelpText('after', "\nExample:\n  vonggac request refuse 12 --reason 'cổng không thuộc cơ quan nhà nước'")
    .action(async (number: string, { reason }: { reason: string }, command: Command) => {
      const id = wholeNumber(number, 'a request');
      await withOperatorParts(context, command, { create: false }, (parts) =>
        decideRequest(parts, actor, id, 'refuse', reason),
      );
      context.terminal.report(`Request ${id} is refused.`);
    });
  request
    .command('export [number]')
    .description('hand out the personal data of a request, or of a mail address')
    .option('--email <address>', 'everything that this address asked for')
    .requiredOption('-o, --output <file>', 'a JSON file, readable by its owner only')
    .addHelpText('after', '\nExample:\n  vonggac request export --email mai@example.org -o mai.json')
    .action(async (number: string | undefined, options: { email?: string; output: string }, command: Command) => {
      const subject = subjectOf(number, options.email);
      const found = await withOperatorParts(context, command, { create: false }, (parts) =>
        exportRequests(parts, actor, subject),
      );
      await save(options.output, `${JSON.stringify(found, null, 2)}\n`);
      context.terminal.result(`${found.length} written to ${options.output}.`);
    });
  request
    .command('erase [number]')
    .description('erase the personal data of a request, or of a mail address; the numbered row stays')
    .option('--email <address>', 'everything that this address asked for')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExamples:\n  vonggac request erase 12\n  vonggac request erase --email mai@example.org')
    .action(async (number: string | undefined, options: { email?: string; yes?: boolean }, command: Command) => {
      const subject = subjectOf(number, options.email);
      const whose = options.email === undefined ? `request ${number}` : `every request of ${options.email}`;
      await mustConfirm(context, options.yes ?? false, `Erase the personal data of ${whose} for good?`);
      const count = await withOperatorParts(context, command, { create: false }, (parts) =>
        eraseRequests(parts, actor, subject),
      );
      context.terminal.report(`Erased the personal data of ${count === 1 ? '1 request' : `${count} requests`}.`);
    });
  return request;
}

function subjectOf(number: string | undefined, email: string | undefined): Subject {
  if ((number === undefined) === (email === undefined)) {
    throw new VonggacError('usage', 'Name either a request by its number, or --email ADDRESS.');
  }
  return email === undefined ? { id: wholeNumber(number ?? '', 'a request') } : { email };
}

async function save(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(file, content, { mode: 0o600 }).catch((cause) => {
    throw new VonggacError('failed', `The file ${file} can't be written: check the path.`, { cause });
  });
}

async function list(context: Context, command: Command, { closed, json }: ListOptions): Promise<void> {
  const { terminal } = context;
  await withOperatorParts(context, command, { create: false }, async ({ db }) => {
    const found = await listRequests(db, closed ? closedStatuses : openStatuses);
    if (json) return terminal.json(found.map(printable));
    const rows = found.map((one) => [
      String(one.id),
      one.kind,
      one.status,
      instant(one.createdAt),
      aboutOf(one),
      one.repeats > 0 ? `${one.repeats}×` : '',
    ]);
    terminal.list({
      heads: ['NO', 'KIND', 'STATE', 'RECEIVED', 'ABOUT', 'AGAIN'],
      rows,
      none: closed ? 'No request was closed.' : 'No request is open.',
    });
  });
}

function aboutOf({ details }: StoredRequest): string {
  if (details === null) return '(erased)';
  return details.kind === 'watch' ? details.agency : portalAddress(details.url);
}

function printable({ proofToken: _, duplicateKey: __, ...request }: StoredRequest): object {
  return request;
}

async function show(context: Context, command: Command, number: string, json: boolean): Promise<void> {
  const { terminal } = context;
  const id = wholeNumber(number, 'a request');
  await withOperatorParts(context, command, { create: false }, async ({ db }) => {
    const request = await findRequest(db, id);
    if (!request) throw new VonggacError('not-found', `There is no request ${id}: see 'vonggac request list'.`);
    const proofs = await proofsOf(db, id);
    if (json) return terminal.json({ ...printable(request), proofs });
    const { details, kind, status, createdAt, periodTo } = request;
    const lines = [
      ['request', `${id}, ${kind}, ${status}`],
      ['received', instant(createdAt)],
      ...(periodTo === null ? [] : [['until', instant(periodTo)]]),
      ...Object.entries(details ?? { erased: 'yes' }).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
      ...proofs.map(({ host, method, actor: by }) => ['proof', `${host} by ${method}, ${by}`]),
    ];
    for (const [name = '', value = ''] of lines) terminal.result(`${name.padEnd(10)} ${plainLine(value, 2_000)}`);
  });
}

async function check(context: Context, command: Command, number: string): Promise<void> {
  const { terminal } = context;
  const id = wholeNumber(number, 'a request');
  const isProven = await withMonitorParts(context, command, { create: false }, async (parts) => {
    const request = await needRequest(parts.db, id);
    for (const host of hostsOf(request.details)) {
      const { found } = await terminal.waiting(`asking ${host}`, () => checkHost(parts, actor, id, host));
      const isFound = found.length > 0;
      terminal.result(
        `${host}: ${isFound ? `proven by ${found.join(', ')}` : 'no proof'}`,
        isFound ? 'good' : 'warning',
      );
    }
    const { hosts } = await readProofs(parts.db, await needRequest(parts.db, id));
    return hosts.every((one) => one.isProven);
  });
  if (isProven) return terminal.report(`Every host of request ${id} is proven: approve it.`);
  const { proofToken } = await withOperatorParts(context, command, { create: false }, ({ db }) => needRequest(db, id));
  terminal.report(`Not every host is proven: its owner publishes "${proofText(proofToken)}" as TXT record or file.`);
  context.exit(exitCodes.refused);
}

async function importFile(context: Context, command: Command, path: string, isSure: boolean): Promise<void> {
  const { terminal } = context;
  const bytes = await readFile(path).catch((cause) => {
    throw new VonggacError('bad-file', `The file ${path} can't be read: check the path.`, { cause });
  });
  const file = { name: basename(path), bytes };
  await withOperatorParts(context, command, { create: true }, async (parts) => {
    const { good, bad, unused } = await planSheet(parts, actor, file);
    if (unused.length > 0) terminal.report(`not used: ${unused.join(', ')}`);
    for (const { lines, reasons } of bad)
      terminal.report(`line ${lines.join(', ')}: ${reasons.map(({ en }) => en).join(' ')}`);
    for (const { lines, details } of good)
      terminal.result(
        `line ${lines.join(', ')}: ${details.agency}: ${details.portals.map((url) => portalAddress(url)).join(', ')}`,
      );
    if (bad.length > 0) throw new VonggacError('bad-file', 'Nothing was entered: correct these lines.');
    if (!isSure) return terminal.report(`A preview of ${good.length}: enter them with --yes.`);
    const ids = await importSheet(parts, actor, file);
    terminal.report(`Entered as request ${ids.join(', ')}.`);
  });
}
