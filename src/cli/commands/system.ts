/** Commands about the product itself: run, demo, doctor, config, mail. */

import { Command } from 'commander';
import { loadForms } from '../../config/forms.ts';
import { canariesHint, publicPageHint, publicUrlHint } from '../../config/hints.ts';
import { loadPlaybook } from '../../config/playbook.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Symptom } from '../../monitor/upkeep/symptom.ts';
import { type Context, readConfig, using } from '../command.ts';
import type { Tone } from '../terminal.ts';

export function runCommand(context: Context): Command {
  return new Command('run')
    .description('run the monitor and the dashboard until stopped')
    .addHelpText('after', '\nExamples:\n  vonggac run\n  vonggac --config /etc/vonggac/vonggac.yaml run')
    .action(async (_options: object, command: Command) => {
      const { config, file: configFile } = readConfig(context, command);
      const options = { create: true, daemon: true, configFile };
      await using(await context.assembly.openMonitorParts(config, options), async (parts) => {
        const running = await context.assembly.start(parts);
        context.terminal.report(`Watching. Dashboard: ${running.url}`);
        if (running.publicPage !== null) context.terminal.report(`Public page for requests: ${running.publicPage}`);
        if (running.setUpFile)
          context.terminal.report(
            `First account: open the one-time address in ${running.setUpFile} (cat ${running.setUpFile}) within a day.`,
          );
        await untilAborted(context.signal);
        context.terminal.report('Stopping …');
        await running.stop();
      });
    });
}

export function demoCommand(context: Context): Command {
  return new Command('demo')
    .description('run three local portals, deface one and show how it is caught')
    .addHelpText('after', '\nExamples:\n  vonggac demo\n  vonggac demo --once --json --seed 7')
    .option('--once', 'exit when the demonstration is over')
    .option('--json', 'print a summary as the last line')
    .option('--seed <number>', 'seed for choosing the portal and the defacement', readSeed)
    .action(async (options: { once?: boolean; json?: boolean; seed?: number }) => {
      const { once = false, json = false, seed = null } = options;
      context.exit(await context.assembly.runDemo({ once, json, seed }));
    });
}

export function doctorCommand(context: Context): Command {
  return new Command('doctor')
    .description('check the installation and the running monitor')
    .option('--json', 'one array')
    .addHelpText('after', '\nExamples:\n  vonggac doctor\n  vonggac doctor --json')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const { config, file } = readConfig(context, command);
      const { terminal } = context;
      const found: Symptom[] = [];
      const report = (symptom: Symptom) => {
        found.push(symptom);
        const [mark, tone] = markOf(symptom);
        if (!json) terminal.result(`${mark} ${symptom.what.padEnd(12)} ${symptom.detail}`, tone);
      };
      await terminal.waiting('examining', () => context.assembly.diagnose(config, file, report));
      if (json) terminal.json(found);
      context.exit(found.every(({ ok }) => ok) ? 0 : 1);
    });
}

function markOf({ ok, warns }: Symptom): readonly [string, Tone] {
  if (!ok) return ['BAD ', 'bad'];
  return warns ? ['WARN', 'warning'] : ['ok  ', 'plain'];
}

export function configCommand(context: Context): Command {
  const config = new Command('config').description('the configuration');
  config
    .command('check')
    .description('list every mistake in the configuration')
    .addHelpText('after', '\nExample:\n  vonggac config check')
    .action((_options: object, command: Command) => {
      const found = readConfig(context, command);
      context.assembly.loadPolicy(found.config);
      loadPlaybook(found.config.playbook.file);
      loadForms(found.config);
      context.terminal.result(`The configuration is valid (${found.file ?? 'built-in defaults, no file'}).`);
      const hints = {
        Dashboard: publicUrlHint(found.config),
        'Public page': publicPageHint(found.config),
        Canaries: canariesHint(found.config),
      };
      for (const [about, hint] of Object.entries(hints))
        if (hint !== null) context.terminal.report(`${about}: ${hint}.`);
    });
  return config;
}

export function mailCommand(context: Context): Command {
  const mail = new Command('mail').description('test outgoing mail');
  mail
    .command('test <address>')
    .description('send one test message now')
    .addHelpText('after', '\nExample:\n  vonggac mail test truc@example.org')
    .action(async (address: string, _options: object, command: Command) => {
      const { config } = readConfig(context, command);
      const { terminal } = context;
      terminal.result(
        await terminal.waiting(`sending to ${address}`, () => context.assembly.testMail(config, address)),
      );
    });
  return mail;
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new VonggacError('usage', `--seed '${text}' is not a whole number.`);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
