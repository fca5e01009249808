/** Runs benches one after another and says whether every figure reached its mark. */
import { type Bench, type Figure, isReached, lineOf } from './figure.ts';

export interface RunOptions {
  readonly json: boolean;
  readonly out: (line: string) => void;
  readonly say: (line: string) => void;
}

/** @returns the exit code: 0 when all marks were reached, 1 when a figure falls short or could not be measured */
export async function runBenches(benches: readonly Bench[], options: RunOptions): Promise<0 | 1> {
  const figures: Figure[] = [];
  const failures: { bench: string; error: string }[] = [];
  for (const bench of benches) {
    options.say(`${bench.name} …`);
    try {
      const found = await bench.measure();
      figures.push(...found);
      if (!options.json) for (const figure of found) options.out(lineOf(figure));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failures.push({ bench: bench.name, error: reason });
      if (!options.json) options.out(`${bench.name}: NOT MEASURED: ${reason}`);
    }
  }
  const isGood = failures.length === 0 && figures.every(isReached);
  if (options.json) {
    const rows = figures.map((figure) => ({ ...figure, ok: isReached(figure) }));
    options.out(JSON.stringify({ at: new Date().toISOString(), ok: isGood, figures: rows, failures }, null, 2));
  }
  return isGood ? 0 : 1;
}
