/** `vonggac backup …` and `restore`: the monitor's own data, out and in. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { databaseFile } from '../../config/load.ts';
import type { Config } from '../../config/schema/schema.ts';
import { VonggacError } from '../../core/errors.ts';
import { terminalActs } from '../../monitor/acts/terminal-acts.ts';
import { type BackupWatch, sourceOf } from '../../monitor/backup/backup-job.ts';
import { readPassphraseFile, refuseShort } from '../../monitor/backup/passphrase.ts';
import { type Restored, restoreBackup } from '../../monitor/backup/restore-backup.ts';
import { type BackupReport, verifyBackup } from '../../monitor/backup/verify-backup.ts';
import { actor, type Context, readConfig, using } from '../command.ts';
import { typeSecret } from '../typed-secret.ts';

interface Options {
  readonly passphraseFile?: string;
  readonly withoutKeys?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

const passphraseFile = '--passphrase-file <file>';

export function backupCommand(context: Context): Command {
  const backup = new Command('backup')
    .description('back up database, evidence, configuration and encrypted keys while the monitor runs')
    .argument('<file>', 'ZIP archive to make')
    .option(passphraseFile, 'file whose first line encrypts the keys (default: backup.passphraseFile, or typed)')
    .option('--without-keys', 'leave the keys out')
    .option('--force', 'replace an existing file')
    .option('--json', 'one object')
    .addHelpText(
      'after',
      '\nExamples:\n  vonggac backup /mnt/backup/vonggac.zip --passphrase-file /etc/vonggac/passphrase\n  vonggac backup verify /mnt/backup/vonggac.zip',
    )
    .action((file: string, options: Options, command: Command) => make(context, command, file, options));
  backup
    .command('verify <file>')
    .description('check whether a backup can be restored: hashes, database, log and evidence')
    .option(passphraseFile, 'compares keys and seals too')
    .option('--json', 'one object')
    .addHelpText('after', '\nExample:\n  vonggac backup verify /mnt/backup/vonggac.zip')
    .action((file: string, _options: Options, command: Command) =>
      // Parent and subcommand share these options, so either may have parsed them.
      verify(context, command, file, command.optsWithGlobals<Options>()),
    );
  return backup;
}

export function restoreCommand(context: Context): Command {
  return new Command('restore')
    .description('restore a backup into an empty data folder')
    .argument('<file>', 'archive made by `vonggac backup`')
    .option(passphraseFile, 'file whose first line opens the keys (typed if omitted)')
    .option('--without-keys', 'make new keys: second factors and links in old emails no longer work')
    .option('--json', 'one object')
    .addHelpText(
      'after',
      '\nExamples:\n  vonggac restore /mnt/backup/vonggac.zip\n  vonggac restore /mnt/backup/vonggac.zip --without-keys',
    )
    .action((file: string, options: Options, command: Command) => restore(context, command, file, options));
}

async function make(context: Context, command: Command, file: string, options: Options): Promise<void> {
  const { config, file: configFile } = readConfig(context, command);
  const source = sourceOf(config, configFile);
  if (!existsSync(source.database))
    throw new VonggacError('not-found', `There is no database at ${source.database}: there is nothing to back up yet.`);
  const passphrase = await passphraseFor(context, config, options);
  const { terminal, assembly } = context;
  const made = await using(await assembly.openOperatorParts(config, { create: false }), (parts) => {
    const job = {
      ...source,
      file,
      force: options.force ?? false,
      passphrase,
      product: assembly.version,
      now: parts.clock(),
    };
    return terminalActs.backUp(parts, actor, job, watchOf(context));
  });
  terminal.progress('made and verified', true);
  show(context, made.file, made, options);
  if (!made.hasKeys)
    terminal.report(
      `The keys are not in it: keep audit-key, audit-witness, desk-key and evidence-key.json of ${source.dataDir} and the secrets that the configuration names elsewhere, or give --passphrase-file.`,
    );
}

async function verify(context: Context, command: Command, file: string, options: Options): Promise<void> {
  const { config } = readConfig(context, command);
  const passphrase = options.passphraseFile === undefined ? null : await readPassphraseFile(options.passphraseFile);
  const report = await verifyBackup(file, { passphrase, dir: config.dataDir }, watchOf(context));
  context.terminal.progress('compared', true);
  show(context, file, report, options);
}

function show({ terminal, exit }: Context, file: string, report: BackupReport, { json }: Options): void {
  const { madeAt, product, packedBytes, contents, hasKeys, isSealChecked, faults } = report;
  exit(faults.length === 0 ? 0 : 1);
  if (json) {
    terminal.json({ file, ...report });
    return;
  }
  for (const fault of faults) terminal.result(`BAD  ${fault}`, 'bad');
  const keys = hasKeys ? `keys encrypted${isSealChecked ? ' and compared' : ''}` : 'without keys';
  const size = `${(packedBytes / 1e6).toFixed(1)} MB, ${contents} contents, ${keys}`;
  terminal.result(`${faults.length === 0 ? 'ok  ' : 'BAD '} ${file}: of ${madeAt}, version ${product}, ${size}`);
  if (report.unread.length > 0)
    terminal.report(`Not in it, because their files can't be read: ${report.unread.join(', ')}.`);
  if (faults.length > 0)
    terminal.report("It can be restored, with the faults that the record had: see 'vonggac audit verify'.");
}

async function restore(context: Context, command: Command, file: string, options: Options): Promise<void> {
  const { config } = readConfig(context, command);
  const { terminal } = context;
  const withoutKeys = options.withoutKeys ?? false;
  const job = { file, withoutKeys, dataDir: config.dataDir, database: databaseFile(config) };
  const parts = { config, clock: () => Date.now() };
  const passphrase = withoutKeys ? null : await givenPassphrase(options);
  const run = (given: string | null) => restoreBackup(parts, actor, { ...job, passphrase: given }, watchOf(context));
  const restored = await run(passphrase).catch(async (error: unknown) => {
    const isAsked = error instanceof VonggacError && error.code === 'usage' && process.stdin.isTTY;
    if (!isAsked || passphrase !== null) throw error;
    return run(await typeSecret(context, 'Passphrase of the keys'));
  });
  terminal.progress('restored', true);
  context.exit(restored.faults.length === 0 ? 0 : 1);
  if (options.json) return terminal.json({ dataDir: config.dataDir, ...restored });
  reportRestored(context, config, restored);
}

function reportRestored({ terminal }: Context, config: Config, restored: Restored): void {
  const { madeAt, contents, keys, lostFactors, configFile, namedFiles, unread, faults } = restored;
  for (const fault of faults) terminal.result(`BAD  ${fault}`, 'bad');
  terminal.result(`Restored into ${config.dataDir}: the state of ${madeAt}, ${contents} contents.`);
  if (keys === null)
    terminal.report(
      faults.length === 0
        ? 'The old keys are not there: new ones were made and the record was sealed with them, as its log says.'
        : "The old keys are not there and the record has faults: look at them, then run 'vonggac audit reseal'.",
    );
  if (lostFactors > 0)
    terminal.report(
      `${lostFactors} people need a new second factor: 'vonggac user forget-factor NAME' for each, or a recovery code.`,
    );
  if (configFile !== null)
    terminal.report(`The configuration of the backup is ${configFile}: compare it with the present one.`);
  if (namedFiles !== null)
    terminal.report(`The files that it names are in ${namedFiles}, each under its key: put them where it says.`);
  if (unread.length > 0)
    terminal.report(`Not in the backup, because their files could not be read: ${unread.join(', ')}.`);
  terminal.report("Everybody signs in anew. Next: 'vonggac doctor', then start the monitor.");
}

/** Null: without keys. */
async function passphraseFor(context: Context, config: Config, options: Options): Promise<string | null> {
  if (options.withoutKeys) return null;
  const file = options.passphraseFile ?? config.backup.passphraseFile;
  if (file === undefined && !process.stdin.isTTY) return null;
  const passphrase = file === undefined ? await typedTwice(context) : await readPassphraseFile(file);
  if (passphrase === null) return null;
  refuseShort(passphrase);
  return passphrase;
}

async function typedTwice(context: Context): Promise<string | null> {
  const first = await typeSecret(context, 'Passphrase for the keys, empty to leave them out');
  if (first === '') return null;
  if ((await typeSecret(context, 'Once more')) === first) return first;
  throw new VonggacError('usage', 'The two passphrases differ: nothing was made.');
}

async function givenPassphrase({ passphraseFile: file }: Options): Promise<string | null> {
  return file === undefined ? null : readPassphraseFile(file);
}

function watchOf({ terminal, signal }: Context): BackupWatch {
  let shownAt = 0;
  return {
    signal,
    // Printing a line for each of a hundred thousand contents would take most of the time.
    progress(line) {
      const now = performance.now();
      if (now - shownAt < 100) return;
      shownAt = now;
      terminal.progress(line);
    },
  };
}
