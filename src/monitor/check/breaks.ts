/**
 * Attributes a broken look. A single page that breaks its capture is to blame; when several sites break at once, or the
 * machine is short of memory, the monitor may be to blame.
 *
 * The second look at a page that broke the first is taken **alone**: such looks are serialised, so that two breaking
 * pages never run together. It still counts as our fault when another site broke meanwhile. The owner of several hacked
 * sites could exploit that, so a site doubted `mostDoubts` times in a row is judged anyway, unless two other sites
 * break while it is looked at alone.
 */
import { addressDomain } from '../../core/judge/destinations.ts';

export interface Breaks {
  /** Records that a page at this address broke a look. */
  note(url: string): void;
  /**
   * Takes the second look once no other is running; `null` when too many wait, which counts as our fault and is
   * rechecked soon.
   */
  alone<Outcome>(
    url: string,
    look: () => Promise<Outcome>,
  ): Promise<{ readonly outcome: Outcome | null; readonly isOurs: boolean }>;
}

/** Stand-in with no knowledge of other looks: a break is always the page's fault. */
export const noBreaks: Breaks = {
  note: () => {},
  alone: async (_url, look) => ({ outcome: await look(), isOurs: false }),
};

const mostDoubts = 2;
/** Limit on looks waiting to be taken alone: each may last a minute and holds a check slot. */
const mostWaiting = 3;
/** Number of sites whose doubts are remembered; the least recently doubted are dropped first. */
const mostRemembered = 1_000;
/** Below this much memory a browser or a thread dies whatever the page does. */
const lowMemoryBytes = 200_000_000;

/** @param availableMemory bytes the machine has left for this process */
export function createBreaks(availableMemory: () => number): Breaks {
  const doubts = new Map<string, number>();
  /** Sites that broke while a look is being taken alone. */
  let meanwhile: Set<string> | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const isOurs = (site: string, others: ReadonlySet<string>, isLow: boolean): boolean => {
    const before = doubts.get(site) ?? 0;
    const isDoubted = isLow || others.size > (before < mostDoubts ? 0 : 1);
    doubts.delete(site);
    if (isDoubted) doubts.set(site, before + 1);
    for (const [oldest] of doubts) if (doubts.size > mostRemembered) doubts.delete(oldest);
    return isDoubted;
  };

  return {
    note: (url) => void meanwhile?.add(addressDomain(url)),
    async alone(url, look) {
      if (waiting >= mostWaiting) return { outcome: null, isOurs: true };
      const site = addressDomain(url);
      waiting++;
      const run = tail.then(async () => {
        const others = new Set<string>();
        meanwhile = others;
        const wasLow = availableMemory() < lowMemoryBytes;
        try {
          const outcome = await look();
          others.delete(site);
          return { outcome, isOurs: isOurs(site, others, wasLow || availableMemory() < lowMemoryBytes) };
        } finally {
          meanwhile = null;
          waiting--;
        }
      });
      tail = run.catch(() => {});
      return run;
    },
  };
}
