/**
 * The watchdog thread. It depends on nothing in the main thread: whatever blocks that one (a regular expression, a loop,
 * native code) must not block this one too. So it does its own synchronous file I/O and uses no streams.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { afterTick, notBlocked, type StandstillRecord, standstillOf } from '../core/standstill.ts';
import { readBoard } from './board.ts';
import type { WatchdogStart } from './watchdog.ts';

const { memory, file, limits } = workerData as WatchdogStart;
const board = readBoard(memory);
/** USER_HZ is 100 on every Linux platform that Node supports. */
const processorTickMs = 10;
/** In case the first signal was not enough. */
const killAfterMs = 2_000;

let blockage = notBlocked;
let before = look();

const ticking = setInterval(() => {
  const now = look();
  const tick = {
    elapsedMs: now.at - before.at,
    wentRound: now.rounds !== before.rounds,
    inOwnSql: now.isInStatement || now.statements !== before.statements,
    processorMs: now.processorMs === null || before.processorMs === null ? null : now.processorMs - before.processorMs,
  };
  before = now;
  blockage = afterTick(blockage, tick, limits);
  const kind = standstillOf(blockage, limits);
  if (kind === null) return;
  clearInterval(ticking);
  leave({ at: Date.now(), kind, ...blockage, underWay: board.underWay() });
  // A thread can end its process only by a signal; this one tells the parent process why.
  process.kill(process.pid, 'SIGALRM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), killAfterMs);
}, limits.tickMs);

function look() {
  return { at: performance.now(), processorMs: mainProcessorMs(), ...board.progress() };
}

/** CPU time of the main thread, whose thread id is the process id. */
function mainProcessorMs(): number | null {
  try {
    const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8');
    // The thread name may contain spaces and parentheses: fields start after the last parenthesis.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * processorTickMs;
  } catch {
    return null;
  }
}

/** Never throws: a full disk must not keep a hung process alive. */
function leave(record: StandstillRecord): void {
  try {
    writeFileSync(`${file}.part`, JSON.stringify(record), { mode: 0o600 });
    renameSync(`${file}.part`, file);
  } catch {
    // The parent process still reports the signal.
  }
}
