/** `vonggac site pause` and `site resume`. */
import { Command, Option } from 'commander';
import { localMoment } from '../../core/duty/days.ts';
import { VonggacError } from '../../core/errors.ts';
import { plainText } from '../../core/text.ts';
import { switchSite } from '../../monitor/sites/switch-site.ts';
import type { ListedSite } from '../../store/reads/listing.ts';
import { actor, type Context, readFor, wholeNumber, withOperatorParts } from '../command.ts';
import { instant } from '../terminal.ts';

interface PauseOptions {
  readonly for?: number;
  readonly until?: string;
  readonly reason?: string;
}

export function sitePauseCommand(context: Context): Command {
  return new Command('pause')
    .argument('<id>')
    .description('stop the looks for a while')
    .addOption(
      new Option('--for <duration>', 'resume by itself after, such as 3d').argParser(readFor).conflicts('until'),
    )
    .option('--until <time>', 'resume by itself at, such as 2026-12-05T08:00 (time zone of the schedule)')
    .option('--reason <words>', 'why, for the board and the audit log')
    .addHelpText(
      'after',
      "\nExamples:\n  vonggac site pause 3 --for 2d --reason 'chuyển máy chủ'\n  vonggac site pause 3 --until 2026-12-05T08:00\n  vonggac site pause 3                              until somebody resumes it",
    )
    .action((id: string, options: PauseOptions, command: Command) => pause(context, command, id, options));
}

async function pause(context: Context, command: Command, id: string, options: PauseOptions): Promise<void> {
  const siteId = wholeNumber(id, 'a site');
  const until = await withOperatorParts(context, command, { create: false }, async (parts) => {
    const end =
      options.for === undefined
        ? readUntil(options.until, parts.config.schedule.timezone)
        : parts.clock() + options.for;
    await switchSite(parts, actor, siteId, 'paused', { reason: options.reason, until: end });
    return end;
  });
  context.terminal.report(
    until === undefined
      ? `Site ${siteId} is paused until somebody resumes it.`
      : `Site ${siteId} is paused until ${instant(until)}.`,
  );
}

/** A moment with a zone is taken as it is, one without in the schedule's time zone. */
function readUntil(text: string | undefined, timeZone: string): number | undefined {
  if (text === undefined) return undefined;
  const isZoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const at = isZoned ? Date.parse(text) : /T\d{2}:\d{2}$/.test(text) ? localMoment(text, timeZone) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new VonggacError('usage', `--until '${text}' is not a time: write it like 2026-12-05T08:00.`);
}

export function siteResumeCommand(context: Context): Command {
  return new Command('resume')
    .argument('<id>')
    .description('resume a paused site, with a browser check at once')
    .addHelpText('after', '\nExample:\n  vonggac site resume 3')
    .action(async (id: string, _options: object, command: Command) => {
      const siteId = wholeNumber(id, 'a site');
      await withOperatorParts(context, command, { create: false }, (parts) =>
        switchSite(parts, actor, siteId, 'active'),
      );
      context.terminal.report(`Site ${siteId} is monitored again.`);
    });
}

/** Of a paused site, for `site show`. */
export function pauseLines({ status, pausedUntil, pauseReason }: ListedSite): string[] {
  if (status !== 'paused') return [];
  return [
    `paused until: ${pausedUntil === null ? 'somebody resumes it' : instant(pausedUntil)}`,
    ...(pauseReason === null ? [] : [`reason: ${plainText(pauseReason, 500)}`]),
  ];
}
