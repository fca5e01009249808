/** Runs one CLI command in the test's own process, on parts the test has open. */
import { Readable, Writable } from 'node:stream';
import type { Assembly } from '../../src/cli/assembly.ts';
import { runProgram } from '../../src/cli/program.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Where the command is typed; by a script when omitted. */
export interface Sitting {
  readonly isTerminal?: boolean;
  readonly types?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** @param assembly what the command opens; the rest may be omitted */
export async function runCommand(assembly: Partial<Assembly>, argv: readonly string[], at: Sitting = {}): Promise<Ran> {
  const out = collected();
  const err = collected();
  const code = await runProgram({
    assembly: { version: '0.0.0-test', ...assembly } as Assembly,
    argv,
    env: at.env ?? {},
    input: Object.assign(Readable.from(at.types ?? []), { isTTY: at.isTerminal }) as unknown as NodeJS.ReadStream,
    out: Object.assign(out.stream, { isTTY: at.isTerminal }),
    err: Object.assign(err.stream, { isTTY: at.isTerminal }) as unknown as NodeJS.WriteStream,
    signal: AbortSignal.timeout(60_000),
  });
  return { code, out: out.text(), err: err.text() };
}

function collected() {
  let written = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  return { stream, text: () => written };
}
