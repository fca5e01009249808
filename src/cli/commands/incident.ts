/** `vonggac incident …`: what is open, and people's decisions about it. */

import { Command } from 'commander';
import type { Incident } from '../../core/domain/incident.ts';
import { VonggacError } from '../../core/errors.ts';
import { commonTraitWords } from '../../core/incidents/campaign.ts';
import { plainText, shownAddress } from '../../core/text.ts';
import { acknowledgeIncident, dismissIncident, resolveIncident } from '../../monitor/incidents/judge-incident.ts';
import type { Database } from '../../store/handle.ts';
import { getCampaign } from '../../store/incidents/campaigns.ts';
import { getIncident, listIncidents } from '../../store/incidents/incidents.ts';
import { siteNames } from '../../store/registry/registry.ts';
import { actor, type Context, wholeNumber, withOperatorParts } from '../command.ts';
import { instant, table } from '../terminal.ts';

const mostListed = 1_000;

export function incidentCommand(context: Context): Command {
  const incident = new Command('incident').description('show incidents and record decisions');
  incident
    .command('list')
    .description('list incidents, newest first')
    .option('--open', 'only incidents that have not ended')
    .option('--json', 'one array')
    .action((options: { open?: boolean; json?: boolean }, command: Command) => list(context, command, options));
  incident
    .command('show <number>')
    .option('--json', 'one object')
    .action((number: string, options: { json?: boolean }, command: Command) =>
      show(context, command, number, options.json ?? false),
    );
  for (const [name, decide, done, description] of [
    ['ack', acknowledgeIncident, 'is acknowledged', 'somebody is on it; reminders stop until it gets worse'],
    ['resolve', resolveIncident, 'is resolved', 'it is over; the agency is told'],
    ['dismiss', dismissIncident, 'is dismissed', 'a false alarm: its changes are muted for 7 days'],
  ] as const) {
    incident
      .command(`${name} <number>`)
      .description(description)
      .option('--note <text>', 'reason')
      .action(async (number: string, options: { note?: string }, command: Command) => {
        const of = wholeNumber(number, 'an incident');
        await withOperatorParts(context, command, { create: false }, (parts) =>
          decide(parts, of, { actor, note: options.note ?? null }),
        );
        context.terminal.report(`Incident ${of} ${done}.`);
      });
  }
  return incident;
}

async function list(context: Context, command: Command, options: { open?: boolean; json?: boolean }): Promise<void> {
  await withOperatorParts(context, command, { create: false }, async ({ db }) => {
    const incidents = await listIncidents(db, { onlyLive: options.open ?? false, limit: mostListed });
    const names = await siteNames(db);
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
    for (const line of table(['NO', 'STATUS', 'KIND', 'SITE', 'PAGES', 'OPENED', 'CAMPAIGN'], rows))
      context.terminal.result(line);
  });
}

async function show(context: Context, command: Command, number: string, json: boolean): Promise<void> {
  await withOperatorParts(context, command, { create: false }, async ({ db }) => {
    const incident = await getIncident(db, wholeNumber(number, 'an incident'));
    if (!incident) throw new VonggacError('not-found', `There is no incident ${number}: see 'vonggac incident list'.`);
    const names = await siteNames(db);
    if (json) return context.terminal.json(printable(incident, names));
    const { terminal } = context;
    terminal.result(
      `Incident ${incident.number} (${incident.status}): ${incident.kinds.join(', ')} at ${plainText(names.get(incident.siteId) ?? '', 120)}`,
    );
    terminal.result(
      `opened ${instant(incident.openedAt)}${incident.endedAt === null ? '' : `, ended ${instant(incident.endedAt)}`}`,
    );
    for (const line of await historyOf(db, incident)) terminal.result(line);
    for (const target of incident.targets) {
      terminal.result(
        `${target.targetId}  ${shownAddress(target.url)}  ${target.kind}  ${target.score.toFixed(1)} nats${target.recoveredAt === null ? '' : '  (clean again)'}`,
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
