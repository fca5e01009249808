/** `vonggac check …`: one look now; the exit code is the verdict (Nagios convention). */
import { Command, Option } from 'commander';
import { normaliseAddress } from '../../core/address.ts';
import type { Tier } from '../../core/domain/capture.ts';
import type { Level } from '../../core/domain/finding.ts';
import { VonggacError } from '../../core/errors.ts';
import { anyKindWords } from '../../core/terms.ts';
import { plainText, portalAddress } from '../../core/text.ts';
import { lookAtAddress, lookAtTarget } from '../../monitor/check/look-now.ts';
import type { CheckReport } from '../../monitor/check/run-check.ts';
import { findTargets, listSites } from '../../store/registry/registry.ts';
import type { OpenedMonitorParts } from '../assembly.ts';
import { type Context, readConfig, using, withMonitorParts } from '../command.ts';
import { instant, toneOf } from '../terminal.ts';

interface CheckOptions {
  readonly all?: boolean;
  readonly deep?: boolean;
  readonly json?: boolean;
  readonly format?: 'nagios';
}

const exitOf: Record<Level, number> = { clean: 0, suspect: 1, alarm: 2, unknown: 3 };
/** Orders levels to find the worst: unknown ranks below suspect. */
const badnessOf: Record<Level, number> = { clean: 0, unknown: 1, suspect: 2, alarm: 3 };
const parallel = 6;

export function checkCommand(context: Context): Command {
  return new Command('check')
    .description('check once, now; exit code 0 clean, 1 suspect, 2 alarm, 3 unknown')
    .argument(
      '[what]',
      'a site (3), one of its pages (3.1) or an address; an unregistered address is judged at first sight',
    )
    .option('--all', 'every page of every active site')
    .option('--deep', 'check with both the HTTP client and the browser')
    .option('--json', 'one JSON object per line')
    .addOption(new Option('--format <format>', 'one line for a monitoring system').choices(['nagios']))
    .addHelpText('after', checkHelp)
    .action((what: string | undefined, options: CheckOptions, command: Command) =>
      check(context, command, what, options),
    );
}

const checkHelp = `
Examples:
  vonggac check 3                                  every page of site 3
  vonggac check 3.1 --deep                         one page, with a browser too
  vonggac check https://example.gov.vn/ --json     an address that is not registered; nothing is recorded
  vonggac check 3 --format nagios                  for a monitoring system`;

async function check(
  context: Context,
  command: Command,
  what: string | undefined,
  options: CheckOptions,
): Promise<void> {
  if ((what === undefined) === (options.all !== true)) {
    throw new VonggacError(
      'usage',
      "Name what to look at: 'vonggac check ID', 'vonggac check URL' or 'vonggac check --all'.",
    );
  }
  const reports: CheckReport[] = [];
  const onReport = (report: CheckReport) => {
    reports.push(report);
    if (options.json) context.terminal.json(printable(report));
    else if (options.format !== 'nagios') printLines(context, report);
  };
  const address = what !== undefined && !isId(what) ? addressOf(what) : null;
  if (address !== null && !(await isRegistered(context, command, address))) {
    onReport(
      await context.terminal.waiting(`looking at ${portalAddress(address)}`, () =>
        lookAtUnregistered(context, command, address, options),
      ),
    );
  } else {
    await withMonitorParts(context, command, { create: false }, async (parts) => {
      const targets = await targetsOf(parts, what, address);
      const look = () => lookAtAll(context, parts, targets, options, onReport);
      if (targets.length > 1) await look();
      else await context.terminal.waiting(`checking ${targets[0]}`, look);
    });
  }
  const worst =
    reports.map((report) => report.verdict.level).sort((a, b) => badnessOf[b] - badnessOf[a])[0] ?? 'unknown';
  if (options.format === 'nagios') context.terminal.result(nagiosLine(reports, worst));
  context.exit(exitOf[worst]);
}

async function lookAtAll(
  context: Context,
  parts: OpenedMonitorParts,
  targetIds: readonly string[],
  { deep }: CheckOptions,
  onReport: (report: CheckReport) => void,
): Promise<void> {
  const waiting = [...targetIds];
  let done = 0;
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      onReport(await lookAtTarget(parts, id, { deep, signal: context.signal }));
      done += 1;
      if (targetIds.length > 1)
        context.terminal.progress(`checked ${done} of ${targetIds.length}`, done === targetIds.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, targetIds.length) }, worker));
}

async function targetsOf(
  parts: OpenedMonitorParts,
  what: string | undefined,
  address: string | null,
): Promise<string[]> {
  if (address !== null) return (await findTargets(parts.db, [address])).map((target) => target.id);
  const sites = await listSites(parts.db, what === undefined ? undefined : [Number.parseInt(what, 10)]);
  const wanted = what === undefined ? sites.filter((site) => site.status === 'active') : sites;
  const targets = wanted.flatMap((site) => site.targets).filter((target) => !what?.includes('.') || target.id === what);
  if (targets.length > 0) return targets.map((target) => target.id);
  throw new VonggacError(
    'not-found',
    what === undefined
      ? "Nothing is registered: add a portal with 'vonggac site add URL'."
      : `There is no site or page ${what}: see 'vonggac site list'.`,
  );
}

/** First-sight judgement of an address works without a database. */
async function isRegistered(context: Context, command: Command, address: string): Promise<boolean> {
  const { config } = readConfig(context, command);
  try {
    const parts = await context.assembly.openOperatorParts(config, { create: false });
    return await using(parts, async ({ db }) => (await findTargets(db, [address])).length > 0);
  } catch (error) {
    if (error instanceof VonggacError && error.code === 'not-found') return false;
    throw error;
  }
}

async function lookAtUnregistered(
  context: Context,
  command: Command,
  address: string,
  { deep }: CheckOptions,
): Promise<CheckReport> {
  const { config } = readConfig(context, command);
  return using(await context.assembly.openCaptureParts(config), (parts) =>
    lookAtAddress(parts, address, { deep, signal: context.signal }),
  );
}

function addressOf(text: string): string {
  const address = normaliseAddress(text);
  if (!address.ok) throw new VonggacError('bad-input', address.reason.en, { vi: address.reason.vi });
  return address.url;
}

function isId(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

/** The object of the command contract: one line per look. */
function printable(report: CheckReport) {
  const { verdict } = report;
  return {
    target: report.target,
    url: report.url,
    at: instant(report.at),
    level: verdict.level,
    kind: verdict.kind,
    score: verdict.score,
    confirmed: report.confirmed,
    findings: verdict.findings.map(({ detector, kind, score, reason, fingerprint, place, indicators }) => ({
      detector,
      kind,
      score,
      reason: reason.en,
      ...(fingerprint ? { fingerprint } : {}),
      ...(place ? { place } : {}),
      indicators,
    })),
    ...(report.captureFailure ? { captureFailure: report.captureFailure } : {}),
    tiers: report.tiers,
    profiles: report.profiles,
    isLearning: report.isLearning,
    isShallow: report.isShallow,
    durationMs: report.durationMs,
  };
}

function printLines({ terminal }: Context, report: CheckReport): void {
  const { verdict } = report;
  const kind = verdict.kind === null ? '' : ` ${verdict.kind}`;
  const shallow = report.isShallow ? ', by HTTP only' : '';
  const learning = report.isLearning ? ', learning' : '';
  terminal.result(
    `${verdict.level.toUpperCase()}${kind}${shallow}${learning}  ${report.target ?? 'first sight'}  ${portalAddress(report.url)}  ${verdict.score.toFixed(1)} nats  ${mannerWords(report)}  ${report.durationMs} ms`,
    report.isShallow ? 'plain' : toneOf(verdict.level),
  );
  for (const finding of verdict.findings) {
    terminal.result(
      `  ${finding.score.toFixed(1).padStart(5)}  ${finding.detector}: ${plainText(finding.reason.en, 300)}`,
    );
  }
  if (verdict.level === 'unknown' && verdict.kind !== null)
    terminal.result(`         Why: ${anyKindWords[verdict.kind].en.toLowerCase()}.`);
  const failure = report.captureFailure;
  if (failure) terminal.result(`         Not seen by ${tierNames[failure.tier]}: ${plainText(failure.reason, 300)}`);
  else if (report.isShallow)
    terminal.result(
      '         Seen by HTTP only: content that only a browser sees was not checked; --deep takes both looks.',
    );
}

const tierNames: Readonly<Record<Tier, string>> = { http: 'the HTTP client', browser: 'the browser' };

/** `http + browser, also as phone`; `nothing seen` if there was no answer. */
function mannerWords({ tiers, profiles }: CheckReport): string {
  if (tiers.length === 0) return 'nothing seen';
  const special = profiles.filter((profile) => profile !== 'browser');
  return `${tiers.join(' + ')}${special.length === 0 ? '' : `, also as ${special.join(', ')}`}`;
}

/**
 * `SERVICE STATUS - text
 * performance data`
 */
function nagiosLine(reports: readonly CheckReport[], worst: Level): string {
  const status = { clean: 'OK', suspect: 'WARNING', alarm: 'CRITICAL', unknown: 'UNKNOWN' }[worst];
  const count = (level: Level) => reports.filter((report) => report.verdict.level === level).length;
  const bad = reports.find((report) => report.verdict.level === worst && worst !== 'clean');
  const shallow = reports.filter(({ isShallow }) => isShallow).length;
  const clean = `${reports.length} clean${shallow === 0 ? '' : `, ${shallow} of them by HTTP only`}`;
  const text = bad ? `${bad.verdict.kind} at ${portalAddress(bad.url)}` : clean;
  const seconds = Math.max(0, ...reports.map((report) => report.durationMs)) / 1_000;
  return `VONGGAC ${status} - ${text.replaceAll('|', ' ')} | clean=${count('clean')} suspect=${count('suspect')} alarm=${count('alarm')} unknown=${count('unknown')} time=${seconds}s`;
}
