/** `vonggac apply` and `vonggac dump`: the registry as a file. */
import { open } from 'node:fs/promises';
import { Command } from 'commander';
import { durationText } from '../../config/fields.ts';
import { readRegistryFile, registryText } from '../../config/registry-file.ts';
import { VonggacError } from '../../core/errors.ts';
import { type FieldChange, planRegistry, type RegistryChange } from '../../core/registry/registry.ts';
import { plainText, portalAddress } from '../../core/text.ts';
import { terminalActs } from '../../monitor/acts/terminal-acts.ts';
import { assertPrune } from '../../monitor/registry/apply-registry.ts';
import { readRegistry } from '../../monitor/registry/read-registry.ts';
import { actor, type Context, wholeNumber, withMonitorParts, withOperatorParts } from '../command.ts';

interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  readonly pruneAtMost?: number;
  readonly json?: boolean;
}

export function applyCommand(context: Context): Command {
  return new Command('apply')
    .argument('<file>', 'YAML as `vonggac dump` writes it; what it leaves out stays as it is')
    .description('make agencies, contacts, sites, watch windows and the roster as a file says')
    .option('--dry-run', 'only show the plan')
    .option('--prune', 'pause sites, and stop mailing contacts, that the file does not name; nothing is removed')
    .option('--prune-at-most <number>', 'how many sites may be paused (usually 5, and no more than 10 %)', (text) =>
      wholeNumber(text, 'a number of sites'),
    )
    .option('--json', 'the plan as one array')
    .addHelpText(
      'after',
      '\nExamples:\n  vonggac dump -o registry.yaml\n  vonggac apply registry.yaml --dry-run\n  vonggac apply registry.yaml --prune',
    )
    .action((file: string, options: ApplyOptions, command: Command) => apply(context, command, file, options));
}

async function apply(context: Context, command: Command, file: string, options: ApplyOptions): Promise<void> {
  const { terminal } = context;
  const wanted = readRegistryFile(file);
  await withMonitorParts(context, command, { create: !options.dryRun }, async (parts) => {
    const present = await readRegistry(parts);
    const changes = planRegistry(present, wanted, { prune: options.prune ?? false });
    if (options.json) terminal.json(changes);
    else for (const change of changes) terminal.result(changeText(change));
    assertPrune(changes, present.sites.filter(({ paused }) => !paused).length, options.pruneAtMost);
    if (options.dryRun || changes.length === 0) {
      terminal.report(changes.length === 0 ? 'Everything is as the file says.' : `${changes.length} changes planned.`);
      return;
    }
    let done = 0;
    for (const change of changes) {
      try {
        for (const warning of await terminalActs.applyChange(parts, actor, change))
          terminal.report(`Warning: ${warning}`);
      } catch (error) {
        if (!(error instanceof VonggacError)) throw error;
        throw new VonggacError(
          'failed',
          `${done} of ${changes.length} changes are made; the next one failed (${changeText(change)}): ${error.message} Mend it and apply the file again: it goes on from there.`,
          { cause: error },
        );
      }
      done += 1;
      terminal.progress(`${done} of ${changes.length} changes made`, done === changes.length);
    }
    terminal.report(`${changes.length} changes are made.`);
  });
}

const signs: Readonly<Record<RegistryChange['type'], string>> = {
  'add-site': '+',
  'change-site': '~',
  'change-interval': '~',
  'pause-site': '~',
  'resume-site': '~',
  'prune-site': '-',
  'choose-language': '~',
  'add-contact': '+',
  'change-contact': '~',
  'prune-contact': '-',
  'change-setting': '~',
};

/** One line of a plan. */
function changeText(change: RegistryChange): string {
  return `${signs[change.type]} ${plainText(words(change), 1_000)}`;
}

function words(change: RegistryChange): string {
  switch (change.type) {
    case 'add-site':
      return `site ${portalAddress(change.site.url)} (${change.site.agency ?? 'no agency'})`;
    case 'change-site':
      return `site ${change.id} ${portalAddress(change.site.url)}: ${fieldsText(change.fields)}`;
    case 'change-interval':
      return `site ${change.id} ${portalAddress(change.url)}: every ${change.everyMs === null ? 'as configured' : durationText(change.everyMs)}`;
    case 'pause-site':
      return `site ${change.id} ${portalAddress(change.url)}: paused`;
    case 'resume-site':
      return `site ${change.id} ${portalAddress(change.url)}: monitored again`;
    case 'prune-site':
      return `site ${change.id} ${portalAddress(change.url)}: not in the file, paused`;
    case 'choose-language':
      return `agency ${change.agency}: language ${change.language ?? 'as configured'}`;
    case 'add-contact':
      return `contact ${change.contact.name} of ${change.agency}`;
    case 'change-contact':
      return `contact ${change.contact.name} of ${change.agency}: ${fieldsText(change.fields)}`;
    case 'prune-contact':
      return `contact ${change.contact.name} of ${change.agency}: not in the file, mailed no more`;
    case 'change-setting':
      return `${change.key}: ${JSON.stringify(change.from)} -> ${JSON.stringify(change.to)}`;
  }
}

function fieldsText(fields: readonly FieldChange[]): string {
  return fields.map(({ field, from, to }) => `${field} ${JSON.stringify(from)} -> ${JSON.stringify(to)}`).join(', ');
}

export function dumpCommand(context: Context): Command {
  return new Command('dump')
    .description('write agencies, contacts, sites, watch windows and the roster as a file for `vonggac apply`')
    .option('-o, --output <file>', 'a new file that only its owner can read; standard output if omitted')
    .addHelpText('after', '\nExample:\n  vonggac dump -o registry.yaml')
    .action(async ({ output }: { output?: string }, command: Command) => {
      const text = await withOperatorParts(context, command, { create: false }, async (parts) =>
        registryText(await readRegistry(parts)),
      );
      if (output === undefined) context.terminal.result(text.trimEnd());
      else await writeNew(output, text);
    });
}

/** It holds telephone numbers and addresses of people. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(text);
    await file.close();
  } catch (cause) {
    throw new VonggacError('cannot-create', `${path} can't be created: choose the name of a new file.`, { cause });
  }
}
