/** Compares the CPU time of reading a text with that of reading one ten times as long. */

/** Ten times the text may cost fifteen times as much: caches and tables are not all linear. */
const mostTimes = 15;
/** Times below this are not compared: they include start-up. */
const floorMs = 6;
const mostRuns = 8;

export interface Cost {
  readonly smallMs: number | null;
  readonly largeMs: number;
}

/**
 * The minimum of a few runs, since other load only adds to it. When the longer text is fast enough regardless of the
 * shorter, the shorter is not measured: its time is null.
 */
export async function costOf(read: (length: number) => unknown, length: number): Promise<Cost> {
  let cost: Cost = { smallMs: null, largeMs: await timed(read, length) };
  for (let run = 0; run < mostRuns && isTooDear(cost); run++) {
    const smallMs = Math.min(cost.smallMs ?? Number.POSITIVE_INFINITY, await timed(read, Math.ceil(length / 10)));
    cost = { smallMs, largeMs: run === 0 ? cost.largeMs : Math.min(cost.largeMs, await timed(read, length)) };
  }
  return cost;
}

export function isTooDear({ smallMs, largeMs }: Cost): boolean {
  return largeMs > mostTimes * Math.max(floorMs, smallMs ?? 0);
}

async function timed(read: (length: number) => unknown, length: number): Promise<number> {
  const before = process.cpuUsage();
  await read(length);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
