/** `vonggac report …`: documents for superiors. */
import { Command } from 'commander';
import type { Context } from '../command.ts';
import { reportPeriodCommand } from './report-period.ts';

export function reportCommand(context: Context): Command {
  return new Command('report').description('reports for superiors').addCommand(reportPeriodCommand(context));
}
