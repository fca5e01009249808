/** `vonggac report …`: documents for superiors and authorities. */
import { Command } from 'commander';
import type { Context } from '../../command.ts';
import { reportIncidentCommand } from './report-incident.ts';
import { reportListCommand } from './report-list.ts';
import { reportPeriodCommand } from './report-period.ts';

export function reportCommand(context: Context): Command {
  return new Command('report')
    .description('reports for superiors and authorities')
    .addCommand(reportIncidentCommand(context))
    .addCommand(reportPeriodCommand(context))
    .addCommand(reportListCommand(context));
}
