/** `vonggac site edit`: changes a registration; options that are not given stay unchanged. */
import { Command, Option } from 'commander';
import { tagKey } from '../../core/domain/tag.ts';
import { VonggacError } from '../../core/errors.ts';
import { changeInterval } from '../../monitor/sites/change-interval.ts';
import { editSite, type SiteEdit, versionOf } from '../../monitor/sites/edit-site.ts';
import { type AgencyLanguage, findAgency } from '../../store/registry/agencies.ts';
import { getSite, type RegisteredSite } from '../../store/registry/registry.ts';
import type { OpenedMonitorParts } from '../assembly.ts';
import { actor, type Context, collect, readEvery, wholeNumber, withMonitorParts } from '../command.ts';

interface EditOptions {
  readonly name?: string;
  readonly agency?: string;
  readonly language?: 'vi' | 'en' | 'none';
  readonly email?: readonly string[];
  readonly every?: number | null;
  readonly path: readonly string[];
  readonly stop: readonly string[];
  readonly importance?: 'low' | 'normal' | 'high';
  readonly consent?: string;
  readonly tag?: readonly TagChange[];
  readonly probe?: boolean;
}

interface TagChange {
  readonly name: string;
  readonly isOn: boolean;
}

export function siteEditCommand(context: Context): Command {
  return new Command('edit')
    .argument('<id>')
    .description('change a registration; options not given stay unchanged')
    .option('--name <name>', 'display name')
    .option('--agency <agency>', 'agency that owns the portal; empty: none')
    .addOption(
      new Option('--language <language>', 'first language of mail to the agency').choices(['vi', 'en', 'none']),
    )
    .option(
      '--email <address>',
      'whom to notify, replacing all earlier recipients (repeatable)',
      (value, all: string[] = []) => collect(value, all),
    )
    .option('--every <duration>', 'check interval, such as 5m, or none for the configured one', (text) =>
      text === 'none' ? null : readEvery(text),
    )
    .option('--path <path>', 'another page to monitor (repeatable)', collect, [])
    .option('--stop <page>', 'a page to stop monitoring, such as 3.2 (repeatable)', collect, [])
    .addOption(new Option('--importance <class>', 'importance of the portal').choices(['low', 'normal', 'high']))
    .option('--consent <words>', 'who consented to the monitoring')
    .option('--tag <tag>', 'a tag to add (repeatable)', (name, all: TagChange[] = []) => [...all, { name, isOn: true }])
    .option('--no-tag <tag>', 'a tag to remove (repeatable)', (name, all: TagChange[] = []) => [
      ...all,
      { name, isOn: false },
    ])
    .option('--probe', 'the consent covers probing for files that attackers commonly drop')
    .option('--no-probe', 'no probing')
    .addHelpText(
      'after',
      '\nExamples:\n  vonggac site edit 3 --email truc@example.org --email cntt@example.org\n  vonggac site edit 3 --path /van-ban --stop 3.2 --every 10m\n  vonggac site edit 3 --tag "dịch vụ công" --no-tag "thử nghiệm"',
    )
    .action((id: string, options: EditOptions, command: Command) =>
      edit(context, command, wholeNumber(id, 'a site'), options),
    );
}

async function edit(context: Context, command: Command, siteId: number, options: EditOptions): Promise<void> {
  const { terminal } = context;
  await withMonitorParts(context, command, { create: false }, async (parts) => {
    const site = await getSite(parts.db, siteId);
    if (!site) throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
    const edited = await terminal.waiting(`vetting site ${siteId}`, async () =>
      editSite(parts, actor, siteId, await editOf(parts, site, options)),
    );
    const timed = await changeIntervals(parts, siteId, options.every);
    for (const warning of edited.warnings) terminal.report(`Warning: ${warning.en}`);
    terminal.report(edited.isChanged || timed ? `Site ${siteId} is changed.` : `Site ${siteId} is unchanged.`);
  });
}

async function editOf({ db }: OpenedMonitorParts, site: RegisteredSite, options: EditOptions): Promise<SiteEdit> {
  const agency = site.agencyId === null ? null : await findAgency(db, { id: site.agencyId });
  const language: AgencyLanguage | null = agency?.language ?? null;
  const chosen = options.language === 'none' ? null : options.language;
  for (const id of options.stop)
    if (!site.targets.some((target) => target.id === id && target.role === 'registered'))
      throw new VonggacError('not-found', `Site ${site.id} has no page ${id}: see 'vonggac site show ${site.id}'.`);
  return {
    request: {
      name: options.name ?? site.name,
      agency: options.agency ?? site.agency ?? undefined,
      emails: options.email ?? site.recipients,
      paths: options.path,
      tags: options.tag && tagsAfter(site, options.tag),
      importance: options.importance ?? site.importance,
      consent: options.consent ?? site.consent ?? undefined,
      probe: options.probe ?? site.mayProbe === 1,
    },
    language: chosen === undefined ? language : chosen,
    stop: options.stop,
    version: versionOf(site, language),
  };
}

function tagsAfter(site: RegisteredSite, changes: readonly TagChange[]): string[] {
  const tags = new Map(site.tags.map(({ key, name }) => [key, name]));
  for (const { name, isOn } of changes) {
    const key = tagKey(name);
    if (!isOn && !tags.has(key)) {
      throw new VonggacError('not-found', `Site ${site.id} has no tag '${name}': see 'vonggac site show ${site.id}'.`);
    }
    if (isOn) tags.set(key, name);
    else tags.delete(key);
  }
  return [...tags.values()];
}

/** @returns whether any page had another interval */
async function changeIntervals(
  parts: OpenedMonitorParts,
  siteId: number,
  everyMs: number | null | undefined,
): Promise<boolean> {
  if (everyMs === undefined) return false;
  const pages = (await getSite(parts.db, siteId))?.targets.filter(({ role }) => role === 'registered') ?? [];
  const others = pages.filter((page) => page.everyMs !== everyMs);
  for (const page of others) await changeInterval(parts, actor, page.id, everyMs);
  return others.length > 0;
}
