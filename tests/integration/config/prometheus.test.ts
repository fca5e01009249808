/** The shipped dashboard and alert rules ask only for series that exist. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createMeter } from '../../../src/monitor/metrics/meter.ts';
import { createStateGauges } from '../../../src/monitor/metrics/state-gauges.ts';
import { readExposition } from '../../support/exposition.ts';
import { stageWatch } from '../../support/staged-watch.ts';

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}
interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly w: number };
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

const text = (file: string) => readFileSync(`config/prometheus/${file}`, 'utf8');

/** Names of series, in which `_bucket` belongs to a histogram. */
const seriesIn = (expression: string) =>
  [...expression.matchAll(/\b(?:vonggac|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name.replace(/_bucket$/, ''));

async function known(): Promise<ReadonlySet<string>> {
  const { parts } = await stageWatch({ metrics: { perPortal: true } });
  const { registry } = createMeter('0.1.0');
  const gauges = createStateGauges(parts, registry);
  await gauges.refreshSlow();
  return new Set(readExposition(`${await registry.metrics()}${gauges.hostSeries()}`).keys());
}

test('alert rules', async () => {
  const rules = (parse(text('vonggac-alerts.yaml')) as Rules).groups.flatMap((group) => group.rules);
  const names = await known();
  expect(rules.length).toBeGreaterThan(10);
  for (const { alert, expr } of rules) {
    const asked = seriesIn(expr);
    expect(asked.length, alert).toBeGreaterThan(0);
    for (const name of asked) expect(names, alert).toContain(name);
  }
});

test('the dashboard, whose panels have titles and a place each', async () => {
  const { panels } = JSON.parse(text('vonggac-dashboard.json')) as Dashboard;
  const names = await known();
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const { title, gridPos, targets } of panels) {
    expect(title).not.toBe('');
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (const { expr } of targets) for (const name of seriesIn(expr)) expect(names, title).toContain(name);
  }
});
