/** `vonggac report incident`: an incident's report to the authorities. */
import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { VonggacError } from '../../../core/errors.ts';
import { type FormName, formNames } from '../../../core/forms/form-template.ts';
import { currentValues, type PrintFormat, printReport } from '../../../monitor/forms/print-report.ts';
import { type Context, wholeNumber, withOperatorParts } from '../../command.ts';

interface IncidentOptions {
  readonly form: FormName;
  readonly output: string;
}

export function reportIncidentCommand(context: Context): Command {
  return new Command('incident')
    .argument('<number>')
    .alias('form')
    .description("an incident's report as the rules ask for it, filled with what is known")
    .addOption(new Option('--form <form>', 'which report').choices(formNames).makeOptionMandatory())
    .requiredOption('-o, --output <file>', 'the file to write: .pdf or .docx')
    .addHelpText(
      'after',
      '\nThe report as it was last saved in the dashboard, or filled anew where nobody has begun it. It is never sent.\n' +
        '\nExamples:\n  vonggac report incident 7 --form initial -o bao-cao-ban-dau-7.docx\n  vonggac report incident 7 --form final -o bao-cao-ket-thuc-7.pdf',
    )
    .action((number: string, options: IncidentOptions, command: Command) =>
      writeIncidentReport(context, command, wholeNumber(number, 'an incident'), options),
    );
}

async function writeIncidentReport(
  context: Context,
  command: Command,
  number: number,
  { form, output }: IncidentOptions,
): Promise<void> {
  const format = formatOf(output);
  const { bytes, version } = await withOperatorParts(context, command, { create: false, readonly: true }, (parts) =>
    context.terminal.waiting('printing', async () => {
      const { values, version } = await currentValues(parts, number, form);
      return { bytes: await printReport(parts, form, values, format), version };
    }),
  );
  await writeFile(output, bytes, { flag: 'wx', mode: 0o600 }).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'EEXIST'
      ? new VonggacError('failed', `There is something at ${output} already: choose another name.`)
      : new VonggacError('cannot-create', `${output} can't be written: check the folder and its owner.`, { cause });
  });
  context.terminal.result(output);
  context.terminal.report(
    version === null
      ? 'Filled with what is known; nobody has edited this report in the dashboard yet.'
      : `Version ${version}, as last saved in the dashboard.`,
  );
}

function formatOf(file: string): PrintFormat {
  const [, ending] = /\.(pdf|docx)$/i.exec(file) ?? [];
  if (ending !== undefined) return ending.toLowerCase() as PrintFormat;
  throw new VonggacError('usage', `'${file}' ends in neither .pdf nor .docx: choose one of them.`);
}
