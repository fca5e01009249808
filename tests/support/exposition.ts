/** A strict reader of the Prometheus text format 0.0.4: whatever is not exactly so throws. */

export interface Metric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

// Numbers are read as Go reads them, which takes NaN in any case.
const numberText = '[+-]?(?:\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?|Inf)|NaN|Nan';
const labelText = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const sampleLine = new RegExp(
  `^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(${labelText}(?:,${labelText})*)\\})? (${numberText})$`,
);

export function readExposition(text: string): Map<string, Metric> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const metrics = new Map<string, Metric & { samples: Sample[] }>();
  const seen = new Set<string>();
  let current: (Metric & { samples: Sample[] }) | null = null;
  let help: { readonly name: string; readonly text: string } | null = null;
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue;
    const [, helped, said] = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line) ?? [];
    const [, typed, type] = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary)$/.exec(line) ?? [];
    if (helped !== undefined) help = { name: helped, text: said ?? '' };
    else if (typed !== undefined) {
      if (help?.name !== typed || metrics.has(typed)) throw new Error(`no help, or twice: ${line}`);
      current = { name: typed, type: type ?? '', help: help.text, samples: [] };
      metrics.set(typed, current);
    } else {
      const sample = readSample(line);
      const key = `${sample.name}${JSON.stringify(sample.labels)}`;
      if (current === null || !belongs(sample.name, current) || seen.has(key)) throw new Error(`out of place: ${line}`);
      seen.add(key);
      current.samples.push(sample);
    }
  }
  return metrics;
}

function readSample(line: string): Sample {
  const [whole, name = '', labels = '', value = ''] = sampleLine.exec(line) ?? [];
  if (whole === undefined) throw new Error(`no sample: ${line}`);
  const pairs = [...labels.matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"/g)];
  return {
    name,
    labels: Object.fromEntries(pairs.map(([, key = '', text = '']) => [key, text.replace(/\\(["\\])/g, '$1')])),
    value: Number(value.replace('Inf', 'Infinity')),
  };
}

function belongs(name: string, { name: of, type }: Pick<Metric, 'name' | 'type'>): boolean {
  if (name === of) return type !== 'histogram';
  const suffix = name.startsWith(`${of}_`) ? name.slice(of.length + 1) : '';
  return ['histogram', 'summary'].includes(type) && ['bucket', 'sum', 'count'].includes(suffix);
}
