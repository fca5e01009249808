/**
 * `vonggac evidence …`: packages that stand up without this product, and the key that signs them. What reads and writes
 * packages is loaded when it is used: a daemon would keep 15 MB of it.
 */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { Command } from 'commander';
import { exitCodes, VonggacError } from '../../core/errors.ts';
import { packageNames } from '../../core/evidence/manifest.ts';
import type { Outcome } from '../../core/evidence/verdict.ts';
import { plainText } from '../../core/text.ts';
import { terminalActs } from '../../monitor/acts/terminal-acts.ts';
import type { Exported } from '../../monitor/evidence/export-evidence.ts';
import { type PublishedKey, signingKey } from '../../store/evidence/signing-key.ts';
import { actor, type Context, mustConfirm, wholeNumber, withOperatorParts } from '../command.ts';
import { instant } from '../terminal.ts';

interface ExportOptions {
  readonly output: string;
  readonly recipient?: string;
  readonly purpose?: string;
}

interface KeyOptions {
  readonly rotate?: boolean;
  readonly print?: boolean;
  readonly yes?: boolean;
}

interface VerifyOptions {
  readonly key?: string;
  readonly tsaCa?: string;
  readonly json?: boolean;
}

export function evidenceCommand(context: Context): Command {
  const evidence = new Command('evidence').description('export evidence packages and verify them');
  evidence
    .command('export <number>')
    .description('export everything about an incident as one signed ZIP file')
    .requiredOption('-o, --output <file>', 'the package to write')
    .option('--recipient <text>', 'recipient, for the hand-over record')
    .option('--purpose <text>', 'purpose, for the hand-over record')
    .addHelpText(
      'after',
      "\nExample:\n  vonggac evidence export 7 -o su-co-7.zip --recipient 'Phòng PA05, Công an tỉnh' --purpose 'điều tra'",
    )
    .action((number: string, options: ExportOptions, command: Command) =>
      exportOne(context, command, wholeNumber(number, 'an incident'), options),
    );
  evidence
    .command('verify <file>')
    .description('verify a package; needs neither database nor configuration')
    .option('--key <file>', 'public key of the installation, obtained separately from the package (PEM)')
    .option('--tsa-ca <file>', 'root certificates of the time-stamping authority (PEM)')
    .option('--json', 'one object')
    .addHelpText('after', '\nExample:\n  vonggac evidence verify su-co-7.zip --key vonggac-key.pem')
    .action((file: string, options: VerifyOptions) => verify(context, file, options));
  evidence
    .command('key')
    .description('the public key that packages are signed with')
    .option('--rotate', 'replace the key; the old public key stays published')
    .option('--yes', 'do not ask before replacing it')
    .option('--print', 'the public key in PEM')
    .addHelpText(
      'after',
      '\nExamples:\n  vonggac evidence key --print > vonggac-key.pem\n  vonggac evidence key --rotate',
    )
    .action((options: KeyOptions, command: Command) => key(context, command, options));
  return evidence;
}

async function exportOne(context: Context, command: Command, number: number, options: ExportOptions): Promise<void> {
  const { terminal } = context;
  const { output: path, recipient = null, purpose = null } = options;
  if (await stat(path).catch(() => null))
    throw new VonggacError('failed', `There is something at ${path} already: choose another name.`);
  const { exportEvidence } = await import('../../monitor/evidence/export-evidence.ts');
  const made = await withOperatorParts(context, command, { create: false }, (parts) =>
    terminal.waiting('making the package', () => exportEvidence(parts, number, { actor, recipient, purpose, path })),
  );
  terminal.result(path);
  for (const line of summary(made)) terminal.report(line);
  context.exit(made.missing.length === 0 ? 0 : exitCodes.refused);
}

function summary({ files, manifestHash, missing, path, stamp }: Exported): string[] {
  const stampLine = {
    none: 'No time stamp: evidence.tsa is not configured.',
    made: 'Time-stamped.',
    failed: `No time stamp: ${stamp.status === 'failed' ? stamp.reason : ''}`,
  }[stamp.status];
  return [
    `${files} files, SHA-256 of manifest.json: ${manifestHash}`,
    stampLine,
    `Record of handing over, to print and sign: ${packageNames.handover} in ${path}`,
    ...missing.map(({ what, reason }) => `Missing: ${what}: ${reason.en}`),
  ];
}

const outcomeLines: Readonly<Record<Outcome, string>> = {
  holds: 'Everything holds.',
  'signer-unknown': 'Intact, signer unknown: give the public key of the installation with --key.',
  altered: 'ALTERED: do not rely on this package.',
};

const outcomeCodes: Readonly<Record<Outcome, number>> = {
  holds: 0,
  'signer-unknown': exitCodes.refused,
  altered: exitCodes.badInput,
};

const marks = { holds: ['ok  ', 'good'], open: ['?   ', 'warning'], broken: ['BAD ', 'bad'] } as const;

async function verify(context: Context, file: string, options: VerifyOptions): Promise<void> {
  const { terminal } = context;
  const keys = {
    key: options.key === undefined ? null : await readKey(options.key),
    roots: options.tsaCa === undefined ? null : await readRoots(options.tsaCa),
  };
  await readable(file);
  const { verifyPackage } = await import('../../monitor/evidence/verify/verify-package.ts');
  const verified = await terminal.waiting('examining the package', () => verifyPackage(file, keys));
  const { outcome, claims, manifest } = verified;
  context.exit(outcomeCodes[outcome]);
  if (options.json) return terminal.json(verified);
  for (const { state, sentence } of claims) terminal.result(`${marks[state][0]} ${sentence}`, marks[state][1]);
  if (manifest !== null) {
    const { by, at, recipient } = manifest.export;
    terminal.result(
      `Incident ${manifest.incident.number} of ${plainText(manifest.incident.site, 160)}, exported at ${at} by ${plainText(by, 80)}${recipient === null ? '' : ` for ${plainText(recipient, 300)}`}.`,
    );
    for (const { what, reason } of manifest.missing) terminal.result(`Missing since the export: ${what}: ${reason.en}`);
  }
  terminal.result(outcomeLines[outcome], outcome === 'holds' ? 'good' : outcome === 'altered' ? 'bad' : 'warning');
}

async function readable(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.isFile() !== true) throw new VonggacError('bad-file', `${file} can't be read: name a package file.`);
}

async function readKey(file: string): Promise<KeyObject> {
  const pem = await readPem(file);
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The same sentence as for a key of another kind.
  }
  throw new VonggacError(
    'bad-file',
    `${file} is not an Ed25519 public key in PEM: get it by 'vonggac evidence key --print'.`,
  );
}

async function readRoots(file: string): Promise<Uint8Array[]> {
  const pem = await readPem(file);
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,100000}-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block).raw);
  } catch {
    // The same sentence as for a file without certificates.
  }
  throw new VonggacError('bad-file', `${file} holds no certificates in PEM.`);
}

async function readPem(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause) => {
    throw new VonggacError('bad-file', `${file} can't be read: check its name and owner.`, { cause });
  });
  return bytes.subarray(0, 1_000_000).toString('utf8');
}

async function key(context: Context, command: Command, options: KeyOptions): Promise<void> {
  if (options.rotate)
    await mustConfirm(
      context,
      options.yes ?? false,
      'Replace the key that signs evidence, for every package from now on?',
    );
  const shown: PublishedKey = await withOperatorParts(context, command, { create: false }, (parts) =>
    options.rotate ? terminalActs.rotateEvidenceKey(parts, actor) : signingKey(parts.config.dataDir, parts.clock()),
  );
  if (options.rotate)
    context.terminal.report('A new key signs from now on; packages made before verify with the old one.');
  if (!options.print) return context.terminal.result(`${shown.fingerprint}  since ${instant(shown.from)}`);
  for (const line of shown.publicKey.trim().split('\n')) context.terminal.result(line);
}
