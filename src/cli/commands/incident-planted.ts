/** `vonggac incident planted`: a checklist for whoever cleans the portal. */
import { Command } from 'commander';
import { VonggacError } from '../../core/errors.ts';
import { plantedItems, plantedText } from '../../core/incidents/planted.ts';
import { getIncident } from '../../store/incidents/incidents.ts';
import { type Context, wholeNumber, withOperatorParts } from '../command.ts';

interface PlantedOptions {
  readonly language: string;
  readonly json?: boolean;
}

export function incidentPlantedCommand(context: Context): Command {
  return new Command('planted')
    .description('what was planted on its pages, as a checklist: files, scripts, links, hosts to block')
    .argument('<number>')
    .option('--language <language>', 'vi or en', 'vi')
    .option('--json', 'one array')
    .addHelpText('after', '\nExample:\n  vonggac incident planted 7 > viec-can-lam.txt')
    .action((number: string, options: PlantedOptions, command: Command) => show(context, command, number, options));
}

async function show(context: Context, command: Command, number: string, options: PlantedOptions): Promise<void> {
  const { terminal } = context;
  const { language, json = false } = options;
  if (language !== 'vi' && language !== 'en')
    throw new VonggacError('usage', `'${language}' is not a language: write vi or en.`);
  const of = wholeNumber(number, 'an incident');
  const incident = await withOperatorParts(context, command, { create: false }, ({ db }) => getIncident(db, of));
  if (!incident) throw new VonggacError('not-found', `There is no incident ${of}: see 'vonggac incident list'.`);
  const items = plantedItems(incident.targets);
  if (json) return terminal.json(items);
  if (items.length === 0) return terminal.report(`The evidence of incident ${of} names nothing that was planted.`);
  for (const line of plantedText(items, language).split('\n')) terminal.result(line);
}
