/** `vonggac suspect …`: changes that are not certain enough for an alarm, and people's decisions about them. */
import { Command } from 'commander';
import { VonggacError } from '../../core/errors.ts';
import { portalAddress } from '../../core/text.ts';
import { dismissSuspect } from '../../monitor/incidents/judge-incident.ts';
import { promoteSuspect } from '../../monitor/incidents/promote-suspect.ts';
import { getSuspect } from '../../store/incidents/suspects.ts';
import { type QueuedSuspect, readSuspects } from '../../store/reads/suspects.ts';
import { actor, type Context, wholeNumber, withOperatorParts } from '../command.ts';
import { instant } from '../terminal.ts';
import { agenciesLike } from './contact-words.ts';

interface ListOptions {
  readonly agency?: string;
  readonly json?: boolean;
}

interface Decision {
  readonly look?: string;
  readonly note?: string;
}

const mostListed = 1_000;

export function suspectCommand(context: Context): Command {
  const suspect = new Command('suspect').description(
    'the queue of changes not certain enough for an alarm, and decisions about them',
  );
  suspect
    .command('list')
    .description('list open suspects, strongest first')
    .option('--agency <agency>', 'only portals of agencies whose name contains this')
    .option('--json', 'one array')
    .addHelpText('after', "\nExamples:\n  vonggac suspect list\n  vonggac suspect list --agency 'Sở Y tế' --json")
    .action((options: ListOptions, command: Command) => list(context, command, options));
  suspect
    .command('promote <number>')
    .description('promote it to an incident and notify the agency')
    .option('--look <check>', 'the check that you reviewed; refused when a later one shows more')
    .option('--note <text>', 'reason')
    .addHelpText(
      'after',
      "\nExamples:\n  vonggac suspect promote 12 --note 'đã xem ảnh, banner bị thay'\n  vonggac suspect promote 12 --look 4711",
    )
    .action((number: string, options: Decision, command: Command) => promote(context, command, number, options));
  suspect
    .command('dismiss <number>')
    .description('close it as not an attack and mute its change for 7 days')
    .option('--note <text>', 'reason')
    .addHelpText('after', "\nExample:\n  vonggac suspect dismiss 12 --note 'đơn vị thay tiêu đề'")
    .action(async (number: string, { note }: Decision, command: Command) => {
      const id = wholeNumber(number, 'a suspect');
      await withOperatorParts(context, command, { create: false }, (parts) =>
        dismissSuspect(parts, id, { actor, note: note ?? null }),
      );
      context.terminal.report(`Suspect ${id} is dismissed; its change is muted for 7 days.`);
    });
  return suspect;
}

async function list(context: Context, command: Command, { agency, json }: ListOptions): Promise<void> {
  const { terminal } = context;
  await withOperatorParts(context, command, { create: false }, async ({ db }) => {
    const page = { agencyIds: await agenciesLike(db, agency), offset: 0, limit: mostListed };
    const { suspects, found } = await readSuspects(db, actor.scope, page);
    if (json) return terminal.json(suspects.map(printable));
    const rows = suspects.map((one) => [
      String(one.id),
      one.kind,
      one.score.toFixed(1),
      one.siteName,
      portalAddress(one.targetUrl),
      String(one.checkId),
      `${one.seenCount}×`,
      instant(one.lastSeenAt),
      one.reasonEn ?? '',
    ]);
    terminal.list({
      heads: ['NO', 'KIND', 'NATS', 'SITE', 'ADDRESS', 'LOOK', 'SEEN', 'LAST SEEN', 'REASON'],
      rows,
      none: agency === undefined ? 'No suspect is open.' : 'No suspect matches.',
      more: found - suspects.length,
    });
  });
}

async function promote(context: Context, command: Command, number: string, { look, note }: Decision): Promise<void> {
  const id = wholeNumber(number, 'a suspect');
  const seen = look === undefined ? null : wholeNumber(look, 'a check');
  const incident = await withOperatorParts(context, command, { create: false }, async (parts) => {
    const newest = (await getSuspect(parts.db, id))?.checkId;
    if (newest === undefined)
      throw new VonggacError('not-found', `There is no suspect ${id}: see 'vonggac suspect list'.`);
    return promoteSuspect(parts, id, { actor, note: note ?? null }, seen ?? newest);
  });
  context.terminal.report(`Suspect ${id} is now incident ${incident}; the agency is mailed.`);
}

function printable(suspect: QueuedSuspect): object {
  const { id, siteId, siteName, agency, targetId, targetUrl, fingerprint, kind, score, checkId, seenCount } = suspect;
  return {
    number: id,
    siteId,
    site: siteName,
    agency,
    target: targetId,
    url: targetUrl,
    kind,
    score,
    fingerprint,
    check: checkId,
    seenCount,
    firstSeenAt: instant(suspect.firstSeenAt),
    lastSeenAt: instant(suspect.lastSeenAt),
    reason: suspect.reasonEn,
  };
}
