/** Feeds one reader at a time on its parent's request; the parent kills it when it hangs. */
import { join } from 'node:path';
import { costOf, isTooDear } from './measure.ts';
import { pagePumps } from './pages.ts';
import type { AnyFunction } from './readers.ts';
import { readers } from './readers.ts';
import { pumps } from './texts.ts';

export interface PumpJob {
  readonly root: string;
  /** Null: whole pages. */
  readonly reader: { readonly file: string; readonly name: string; readonly key: string } | null;
  readonly most: number;
}

export type PumpReport =
  | { readonly type: 'begins'; readonly name: string }
  | { readonly type: 'objection'; readonly text: string }
  | { readonly type: 'done' };

const tell = (report: PumpReport) => process.send?.(report);

process.on('message', async ({ root, reader, most }: PumpJob) => {
  const feeds = reader === null ? await wholePages(most) : await textsOf(root, reader, most);
  for (const { name, length, read } of feeds) {
    tell({ type: 'begins', name });
    try {
      const cost = await costOf(read, length);
      const times = (cost.largeMs / Math.max(cost.smallMs ?? 0, 0.001)).toFixed(1);
      if (isTooDear(cost)) tell({ type: 'objection', text: `${name}: ${cost.largeMs.toFixed(0)} ms, ${times} times` });
    } catch (error) {
      tell({ type: 'objection', text: `${name}: ${error}` });
    }
  }
  tell({ type: 'done' });
});

interface Feed {
  readonly name: string;
  readonly length: number;
  readonly read: (length: number) => unknown;
}

async function textsOf(
  root: string,
  { file, name, key }: NonNullable<PumpJob['reader']>,
  most: number,
): Promise<Feed[]> {
  const module: Record<string, AnyFunction> = await import(join(root, file));
  const [fn, reader] = [module[name], readers[key]];
  if (fn === undefined || reader === undefined) throw new TypeError(`${file} has no ${name}`);
  const length = Math.min(most, reader.cap);
  return pumps.map((pump) => {
    const texts = new Map<number, string>();
    const textOf = (size: number): string => {
      const text = texts.get(size) ?? pump.write(size);
      texts.set(size, text);
      return text;
    };
    return { name: pump.name, length, read: (size) => reader.read(fn, textOf(size)) };
  });
}

async function wholePages(most: number): Promise<Feed[]> {
  const { judgeWhole } = await import('./whole-pages.ts');
  return pagePumps.map((pump) => ({ name: pump.name, length: most, read: (length) => judgeWhole(pump, length) }));
}
