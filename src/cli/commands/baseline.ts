/** `vonggac baseline …`: what was learned about a page. */

import { Command } from 'commander';
import { VonggacError } from '../../core/errors.ts';
import { approveBaseline } from '../../monitor/baseline/approve-baseline.ts';
import { relearn } from '../../monitor/baseline/learn-baseline.ts';
import type { Database } from '../../store/handle.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { getBaseline } from '../../store/targets/baselines.ts';
import { capturesOfBaseline } from '../../store/targets/captures.ts';
import { approvableChecks } from '../../store/targets/checks.ts';
import { getTarget, registeredTargets } from '../../store/targets/targets.ts';
import { actor, type Context, wholeNumber, withOperatorParts } from '../command.ts';
import { instant } from '../terminal.ts';

export function baselineCommand(context: Context): Command {
  const baseline = new Command('baseline').description('what a page normally looks like');
  baseline
    .command('learn <id>')
    .description('discard the baseline and learn a new one from the next checks')
    .addHelpText('after', "\nExample:\n  vonggac baseline learn 3.1 --reason 'giao diện mới'")
    .option('--reason <text>', 'reason, for the audit log')
    .action(async (id: string, options: { reason?: string }, command: Command) => {
      await withOperatorParts(context, command, { create: false }, async (parts) => {
        for (const target of await targetsOf(parts.db, id)) {
          await relearn(parts, target.id, { actor, reason: options.reason ?? null });
          context.terminal.report(`${target.id} will be learned again from its next checks.`);
        }
      });
    });
  baseline
    .command('show <id>')
    .description('show what was learned about a page, and the checks that can be approved')
    .addHelpText('after', '\nExamples:\n  vonggac baseline show 3\n  vonggac baseline show 3.1 --json')
    .option('--json', 'one JSON object per line')
    .action((id: string, options: { json?: boolean }, command: Command) =>
      show(context, command, id, options.json ?? false),
    );
  baseline
    .command('approve <check>')
    .description('make what this check saw the approved baseline')
    .addHelpText('after', "\nExample:\n  vonggac baseline approve 4711 --reason 'đơn vị xác nhận'")
    .option('--reason <text>', 'reason, for the audit log')
    .action(async (check: string, options: { reason?: string }, command: Command) => {
      const checkId = wholeNumber(check, 'a check');
      const version = await withOperatorParts(context, command, { create: false }, (parts) =>
        approveBaseline(parts, { checkId, actor, reason: options.reason ?? null }),
      );
      context.terminal.report(`Approved: version ${version} is now the baseline.`);
    });
  return baseline;
}

async function show(context: Context, command: Command, id: string, json: boolean): Promise<void> {
  await withOperatorParts(context, command, { create: false }, async ({ db }) => {
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
        approvable: await approvableChecks(db, target, captures),
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
  const rows = /^\d+$/.test(id)
    ? await registeredTargets(db, Number(id))
    : [await getTarget(db, id)].filter((row) => row !== null);
  if (rows.length > 0) return rows;
  throw new VonggacError('not-found', `There is no site or page ${id}: see 'vonggac site list'.`);
}
