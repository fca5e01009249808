/** `vonggac contact …`: contacts of an agency, mailed and called about its portals. */
import { Command, Option } from 'commander';
import { VonggacError } from '../../core/errors.ts';
import { type AgencyContact, contactLanguages, contactMails } from '../../core/people/contact.ts';
import { addContact, editContact, removeContact } from '../../monitor/agencies/change-contacts.ts';
import type { ContactRequest } from '../../monitor/agencies/contact-request.ts';
import { listAgencies } from '../../store/registry/agencies.ts';
import { contactsByAgency, findContact } from '../../store/registry/contacts.ts';
import { actor, type Context, matches, mustConfirm, wholeNumber, withOperatorParts } from '../command.ts';
import { agencyCalled, contactRow, printableContact } from './contact-words.ts';

type Fields = Partial<Omit<ContactRequest, 'language'>> & { readonly language?: string };

interface ListOptions {
  readonly agency?: string;
  readonly json?: boolean;
}

export function contactCommand(context: Context): Command {
  const contact = new Command('contact').description('contacts of an agency, mailed and called about its portals');
  withFields(contact.command('add <agency>'))
    .description('add a contact to an agency, by its number or name')
    .requiredOption('--name <name>', 'name of the person or office')
    .addHelpText(
      'after',
      "\nExamples:\n  vonggac contact add 'UBND tỉnh Hải Thanh' --name 'Trần Thị Mai' --role 'Trưởng phòng CNTT' --phone '0225 3000 210' --email mai.tt@example.org\n  vonggac contact add 3 --name 'Chánh Văn phòng' --phone '0912 345 678' --email cvp@example.org --mail escalations",
    )
    .action((agency: string, fields: Fields, command: Command) => add(context, command, agency, fields));
  withFields(contact.command('edit <number>'))
    .description('change a contact; options not given stay unchanged, an empty text removes a value')
    .option('--name <name>', 'name of the person or office')
    .addHelpText(
      'after',
      "\nExamples:\n  vonggac contact edit 12 --phone '0225 3000 211'\n  vonggac contact edit 12 --mail off --night-cap ''",
    )
    .action((number: string, fields: Fields, command: Command) => edit(context, command, number, fields));
  contact
    .command('remove <number>')
    .description('remove a contact and drop its unsent mail')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  vonggac contact remove 12')
    .action(async (number: string, { yes = false }: { yes?: boolean }, command: Command) => {
      const id = wholeNumber(number, 'a contact');
      const name = await withOperatorParts(context, command, { create: false }, async (parts) => {
        const contact = await findContact(parts.db, id);
        if (!contact) throw new VonggacError('not-found', `There is no contact ${id}: see 'vonggac contact list'.`);
        await mustConfirm(context, yes, `Remove ${contact.name} and drop the mail that waits for this contact?`);
        return removeContact(parts, actor, id);
      });
      context.terminal.report(`${name} is no longer a contact.`);
    });
  contact
    .command('list')
    .description('list contacts by agency')
    .option('--agency <agency>', 'only agencies whose name contains this')
    .option('--json', 'one array')
    .addHelpText('after', "\nExamples:\n  vonggac contact list\n  vonggac contact list --agency 'Hải Thanh' --json")
    .action((options: ListOptions, command: Command) => list(context, command, options));
  return contact;
}

function withFields(command: Command): Command {
  return command
    .option('--role <role>', 'the position held')
    .option('--phone <number>', 'telephone number, with any extension at the end')
    .option('--email <address>', 'email address')
    .addOption(
      new Option('--mail <what>', 'alarms (the default), escalations (unacknowledged incidents only), or off').choices(
        contactMails,
      ),
    )
    .addOption(new Option('--language <language>', "instead of the agency's own").choices([...contactLanguages, '']))
    .option('--night-cap <count>', 'maximum emails per night; the first email about an incident is always sent');
}

async function add(context: Context, command: Command, which: string, fields: Fields): Promise<void> {
  const { id, agency } = await withOperatorParts(context, command, { create: false }, async (parts) => {
    const found = await agencyCalled(parts.db, which);
    return { id: await addContact(parts, actor, found.id, requestOf(null, fields)), agency: found.name };
  });
  context.terminal.report(`${fields.name} is contact ${id} of ${agency}.`);
}

async function edit(context: Context, command: Command, number: string, fields: Fields): Promise<void> {
  const id = wholeNumber(number, 'a contact');
  if (Object.keys(fields).length === 0) {
    throw new VonggacError('usage', "Nothing to change: give at least one option, see 'vonggac contact edit --help'.");
  }
  const isChanged = await withOperatorParts(context, command, { create: false }, async (parts) => {
    const before = await findContact(parts.db, id);
    if (!before) throw new VonggacError('not-found', `There is no contact ${id}: see 'vonggac contact list'.`);
    return editContact(parts, actor, id, requestOf(before, fields));
  });
  context.terminal.report(isChanged ? `Contact ${id} is changed.` : `Contact ${id} is unchanged.`);
}

function requestOf(before: AgencyContact | null, fields: Fields): ContactRequest {
  return {
    name: fields.name ?? before?.name ?? '',
    role: fields.role ?? before?.role ?? '',
    phone: fields.phone ?? before?.phone ?? '',
    email: fields.email ?? before?.email ?? '',
    language: fields.language ?? before?.language ?? '',
    mail: fields.mail ?? before?.mail ?? 'alarms',
    nightCap: fields.nightCap ?? before?.nightCap?.toString() ?? '',
  };
}

async function list(context: Context, command: Command, { agency, json }: ListOptions): Promise<void> {
  const { terminal } = context;
  await withOperatorParts(context, command, { create: false }, async ({ db }) => {
    const agencies = (await listAgencies(db)).filter(({ name }) => matches(name, agency));
    const contacts = await contactsByAgency(
      db,
      agencies.map(({ id }) => id),
    );
    const listed = agencies.flatMap(({ id, name }) =>
      (contacts.get(id) ?? []).map((contact) => ({ agency: name, contact })),
    );
    if (json) {
      return terminal.json(
        listed.map(({ agency: name, contact }) => ({
          agencyId: contact.agencyId,
          agency: name,
          ...printableContact(contact),
        })),
      );
    }
    const rows = listed.map(({ agency: name, contact }) => [name, ...contactRow.of(contact)]);
    terminal.list({
      heads: ['AGENCY', ...contactRow.titles],
      rows,
      none: agency === undefined ? "No contact is known: add one with 'vonggac contact add'." : 'No contact matches.',
    });
  });
}
