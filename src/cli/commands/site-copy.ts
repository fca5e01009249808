/** `vonggac site static-copy`: the approved state of a portal, to serve while its own server is being cleaned. */
import { Command } from 'commander';
import { exitCodes } from '../../core/errors.ts';
import { copyNames, type MissingItem } from '../../core/restore/copy-record.ts';
import { plainText, portalAddress } from '../../core/text.ts';
import { actor, type Context, wholeNumber, withOperatorParts } from '../command.ts';

interface CopyOptions {
  readonly output: string;
  readonly force?: boolean;
}

/** Further ones are only in the list beside the copy. */
const mostReported = 20;

export function siteCopyCommand(context: Context): Command {
  return new Command('static-copy')
    .description("a site's approved pages as static files that any web server serves, without scripts and forms")
    .argument('<id>')
    .requiredOption('-o, --output <folder|file.zip>', 'a new or empty folder, or a ZIP file')
    .option('--force', 'replace an earlier copy there; nothing else is touched')
    .addHelpText(
      'after',
      '\nExamples:\n  vonggac site static-copy 3 -o /srv/ban-sao\n  vonggac site static-copy 3 -o cong-3.zip\n\nExit code 1: the copy was made, but lacks pages or files that its pages need.',
    )
    .action((id: string, options: CopyOptions, command: Command) => copy(context, command, id, options));
}

async function copy(context: Context, command: Command, id: string, options: CopyOptions): Promise<void> {
  const { terminal } = context;
  const { output, force = false } = options;
  const siteId = wholeNumber(id, 'a site');
  // Loaded when it is used: a daemon would keep it in memory.
  const { makeCopy } = await import('../../monitor/restore/make-copy.ts');
  const { openTarget } = await import('../../monitor/restore/open-target.ts');
  const made = await withOperatorParts(context, command, { create: false }, (parts) =>
    terminal.waiting('making the copy', () =>
      makeCopy(parts, siteId, { actor, open: () => openTarget(output, parts.clock(), force) }),
    ),
  );
  terminal.result(output);
  for (const { url, path } of made.pages) terminal.report(`${portalAddress(url)} is ${path}`);
  const needed = made.missing.filter(({ type }) => type !== 'unasked');
  for (const item of needed.slice(0, mostReported)) terminal.report(lineOf(item));
  const others = made.missing.length + made.unlisted - Math.min(needed.length, mostReported);
  if (others > 0)
    terminal.report(`${others} more are listed in ${copyNames.missing}; most were not needed for the picture.`);
  terminal.report(`How to serve it: ${copyNames.readme}, beside the folder www.`);
  context.exit(needed.length === 0 ? 0 : exitCodes.refused);
}

function lineOf({ url, reason }: MissingItem): string {
  return `Missing: ${plainText(url, 300)}: ${reason.en}`;
}
