/** How this process is asked to end, and how it ends on a bug. */
import { exitCodes } from '../core/errors.ts';
import { plainText } from '../core/text.ts';

/** The same request may arrive twice: from the terminal and from the supervisor. */
const sameWishMs = 1_000;
const supervisorEveryMs = 1_000;
/** A shell's exit code for a program ended by SIGPIPE. */
const brokenPipe = 141;

/**
 * Aborted on the first request to end; a second one ends the process at once, whatever is running.
 *
 * @param supervisor `PID.START` of the supervisor that started this process; omitted when there is none
 */
export function untilAsked(supervisor: string | undefined): AbortSignal {
  const ending = new AbortController();
  let askedAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending.signal.aborted && performance.now() - askedAt > sameWishMs) process.exit(130);
      if (!ending.signal.aborted) askedAt = performance.now();
      ending.abort();
    });
  }
  process.on('uncaughtException', (error) => {
    process.stderr.write(`vonggac: a bug: ${plainText(error.stack ?? String(error), 4_000)}\n`);
    process.exit(exitCodes.bug);
  });
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endWhenUnread);
  if (supervisor !== undefined) endWith(Number.parseInt(supervisor, 10), ending);
  return ending.signal;
}

/** Ends quietly when the reader closes the pipe: `vonggac site list | head`. */
function endWhenUnread(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(brokenPipe);
  throw error;
}

/** Without its supervisor, nobody would restart this process or forward a request to end. */
function endWith(supervisor: number, ending: AbortController): void {
  const look = () => {
    if (process.ppid !== supervisor) ending.abort();
  };
  setInterval(look, supervisorEveryMs).unref();
}
