/** `vonggac baseline …`: what is learned of a page. */
import { Command } from 'commander';
import { VonggacError } from '../../core/errors.ts';
import { approveBaseline } from '../../monitor/approve-baseline.ts';
import { relearn } from '../../monitor/learn-baseline.ts';
import { getBaseline } from '../../store/baselines.ts';
import { capturesOfBaseline } from '../../store/captures.ts';
import type { Database } from '../../store/database.ts';
import type { TargetRow } from '../../store/schema.ts';
import { actor, type Context, wholeNumber, withDesk } from '../command.ts';
import { instant } from '../terminal.ts';

export function baselineCommand(context: Context): Command {
  const baseline = new Command('baseline').description('what a page normally looks like');
  baseline
    .command('learn <id>')
    .description('forget what is normal and learn it anew from the next looks')
    .option('--reason <text>', 'why, for the audit log')
    .action(async (id: string, options: { reason?: string }, command: Command) => {
      await withDesk(context, command, { create: false }, async (desk) => {
        for (const target of await targetsOf(desk.db, id)) {
          await relearn(desk, target.id, { actor, reason: options.reason ?? null });
          context.terminal.say(`${target.id} is learned anew from its next looks.`);
        }
      });
    });
  baseline
    .command('show <id>')
    .option('--json', 'one JSON object a line')
    .action((id: string, options: { json?: boolean }, command: Command) =>
      show(context, command, id, options.json ?? false),
    );
  baseline
    .command('approve <check>')
    .description('what this check saw is right: it becomes the approved baseline')
    .option('--reason <text>', 'why, for the audit log')
    .action(async (check: string, options: { reason?: string }, command: Command) => {
      const checkId = wholeNumber(check, 'a check');
      const version = await withDesk(context, command, { create: false }, (desk) =>
        approveBaseline(desk, { checkId, actor, reason: options.reason ?? null }),
      );
      context.terminal.say(`Approved: version ${version} is the baseline now.`);
    });
  return baseline;
}

async function show(context: Context, command: Command, id: string, json: boolean): Promise<void> {
  await withDesk(context, command, { create: false }, async ({ db }) => {
    for (const target of await targetsOf(db, id)) {
      const baseline = await getBaseline(db, target.id, 'browser', target.baselineVersion);
      if (!baseline) {
        if (json) context.terminal.json({ target: target.id, version: null });
        else context.terminal.result(`${target.id}: none yet, it is being learned.`);
        continue;
      }
      const captures = await capturesOfBaseline(db, target.id, 'browser', baseline.version);
      const { content } = baseline;
      const view = content.rendered ?? content.received;
      const summary = {
        target: target.id,
        version: baseline.version,
        status: baseline.status,
        learnedAt: instant(baseline.learnedAt),
        refinements: baseline.revision,
        looks: captures.length,
        latestCheck: target.lastCheckId,
        finalDomains: content.finalDomains,
        statuses: content.statuses,
        distance: content.distance,
        titles: view?.titles.keys ?? [],
      };
      if (json) context.terminal.json(summary);
      else
        for (const [name, value] of Object.entries(summary))
          context.terminal.result(`${name.padEnd(14)}${Array.isArray(value) ? value.join(', ') : value}`);
    }
  });
}

/** A site's number means all its pages. */
async function targetsOf(db: Database, id: string): Promise<TargetRow[]> {
  const query = db.selectFrom('targets').selectAll().orderBy('position');
  const rows = /^\d+$/.test(id)
    ? await query.where('siteId', '=', Number(id)).where('role', '=', 'registered').execute()
    : await query.where('id', '=', id).execute();
  if (rows.length > 0) return rows;
  throw new VonggacError('not-found', `There is no site or page ${id}: see 'vonggac site list'.`);
}
