/** `vonggac channel …`: channels beside mail, how they fare, and a test event. */
import { Command } from 'commander';
import type { RelayEndpoint } from '../../core/relay/relay-table.ts';
import { relayEndpoints } from '../../monitor/channels/endpoints.ts';
import { type ChannelState, channelStates } from '../../store/outbox/channel-states.ts';
import { type Context, readConfig, withOperatorParts } from '../command.ts';
import { instant } from '../terminal.ts';

export function channelCommand(context: Context): Command {
  const channel = new Command('channel').description('channels beside mail: webhooks, gateways, syslog');
  channel
    .command('list')
    .description('list channels with their waiting events and outages')
    .option('--json', 'one array')
    .addHelpText('after', '\nExamples:\n  vonggac channel list\n  vonggac channel list --json')
    .action(({ json = false }: { json?: boolean }, command: Command) => list(context, command, json));
  channel
    .command('test <name> [telephone]')
    .description('send one test event now; a channel for telephones needs a number')
    .addHelpText('after', '\nExamples:\n  vonggac channel test soc-webhook\n  vonggac channel test sms 0912345678')
    .action(async (name: string, telephone: string | undefined, _options: object, command: Command) => {
      const { config } = readConfig(context, command);
      const { terminal } = context;
      const test = () => context.assembly.testChannel(config, name, telephone ?? '');
      terminal.result(await terminal.waiting(`sending on ${name}`, test));
    });
  return channel;
}

async function list(context: Context, command: Command, isJson: boolean): Promise<void> {
  const { terminal } = context;
  await withOperatorParts(context, command, { create: false, readonly: true }, async ({ db, config }) => {
    const endpoints = relayEndpoints(config);
    const states = await channelStates(
      db,
      endpoints.map(({ name }) => name),
    );
    const rows = endpoints.flatMap((endpoint) => {
      const state = states.find(({ channel }) => channel === endpoint.name);
      return state === undefined ? [] : [{ endpoint, state }];
    });
    if (isJson) return terminal.json(rows.map(printable));
    terminal.list({
      heads: ['NAME', 'SCOPE', 'WAITING', 'LAST SENT', 'DEAD SINCE'],
      rows: rows.map(cells),
      none: 'No channel is configured (section channels of the configuration, or the dashboard).',
    });
  });
}

interface Row {
  readonly endpoint: RelayEndpoint;
  readonly state: ChannelState;
}

function cells({ endpoint: { name, agency }, state }: Row): string[] {
  const at = (time: number | null | undefined) => (time === null || time === undefined ? '' : instant(time));
  return [name, agency ?? 'installation', String(state.waiting), at(state.lastSentAt), at(state.outage?.since)];
}

function printable({ endpoint: { name, agency, events, to }, state }: Row) {
  const { waiting, waitingSince, lastSentAt, outage } = state;
  const at = (time: number | null) => (time === null ? null : instant(time));
  const times = { waitingSince: at(waitingSince), lastSentAt: at(lastSentAt), deadSince: at(outage?.since ?? null) };
  return { name, agency, events, to, waiting, ...times };
}
