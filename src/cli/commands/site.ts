/** `vonggac site …`: the registry. */
import { Command, Option } from 'commander';
import { tagKey } from '../../core/domain/tag.ts';
import { VonggacError } from '../../core/errors.ts';
import { portalAddress } from '../../core/text.ts';
import { terminalActs } from '../../monitor/acts/terminal-acts.ts';
import { registerSite, vetSite } from '../../monitor/sites/register-site.ts';
import { switchSite } from '../../monitor/sites/switch-site.ts';
import { type ListedSite, listSiteStates } from '../../store/reads/listing.ts';
import { type SiteState, siteStates } from '../../store/reads/site-state.ts';
import { getSite } from '../../store/registry/registry.ts';
import { type FoundPagesTally, tallyFoundPages } from '../../store/targets/found-pages.ts';
import {
  actor,
  type Context,
  collect,
  matches,
  mustConfirm,
  readConfig,
  readEvery,
  wholeNumber,
  withMonitorParts,
  withOperatorParts,
} from '../command.ts';
import { instant } from '../terminal.ts';
import { siteCopyCommand } from './site-copy.ts';
import { siteEditCommand } from './site-edit.ts';
import { siteExportCommand, siteImportCommand } from './site-lists.ts';
import { pauseLines, sitePauseCommand, siteResumeCommand } from './site-pause.ts';

interface AddOptions {
  readonly name?: string;
  readonly agency?: string;
  readonly language?: 'vi' | 'en';
  readonly email: readonly string[];
  readonly every?: number;
  readonly path: readonly string[];
  readonly importance?: 'low' | 'normal' | 'high';
  readonly consent?: string;
  readonly tag: readonly string[];
  readonly probe?: boolean;
}

interface ListOptions {
  readonly state?: SiteState;
  readonly agency?: string;
  readonly tag?: string;
  readonly json?: boolean;
}

/** Midnight in UTC; null for `none`. */
function readDate(text: string): number | null {
  if (text === 'none') return null;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at)) throw new VonggacError('usage', `'${text}' is not a date: write it like 2027-03-31, or none.`);
  return at;
}

function readLanguage(text: string): 'vi' | 'en' | null {
  if (text === 'vi' || text === 'en') return text;
  if (text === 'none') return null;
  throw new VonggacError('usage', `'${text}' is not an email language: write vi, en or none.`);
}

export function siteCommand(context: Context): Command {
  const site = new Command('site').description('register and list portals');
  site
    .command('add <url>')
    .description('register a portal; its baseline is learned first')
    .option('--name <name>', 'display name')
    .option('--agency <agency>', 'agency that owns the portal')
    .addOption(new Option('--language <language>', 'first language of mail to the agency').choices(['vi', 'en']))
    .option('--email <address>', 'whom to notify at the agency (repeatable)', collect, [])
    .option('--every <duration>', 'check interval, such as 5m', readEvery)
    .option('--path <path>', 'another page to monitor (repeatable)', collect, [])
    .addOption(new Option('--importance <class>', 'importance of the portal').choices(['low', 'normal', 'high']))
    .option('--consent <words>', 'who consented to the monitoring')
    .option('--tag <tag>', 'a tag to select portals by (repeatable)', collect, [])
    .option('--probe', 'the consent covers probing for files that attackers commonly drop')
    .addHelpText(
      'after',
      "\nExamples:\n  vonggac site add https://example.gov.vn/ --name 'Cổng thông tin …' --agency 'Sở Y tế' --email truc@example.org\n  vonggac site add https://example.gov.vn/ --path /tin-tuc --path /van-ban --every 10m",
    )
    .action((url: string, options: AddOptions, command: Command) => add(context, command, url, options));
  site.addCommand(siteEditCommand(context));
  site
    .command('list')
    .description('list sites with their state')
    .addOption(new Option('--state <state>', 'only sites in this state').choices(siteStates))
    .option('--agency <agency>', 'only agencies whose name contains this')
    .option('--tag <tag>', 'only sites with this tag')
    .option('--json', 'one array')
    .addHelpText(
      'after',
      "\nExamples:\n  vonggac site list --state alarm\n  vonggac site list --agency 'son la' --json\n  vonggac site list --tag 'dich vu cong'",
    )
    .action((options: ListOptions, command: Command) => list(context, command, options));
  site
    .command('show <id>')
    .description('show a site with its pages')
    .option('--json', 'one object')
    .addHelpText('after', '\nExample:\n  vonggac site show 3')
    .action((id: string, options: { json?: boolean }, command: Command) =>
      show(context, command, id, options.json ?? false),
    );
  site
    .command('expiry <id> <date>')
    .description('set the expiry date (YYYY-MM-DD, or none) of a domain that no registry publishes')
    .addHelpText('after', '\nExample:\n  vonggac site expiry 3 2027-03-31')
    .action(async (id: string, date: string, _options: object, command: Command) => {
      const siteId = wholeNumber(id, 'a site');
      const expiresAt = readDate(date);
      await withOperatorParts(context, command, { create: false }, (parts) =>
        terminalActs.enterDomainEnd(parts, actor, siteId, expiresAt),
      );
      context.terminal.report(
        expiresAt === null
          ? `Site ${siteId} has no domain expiry entered.`
          : `The domain expiry of site ${siteId} is monitored.`,
      );
    });
  site
    .command('language <id> <language>')
    .description("first language of mail to the site's agency: vi, en, or none for the configured order")
    .addHelpText('after', '\nExample:\n  vonggac site language 3 vi')
    .action(async (id: string, text: string, _options: object, command: Command) => {
      const siteId = wholeNumber(id, 'a site');
      const language = readLanguage(text);
      const agency = await withOperatorParts(context, command, { create: false }, (parts) =>
        terminalActs.chooseLanguageOfSite(parts, actor, siteId, language),
      );
      context.terminal.report(`Mail to ${agency} begins ${language === null ? 'as configured' : `with ${language}`}.`);
    });
  site.addCommand(sitePauseCommand(context));
  site.addCommand(siteResumeCommand(context));
  site
    .command('remove <id>')
    .description('stop monitoring a site for good; its incidents and evidence stay')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  vonggac site remove 3 --yes')
    .action((id: string, options: { yes?: boolean }, command: Command) =>
      remove(context, command, wholeNumber(id, 'a site'), options.yes ?? false),
    );
  site.addCommand(siteImportCommand(context));
  site.addCommand(siteExportCommand(context));
  site.addCommand(siteCopyCommand(context));
  return site;
}

async function remove(context: Context, command: Command, siteId: number, isSure: boolean): Promise<void> {
  const { terminal } = context;
  await withOperatorParts(context, command, { create: false }, async (parts) => {
    const site = await getSite(parts.db, siteId);
    if (!site) throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
    const question = `Stop monitoring ${site.name} (site ${siteId}) and forget what was learned about its pages?`;
    await mustConfirm(context, isSure, question);
    await switchSite(parts, actor, siteId, 'removed');
  });
  terminal.report(`Site ${siteId} is no longer monitored; its incidents and evidence stay.`);
}

async function add(context: Context, command: Command, url: string, options: AddOptions): Promise<void> {
  await withMonitorParts(context, command, { create: true }, async (parts) => {
    const { every, email, path, tag, ...rest } = options;
    const vetted = await context.terminal.waiting('looking up the address', () =>
      vetSite({ url, ...rest, emails: email, paths: path, tags: tag, everyMs: every }, parts.vet),
    );
    const { siteId, warnings } = await registerSite(parts, vetted, { merge: false, actor });
    for (const warning of warnings) context.terminal.report(`Warning: ${warning.en}`);
    const pages = vetted.addresses.length;
    context.terminal.result(
      `Site ${siteId} is registered with ${pages === 1 ? 'one page' : `${pages} pages`} and will be learned by 'vonggac run'.`,
    );
  });
}

async function list(context: Context, command: Command, { state, agency, tag, json }: ListOptions): Promise<void> {
  const { config } = readConfig(context, command);
  await withOperatorParts(context, command, { create: false }, async (parts) => {
    const all = await listSiteStates(parts.db, freshness(config.schedule.every, parts.clock()));
    const isTagged = (site: ListedSite) => tag === undefined || site.tags.some((one) => tagKey(one) === tagKey(tag));
    const sites = all.filter(
      (site) => (state === undefined || site.state === state) && matches(site.agency, agency) && isTagged(site),
    );
    if (json) return context.terminal.json(sites.map(printable));
    const rows = sites.map((site) => [
      String(site.id),
      site.state,
      site.name,
      portalAddress(site.url),
      site.agency ?? '',
      String(site.targets.length),
    ]);
    context.terminal.list({
      heads: ['ID', 'STATE', 'NAME', 'ADDRESS', 'AGENCY', 'PAGES'],
      rows,
      none:
        all.length > 0 || (state ?? agency ?? tag) !== undefined
          ? 'No portal matches.'
          : "No portal is registered: add one with 'vonggac site add URL'.",
      states: sites.map((site) => site.state),
    });
  });
}

async function show(context: Context, command: Command, id: string, json: boolean): Promise<void> {
  const { config } = readConfig(context, command);
  const siteId = wholeNumber(id, 'a site');
  await withOperatorParts(context, command, { create: false }, async (parts) => {
    const [site] = await listSiteStates(parts.db, freshness(config.schedule.every, parts.clock()), siteId);
    if (!site) throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
    const found = await tallyFoundPages(parts.db, siteId);
    if (json) return context.terminal.json({ ...printable(site), foundPages: printableTally(found) });
    const { terminal } = context;
    terminal.result(`${site.name} (${site.state}${site.agency ? `, ${site.agency}` : ''})`);
    for (const line of pauseLines(site)) terminal.result(line);
    terminal.result(`recipients: ${site.recipients.join(', ') || 'nobody'}`);
    if (site.tags.length > 0) terminal.result(`tags: ${site.tags.join(', ')}`);
    const rows = site.targets.map((target) => [
      target.id,
      target.state,
      target.level ?? '-',
      target.kind ?? '',
      target.role === 'names'
        ? 'accepted names'
        : target.role !== 'registered'
          ? 'found page'
          : target.baselineVersion === 0
            ? 'none yet'
            : `v${target.baselineVersion} ${target.baselineStatus}`,
      target.lastCheckAt === null ? 'never' : instant(target.lastCheckAt),
      portalAddress(target.url),
    ]);
    terminal.list({
      heads: ['TARGET', 'STATE', 'LEVEL', 'KIND', 'BASELINE', 'LAST LOOK', 'ADDRESS'],
      rows,
      none: 'No page of it is monitored.',
    });
    const { known, lookedAt, bad, lastLookedAt } = found;
    terminal.result(
      `sub-pages: ${known} known, ${lookedAt} checked, ${bad} bad, latest ${lastLookedAt === null ? 'never' : instant(lastLookedAt)}`,
    );
  });
}

function printableTally({ lastLookedAt, ...tally }: FoundPagesTally) {
  return { ...tally, lastLookedAt: lastLookedAt === null ? null : instant(lastLookedAt) };
}

function printable(site: ListedSite) {
  const targets = site.targets.map((target) => ({
    ...target,
    lastCheckAt: target.lastCheckAt === null ? null : instant(target.lastCheckAt),
  }));
  const pausedUntil = site.pausedUntil === null ? null : instant(site.pausedUntil);
  return { ...site, createdAt: instant(site.createdAt), pausedUntil, targets };
}

function freshness(everyMs: number, now: number) {
  return { now, everyMs };
}
