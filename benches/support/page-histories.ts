/** Pages over time, to learn from and to judge: recorded ones where the corpus is at hand, else drawn ones. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { drawPage } from './portal-page.ts';

export interface PageHistory {
  readonly url: string;
  readonly learned: readonly string[];
  /** A later state that no one has seen yet. */
  readonly changed: string;
}

const lessons = 3;
const sets = join(process.env.VONGGAC_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus'), 'sets');

interface Line {
  readonly series: string;
  readonly url: string;
  readonly html: string;
}

/** At most `most` series, each by its first states. */
export function recordedHistories(most: number): PageHistory[] {
  const file = join(sets, 'drift.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  const series = [...Map.groupBy(lines, (line) => line.series).values()].filter((states) => states.length > lessons);
  return series.slice(0, most).map((states) => {
    const pages = states.slice(0, lessons + 1).map(({ html }) => {
      const bytes = readFileSync(join(sets, html));
      return (html.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    });
    return { url: states[0]?.url ?? '', learned: pages.slice(0, lessons), changed: pages[lessons] ?? '' };
  });
}

export function drawnHistories(sizesKilobytes: readonly number[]): PageHistory[] {
  return sizesKilobytes.map((kilobytes, seed) => {
    const page = (edition: number) => drawPage({ seed, sizeBytes: kilobytes * 1_000, edition });
    return {
      url: `https://portal-${seed}.example.gov.vn/`,
      learned: Array.from({ length: lessons }, (_, i) => page(i)),
      changed: page(lessons),
    };
  });
}
