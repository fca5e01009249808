/** `vonggac incident …`: incidents, and people's decisions about them. */

import { Command, Option } from 'commander';
import type { Incident, IncidentStatus } from '../../core/domain/incident.ts';
import { VonggacError } from '../../core/errors.ts';
import { commonTraitWords } from '../../core/incidents/campaign.ts';
import { plainText, portalAddress } from '../../core/text.ts';
import { assignIncident, commentOnIncident } from '../../monitor/incidents/discuss-incident.ts';
import { holdIncident, releaseIncident } from '../../monitor/incidents/hold-incident.ts';
import { acknowledgeIncident, dismissIncident, resolveIncident } from '../../monitor/incidents/judge-incident.ts';
import { reopenIncident } from '../../monitor/incidents/reopen-incident.ts';
import type { Database } from '../../store/handle.ts';
import { getCampaign } from '../../store/incidents/campaigns.ts';
import { holdOf } from '../../store/incidents/hold.ts';
import { countIncidents, getIncident, listIncidents } from '../../store/incidents/incidents.ts';
import { findUser } from '../../store/people/users.ts';
import { siteNames } from '../../store/registry/registry.ts';
import { actor, type Context, wholeNumber, withOperatorParts } from '../command.ts';
import { instant } from '../terminal.ts';
import { agenciesLike } from './contact-words.ts';
import { incidentPlantedCommand } from './incident-planted.ts';

const mostListed = 1_000;
const states: readonly IncidentStatus[] = ['open', 'acknowledged', 'resolved', 'dismissed'];

interface ListOptions {
  readonly open?: boolean;
  readonly state?: IncidentStatus;
  readonly agency?: string;
  readonly json?: boolean;
}

export function incidentCommand(context: Context): Command {
  const incident = new Command('incident').description('show incidents and record decisions');
  incident
    .command('list')
    .description('list incidents, newest first')
    .option('--open', 'only incidents that have not ended')
    .addOption(new Option('--state <state>', 'only incidents in this state').choices(states))
    .option('--agency <agency>', 'only portals of agencies whose name contains this')
    .option('--json', 'one array')
    .addHelpText(
      'after',
      "\nExamples:\n  vonggac incident list --open\n  vonggac incident list --state acknowledged --agency 'Sở Y tế'",
    )
    .action((options: ListOptions, command: Command) => list(context, command, options));
  incident
    .command('show <number>')
    .description('show an incident with its pages and evidence')
    .addHelpText('after', '\nExample:\n  vonggac incident show 7')
    .option('--json', 'one object')
    .action((number: string, options: { json?: boolean }, command: Command) =>
      show(context, command, number, options.json ?? false),
    );
  for (const [name, decide, done, description] of [
    ['ack', acknowledgeIncident, 'is acknowledged', 'somebody is on it; reminders stop until it gets worse'],
    ['resolve', resolveIncident, 'is resolved', 'it is over; the agency is notified'],
    ['dismiss', dismissIncident, 'is dismissed', 'a false alarm: its changes are muted for 7 days'],
    ['reopen', reopenIncident, 'is open again', 'it is not over after all; changes muted by a dismissal count again'],
  ] as const) {
    incident
      .command(`${name} <number>`)
      .description(description)
      .option('--note <text>', 'reason')
      .addHelpText('after', `\nExample:\n  vonggac incident ${name} 7 --note 'đã gọi đơn vị'`)
      .action(async (number: string, options: { note?: string }, command: Command) => {
        const of = wholeNumber(number, 'an incident');
        await withOperatorParts(context, command, { create: false }, (parts) =>
          decide(parts, of, { actor, note: options.note ?? null }),
        );
        context.terminal.report(`Incident ${of} ${done}.`);
      });
  }
  for (const [name, decide, done, description, example] of [
    [
      'hold',
      holdIncident,
      'is held: none of its evidence is pruned',
      'keep its evidence until it is released',
      'công văn 12/ANM yêu cầu',
    ],
    ['release', releaseIncident, 'is released: its evidence is pruned as usual', 'end a hold', 'đã bàn giao hồ sơ'],
  ] as const) {
    incident
      .command(`${name} <number>`)
      .description(description)
      .requiredOption('--reason <text>', 'on whose request, or why')
      .addHelpText('after', `\nExample:\n  vonggac incident ${name} 7 --reason '${example}'`)
      .action(async (number: string, { reason }: { reason: string }, command: Command) => {
        const of = wholeNumber(number, 'an incident');
        await withOperatorParts(context, command, { create: false }, (parts) => decide(parts, of, { actor, reason }));
        context.terminal.report(`Incident ${of} ${done}.`);
      });
  }
  incident
    .command('assign <number> <name>')
    .description('assign it to an account, or to none')
    .addHelpText('after', '\nExamples:\n  vonggac incident assign 7 lan.tran\n  vonggac incident assign 7 none')
    .action((number: string, name: string, _options: object, command: Command) =>
      assign(context, command, wholeNumber(number, 'an incident'), name),
    );
  incident
    .command('comment <number> <text>')
    .description('add a comment to its log')
    .addHelpText('after', "\nExample:\n  vonggac incident comment 7 'Đã liên hệ nhà cung cấp máy chủ'")
    .action(async (number: string, text: string, _options: object, command: Command) => {
      const of = wholeNumber(number, 'an incident');
      await withOperatorParts(context, command, { create: false }, (parts) =>
        commentOnIncident(parts, of, { actor, text }),
      );
      context.terminal.report(`The comment is in the log of incident ${of}.`);
    });
  incident.addCommand(incidentPlantedCommand(context));
  return incident;
}

async function assign(context: Context, command: Command, number: number, name: string): Promise<void> {
  await withOperatorParts(context, command, { create: false }, async (parts) => {
    const user = name === 'none' ? null : await findUser(parts.db, name.trim().normalize('NFC').toLowerCase());
    if (user === null && name !== 'none')
      throw new VonggacError(
        'not-found',
        `There is no account called '${name}' that may sign in: see 'vonggac user list'.`,
      );
    await assignIncident(parts, number, { actor, assigneeId: user?.id ?? null });
  });
  context.terminal.report(`Incident ${number} is ${name === 'none' ? "nobody's" : `${name}'s`} now.`);
}

async function list(context: Context, command: Command, options: ListOptions): Promise<void> {
  const { open = false, state, agency } = options;
  await withOperatorParts(context, command, { create: false }, async ({ db }) => {
    const names = await siteNames(db);
    const filter = { onlyLive: open, status: state, agencyIds: await agenciesLike(db, agency) };
    const incidents = await listIncidents(db, { ...filter, limit: mostListed });
    const found = await countIncidents(db, filter);
    if (options.json) return context.terminal.json(incidents.map((incident) => printable(incident, names)));
    const rows = incidents.map((incident) => [
      String(incident.number),
      incident.status,
      incident.kinds.join(' '),
      names.get(incident.siteId) ?? String(incident.siteId),
      String(incident.targets.length),
      instant(incident.openedAt),
      incident.campaignNumber === null ? '' : String(incident.campaignNumber),
    ]);
    context.terminal.list({
      heads: ['NO', 'STATUS', 'KIND', 'SITE', 'PAGES', 'OPENED', 'CAMPAIGN'],
      rows,
      none: noneOf(options),
      states: incidents.map(({ status }) => status),
      more: found - incidents.length,
    });
  });
}

function noneOf({ open, state, agency }: ListOptions): string {
  if ((state ?? agency) !== undefined) return 'No incident matches.';
  return open ? 'No incident is open.' : 'No incident has been opened yet.';
}

async function show(context: Context, command: Command, number: string, json: boolean): Promise<void> {
  await withOperatorParts(context, command, { create: false }, async ({ db }) => {
    const incident = await getIncident(db, wholeNumber(number, 'an incident'));
    if (!incident) throw new VonggacError('not-found', `There is no incident ${number}: see 'vonggac incident list'.`);
    const names = await siteNames(db);
    const hold = await holdOf(db, incident.number);
    if (json)
      return context.terminal.json({ ...printable(incident, names), hold: hold && { ...hold, at: instant(hold.at) } });
    const { terminal } = context;
    terminal.result(
      `Incident ${incident.number} (${incident.status}): ${incident.kinds.join(', ')} at ${plainText(names.get(incident.siteId) ?? '', 120)}`,
    );
    terminal.result(
      `opened ${instant(incident.openedAt)}${incident.endedAt === null ? '' : `, ended ${instant(incident.endedAt)}`}`,
    );
    for (const line of await historyOf(db, incident)) terminal.result(line);
    if (hold)
      terminal.result(`held since ${instant(hold.at)} by ${plainText(hold.by, 100)}: ${plainText(hold.reason, 300)}`);
    for (const target of incident.targets) {
      terminal.result(
        `${target.targetId}  ${portalAddress(target.url)}  ${target.kind}  ${target.score.toFixed(1)} nats${target.recoveredAt === null ? '' : '  (clean again)'}`,
      );
      for (const { detector, score, reason, fingerprint } of target.findings) {
        terminal.result(
          `  ${score.toFixed(1).padStart(5)}  ${plainText(reason.en, 300)}  [${fingerprint ?? detector}]`,
        );
      }
    }
  });
}

/** Links to related incidents. */
async function historyOf(db: Database, { previousNumber, campaignNumber }: Incident): Promise<string[]> {
  const lines = previousNumber === null ? [] : [`came back after incident ${previousNumber}`];
  const campaign = campaignNumber === null ? null : await getCampaign(db, campaignNumber);
  if (campaign === null) return lines;
  const common = campaign.common.map((trait) => plainText(commonTraitWords(trait).en, 200));
  return [...lines, `part of campaign ${campaign.number}: ${common.join('; ')}`];
}

function printable(incident: Incident, names: ReadonlyMap<number, string>) {
  return {
    number: incident.number,
    siteId: incident.siteId,
    site: names.get(incident.siteId) ?? null,
    status: incident.status,
    level: 'alarm' as const,
    kinds: incident.kinds,
    targets: incident.targets.map((target) => ({
      id: target.targetId,
      url: target.url,
      kind: target.kind,
      score: target.score,
      firedAt: instant(target.firedAt),
      recoveredAt: target.recoveredAt === null ? null : instant(target.recoveredAt),
      findings: target.findings.map(({ detector, kind, score, reason, fingerprint, indicators }) => ({
        detector,
        kind,
        score,
        reason: reason.en,
        fingerprint,
        indicators,
      })),
    })),
    openedAt: instant(incident.openedAt),
    endedAt: incident.endedAt === null ? null : instant(incident.endedAt),
    acknowledgedBy: incident.acknowledgement?.by ?? null,
    previousNumber: incident.previousNumber,
    campaignNumber: incident.campaignNumber,
  };
}
