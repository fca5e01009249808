/** `vonggac token …`: tokens for the API, made on the server for an account. */
import { Command } from 'commander';
import { VonggacError } from '../../core/errors.ts';
import { type TokenCapability, tokenCapabilities } from '../../core/people/api-token.ts';
import { makeApiToken, revokeApiToken } from '../../monitor/people/api-tokens.ts';
import { listApiTokens } from '../../store/people/api-tokens.ts';
import { findUser, type UserRow } from '../../store/people/users.ts';
import type { OpenedOperatorParts } from '../assembly.ts';
import { type Context, wholeNumber, withOperatorParts } from '../command.ts';
import { instant } from '../terminal.ts';

interface MakeOptions {
  readonly user: string;
  readonly may: readonly TokenCapability[];
  readonly days: number;
}

const dayMs = 86_400_000;

export function tokenCommand(context: Context): Command {
  const token = new Command('token').description('tokens for the API, which never do more than their account may');
  token
    .command('make <name>')
    .description('make a token and print it once; the name says which system uses it')
    .requiredOption('--user <name>', 'the account in whose name it acts')
    .option('--may <capabilities>', `of ${tokenCapabilities.join(',')}`, capabilitiesOf, ['see'])
    .option('--days <number>', 'how long it is valid', (text) => wholeNumber(text, 'a number of days'), 90)
    .addHelpText('after', '\nExample:\n  vonggac token make siem --user soc --may see,judge --days 365')
    .action(async (name: string, options: MakeOptions, command: Command) => {
      const { may: capabilities, days } = options;
      const made = await withOperatorParts(context, command, { create: false }, async (parts) =>
        makeApiToken(parts, await userOf(parts, options.user), {
          name,
          capabilities,
          agencyId: null,
          validMs: days * dayMs,
        }),
      );
      context.terminal.result(made);
    });
  token
    .command('list')
    .description('list the tokens of an account')
    .requiredOption('--user <name>', 'the account')
    .option('--json', 'one array')
    .addHelpText('after', '\nExample:\n  vonggac token list --user soc')
    .action(async ({ user, json }: { user: string; json?: boolean }, command: Command) => {
      const tokens = await withOperatorParts(context, command, { create: false }, async (parts) =>
        listApiTokens(parts.db, (await userOf(parts, user)).id),
      );
      const rows = tokens.map(({ id, name, capabilities, expiresAt, lastUsedAt }) => ({
        id,
        name,
        may: [...capabilities],
        expiresAt: instant(expiresAt),
        lastUsedAt: lastUsedAt === null ? null : instant(lastUsedAt),
      }));
      if (json) return context.terminal.json(rows);
      const lines = rows.map((row) => [row.id, row.name, row.may.join(','), row.expiresAt, row.lastUsedAt ?? 'never']);
      context.terminal.list({
        heads: ['ID', 'NAME', 'MAY', 'EXPIRES', 'LAST USED'],
        rows: lines.map((line) => line.map(String)),
        none: `No token acts for ${user}: make one with 'vonggac token make'.`,
      });
    });
  token
    .command('revoke <number>')
    .description('revoke a token; whatever uses it is refused at once')
    .requiredOption('--user <name>', 'the account')
    .addHelpText('after', '\nExample:\n  vonggac token revoke 3 --user soc')
    .action(async (text: string, { user }: { user: string }, command: Command) => {
      const id = wholeNumber(text, 'a token');
      await withOperatorParts(context, command, { create: false }, async (parts) =>
        revokeApiToken(parts, await userOf(parts, user), id),
      );
      context.terminal.report(`Token ${id} is revoked.`);
    });
  return token;
}

function capabilitiesOf(text: string): TokenCapability[] {
  return text.split(',').map((word) => {
    const capability = tokenCapabilities.find((one) => one === word.trim());
    if (capability) return capability;
    throw new VonggacError('usage', `--may '${word}' is none of ${tokenCapabilities.join(', ')}.`);
  });
}

async function userOf({ db }: OpenedOperatorParts, name: string): Promise<UserRow> {
  const user = await findUser(db, name);
  if (user) return user;
  throw new VonggacError('not-found', `There is no account '${name}' that may sign in: see 'vonggac user list'.`);
}
