/** A terminal whose commands work on a staged watch. */
import type { Assembly } from '../../src/cli/assembly.ts';
import { type Ran, runCommand, type Sitting } from './run-command.ts';
import type { StagedWatch } from './staged-watch.ts';

export type RunOn = (argv: readonly string[], at?: Sitting) => Promise<Ran>;

export function terminalAt({ parts }: StagedWatch): RunOn {
  const all = { ...parts, vet: async () => ({ status: 'allowed' as const }), refreshSettings: async () => {} };
  const opened = async () => ({ parts: all, close: async () => {} });
  const assembly = { openOperatorParts: opened, openMonitorParts: opened, openCaptureParts: opened };
  return (argv, at) => runCommand(assembly as unknown as Partial<Assembly>, argv, at);
}
