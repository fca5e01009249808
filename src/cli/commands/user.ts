/** `vonggac user …`: accounts, managed on the server itself; the way back in when nobody can sign in. */
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { VonggacError } from '../../core/errors.ts';
import { terminalActs } from '../../monitor/acts/terminal-acts.ts';
import { roles } from '../../monitor/people/capabilities.ts';
import { disablePerson, enablePerson } from '../../monitor/people/manage-people.ts';
import { endSecondFactor } from '../../monitor/people/second-factor.ts';
import { findAnyUser, type Role } from '../../store/people/users.ts';
import { readPeople, type ShownPerson } from '../../store/reads/people.ts';
import type { OpenedOperatorParts } from '../assembly.ts';
import { actor, type Context, withOperatorParts } from '../command.ts';
import { instant } from '../terminal.ts';
import { typeSecret } from '../typed-secret.ts';

interface NewPerson {
  readonly role: Role;
  readonly agency?: string;
  readonly email?: string;
}

const mostListed = 1_000;

/** Actions on one account: the command, what it does, and its closing message. */
const acts: readonly {
  readonly command: string;
  readonly description: string;
  readonly done: string;
  act(parts: OpenedOperatorParts, id: number, context: Context): Promise<void>;
}[] = [
  {
    command: 'password',
    description: 'set a new password, read from standard input; ends the sessions',
    done: 'has a new password and was signed out everywhere',
    act: async (parts, id, context) => terminalActs.setPassword(parts, actor, id, await readPassword(context)),
  },
  {
    command: 'forget-factor',
    description: 'remove the second factor of somebody who lost both phone and recovery codes',
    done: 'signs in with the password alone until a new second factor is set up',
    act: (parts, id) => endSecondFactor(parts, actor, id),
  },
  {
    command: 'disable',
    description: 'disable an account and end its sessions',
    done: 'is disabled',
    act: (parts, id) => disablePerson(parts, actor, id),
  },
  {
    command: 'enable',
    description: 'enable an account again',
    done: 'may sign in again',
    act: (parts, id) => enablePerson(parts, actor, id),
  },
];

export function userCommand(context: Context): Command {
  const user = new Command('user').description('manage dashboard accounts');
  user
    .command('add <name>')
    .description('create an account; the password is read from standard input')
    .addOption(new Option('--role <role>', 'what the person may do').choices(roles).default('operator'))
    .option('--agency <agency>', 'limit the account to the portals of this agency')
    .option('--email <address>', 'address for password resets')
    .addHelpText(
      'after',
      "\nExamples:\n  vonggac user add lan.tran --role administrator --email lan@example.org\n  vonggac user add so.y.te --role viewer --agency 'Sở Y tế' < password.txt",
    )
    .action((name: string, options: NewPerson, command: Command) => add(context, command, name, options));
  user
    .command('list')
    .description('list accounts, disabled ones last')
    .addHelpText('after', '\nExample:\n  vonggac user list')
    .option('--json', 'one array')
    .action((options: { json?: boolean }, command: Command) => list(context, command, options.json ?? false));
  for (const { command: name, description, done, act } of acts) {
    user
      .command(`${name} <name>`)
      .description(description)
      .addHelpText('after', `\nExample:\n  vonggac user ${name} lan.tran`)
      .action((who: string, _options: object, command: Command) =>
        withOperatorParts(context, command, { create: false }, async (parts) => {
          const found = await findAnyUser(parts.db, who.trim().normalize('NFC').toLowerCase());
          if (!found)
            throw new VonggacError('not-found', `There is no account called '${who}': see 'vonggac user list'.`);
          await act(parts, found.id, context);
          context.terminal.report(`${found.name} ${done}.`);
        }),
      );
  }
  return user;
}

async function add(context: Context, command: Command, name: string, options: NewPerson): Promise<void> {
  await withOperatorParts(context, command, { create: true }, async (parts) => {
    await terminalActs.addUser(parts, actor, { ...options, name, password: await readPassword(context) });
  });
  const where = options.agency === undefined ? '' : ` for ${options.agency}`;
  context.terminal.report(`${name} may sign in as ${options.role}${where}.`);
}

async function list(context: Context, command: Command, json: boolean): Promise<void> {
  await withOperatorParts(context, command, { create: false }, async ({ db, clock }) => {
    const { people, found } = await readPeople(db, { now: clock(), offset: 0, limit: mostListed });
    if (json) return context.terminal.json(people.map(printable));
    const rows = people.map((person) => [
      person.name,
      person.role,
      person.agency ?? '(all)',
      person.email ?? '',
      person.isExternal ? 'by provider' : person.hasSecondFactor ? 'yes' : 'no',
      String(person.sessions),
      person.disabledAt === null ? '' : `disabled ${instant(person.disabledAt)}`,
    ]);
    context.terminal.list({
      heads: ['NAME', 'ROLE', 'AGENCY', 'EMAIL', 'FACTOR', 'SESSIONS', ''],
      rows,
      none: "No account exists: create one with 'vonggac user add NAME --role administrator'.",
      more: found - people.length,
    });
  });
}

function printable(person: ShownPerson): object {
  const { name, role, agency, email, isExternal, hasSecondFactor, sessions, createdAt, disabledAt } = person;
  return {
    name,
    role,
    agency,
    email,
    isExternal,
    hasSecondFactor,
    sessions,
    createdAt: instant(createdAt),
    disabledAt: disabledAt === null ? null : instant(disabledAt),
  };
}

async function readPassword(context: Context): Promise<string> {
  return process.stdin.isTTY ? typeSecret(context, 'Password') : readFileSync(0, 'utf8').replace(/\r?\n$/, '');
}
