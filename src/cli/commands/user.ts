/** `vonggac user …`: accounts, from the server itself; the way back in when nobody can sign in any more. */
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { VonggacError } from '../../core/errors.ts';
import { addUser } from '../../monitor/people/add-user.ts';
import { roles } from '../../monitor/people/capabilities.ts';
import { disablePerson, enablePerson, setPassword } from '../../monitor/people/manage-people.ts';
import { endSecondFactor } from '../../monitor/people/second-factor.ts';
import { readPeople, type ShownPerson } from '../../store/reads/people.ts';
import { findAnyUser, type Role } from '../../store/users.ts';
import type { Desk } from '../assembly.ts';
import { actor, type Context, withDesk } from '../command.ts';
import { instant, table } from '../terminal.ts';

interface NewPerson {
  readonly role: Role;
  readonly agency?: string;
  readonly email?: string;
}

const mostListed = 1_000;
const here = { id: null, name: actor };

/** What is done to one account: its command, what it does, and what is said afterwards. */
const acts: readonly {
  readonly command: string;
  readonly description: string;
  readonly done: string;
  act(desk: Desk, id: number, context: Context): Promise<void>;
}[] = [
  {
    command: 'password',
    description: 'set a new password, read from standard input; ends the sessions',
    done: 'has a new password and was signed out everywhere',
    act: async (desk, id, context) => setPassword(desk, id, await readPassword(context), actor),
  },
  {
    command: 'forget-factor',
    description: 'take off the second factor of somebody who lost the phone and the recovery codes',
    done: 'signs in with the password alone until a new second factor is set up',
    act: (desk, id) => endSecondFactor(desk, id, actor),
  },
  {
    command: 'disable',
    description: 'keep somebody out; ends the sessions',
    done: 'is disabled',
    act: (desk, id) => disablePerson(desk, id, here),
  },
  {
    command: 'enable',
    description: 'let somebody in again',
    done: 'may sign in again',
    act: (desk, id) => enablePerson(desk, id, here),
  },
];

export function userCommand(context: Context): Command {
  const user = new Command('user').description('who may use the dashboard');
  user
    .command('add <name>')
    .description('create an account; the password is read from standard input')
    .addOption(new Option('--role <role>').choices(roles).default('operator'))
    .option('--agency <agency>', 'only portals of this agency are shown')
    .option('--email <address>', 'where a forgotten password is mended')
    .action((name: string, options: NewPerson, command: Command) => add(context, command, name, options));
  user
    .command('list')
    .description('every account, the disabled ones last')
    .option('--json', 'one array')
    .action((options: { json?: boolean }, command: Command) => list(context, command, options.json ?? false));
  for (const { command: name, description, done, act } of acts) {
    user
      .command(`${name} <name>`)
      .description(description)
      .action((who: string, _options: object, command: Command) =>
        withDesk(context, command, { create: false }, async (desk) => {
          const found = await findAnyUser(desk.db, who.trim().normalize('NFC').toLowerCase());
          if (!found)
            throw new VonggacError('not-found', `There is no account called '${who}': see 'vonggac user list'.`);
          await act(desk, found.id, context);
          context.terminal.say(`${found.name} ${done}.`);
        }),
      );
  }
  return user;
}

async function add(context: Context, command: Command, name: string, options: NewPerson): Promise<void> {
  await withDesk(context, command, { create: true }, async (desk) => {
    await addUser(desk, { ...options, name, password: await readPassword(context), actor });
  });
  const where = options.agency === undefined ? '' : ` for ${options.agency}`;
  context.terminal.say(`${name} may sign in as ${options.role}${where}.`);
}

async function list(context: Context, command: Command, json: boolean): Promise<void> {
  await withDesk(context, command, { create: false }, async ({ db, clock }) => {
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
    for (const line of table(['NAME', 'ROLE', 'AGENCY', 'E-MAIL', 'FACTOR', 'SESSIONS', ''], rows))
      context.terminal.result(line);
    if (found > people.length) context.terminal.say(`${found - people.length} more are not listed.`);
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
  if (!process.stdin.isTTY) return readFileSync(0, 'utf8').replace(/\r?\n$/, '');
  context.terminal.say('Password (not shown):');
  process.stdin.setRawMode(true);
  try {
    let typed = '';
    for await (const chunk of process.stdin.iterator({ destroyOnReturn: false })) {
      for (const key of String(chunk)) {
        if (key === '\r' || key === '\n') return typed;
        if (key === '\u0003') throw new VonggacError('failed', 'Nothing was changed.');
        typed = key === '\u007f' ? typed.slice(0, -1) : typed + key;
      }
    }
    return typed;
  } finally {
    process.stdin.setRawMode(false);
    process.stdin.pause();
  }
}
