/** `vonggac agency …`: agencies with their portals, incidents and contacts. */
import { Command } from 'commander';
import { portalAddress } from '../../core/text.ts';
import { readBoard } from '../../store/reads/board.ts';
import { readIncidents } from '../../store/reads/incidents.ts';
import { contactsOf } from '../../store/registry/contacts.ts';
import { readAgencies, readAgency, readAvailability } from '../../store/registry/listed-agencies.ts';
import { actor, type Context, withOperatorParts } from '../command.ts';
import { instant } from '../terminal.ts';
import { agencyCalled, contactRow, printableContact } from './contact-words.ts';

const mostListed = 1_000;
const dayMs = 86_400_000;

interface ListOptions {
  readonly agency?: string;
  readonly json?: boolean;
}

export function agencyCommand(context: Context): Command {
  const agency = new Command('agency').description('agencies: their portals, incidents and whom to call');
  agency
    .command('list')
    .description('list agencies, the worst first')
    .option('--agency <agency>', 'only agencies whose name contains this')
    .option('--json', 'one array')
    .addHelpText('after', "\nExamples:\n  vonggac agency list\n  vonggac agency list --agency 'Hải Thanh' --json")
    .action((options: ListOptions, command: Command) => list(context, command, options));
  agency
    .command('show <agency>')
    .description('one agency, by number or name: portals with availability, incidents of the last year, contacts')
    .option('--json', 'one object')
    .addHelpText('after', "\nExamples:\n  vonggac agency show 3\n  vonggac agency show 'UBND tỉnh Hải Thanh' --json")
    .action((which: string, options: { json?: boolean }, command: Command) =>
      show(context, command, which, options.json ?? false),
    );
  return agency;
}

async function list(context: Context, command: Command, { agency, json }: ListOptions): Promise<void> {
  const { terminal } = context;
  await withOperatorParts(context, command, { create: false }, async ({ db, clock, config }) => {
    const freshness = { now: clock(), everyMs: config.schedule.every };
    const filter = { text: agency ?? '', offset: 0, limit: mostListed };
    const { agencies, found } = await readAgencies(db, actor.scope, freshness, filter);
    if (json) return terminal.json(agencies);
    const rows = agencies.map(({ id, name, state, portals, openIncidents, contacts }) => [
      String(id),
      name,
      state ?? '',
      String(portals),
      String(openIncidents),
      String(contacts),
    ]);
    terminal.list({
      heads: ['NO', 'AGENCY', 'STATE', 'PORTALS', 'OPEN', 'CONTACTS'],
      rows,
      none:
        agency === undefined
          ? "No agency is known: name one with 'vonggac site add URL --agency NAME'."
          : 'No agency matches.',
      more: found - agencies.length,
    });
  });
}

async function show(context: Context, command: Command, which: string, json: boolean): Promise<void> {
  const { terminal } = context;
  await withOperatorParts(context, command, { create: false }, async ({ db, clock, config }) => {
    const { id } = await agencyCalled(db, which);
    const now = clock();
    const agency = await readAgency(db, actor.scope, id);
    const everyMs = config.schedule.every;
    const all = { state: null, importance: null, text: '', page: 1, pageSize: mostListed };
    const { sites } = await readBoard(db, actor.scope, { now, everyMs }, { ...all, agencyId: id });
    const [month, quarter] = [
      await readAvailability(db, id, now - 30 * dayMs, now),
      await readAvailability(db, id, now - 90 * dayMs, now),
    ];
    const since = now - 366 * dayMs;
    const span = { status: 'all', agencyId: id, since, offset: 0, limit: mostListed } as const;
    const { incidents } = await readIncidents(db, actor.scope, span);
    const contacts = await contactsOf(db, id);
    const portals = sites.map(({ id: site, name, url, state }) => ({
      site,
      name,
      url,
      state,
      availability30: month.get(site) ?? null,
      availability90: quarter.get(site) ?? null,
    }));
    const listed = incidents.map(({ number, siteId, siteName, kinds, status, openedAt, endedAt }) => ({
      number,
      siteId,
      site: siteName,
      kinds,
      status,
      openedAt: instant(openedAt),
      endedAt: endedAt === null ? null : instant(endedAt),
    }));
    if (json) {
      const printed = { id, name: agency?.name, language: agency?.language ?? null };
      return terminal.json({ ...printed, portals, incidents: listed, contacts: contacts.map(printableContact) });
    }
    terminal.result(`${id}  ${agency?.name}`);
    const states = portals.map(({ site, name, url, state, availability30, availability90 }) => [
      String(site),
      name,
      portalAddress(url),
      state,
      share(availability30),
      share(availability90),
    ]);
    terminal.list({
      heads: ['SITE', 'NAME', 'ADDRESS', 'STATE', '30 DAYS', '90 DAYS'],
      rows: states,
      none: 'No portal of this agency is monitored.',
    });
    const events = listed.map(({ number, site, kinds, status, openedAt, endedAt }) => [
      String(number),
      site,
      kinds.join(' '),
      status,
      openedAt,
      endedAt ?? '',
    ]);
    terminal.result('');
    terminal.list({
      heads: ['INCIDENT', 'SITE', 'KINDS', 'STATUS', 'OPENED', 'ENDED'],
      rows: events,
      none: 'No incident in the last year.',
    });
    terminal.result('');
    terminal.list({
      heads: contactRow.titles,
      rows: contacts.map(contactRow.of),
      none: "No contact: add one with 'vonggac contact add'.",
    });
  });
}

function share(availability: { readonly share: number | null; readonly missingDays: number } | null): string {
  if (availability === null || availability.share === null) return 'no data';
  const { share: of, missingDays } = availability;
  const missing = missingDays > 0 ? ` (${missingDays} days missing)` : '';
  return `${Math.floor(of * 10_000) / 100} %${missing}`;
}
