/** Counts what the monitor does, in the words of Prometheus. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter } from '../../core/ports.ts';

export interface OpenMeter {
  readonly meter: Meter;
  readonly registry: Registry;
}

/** A look lasts from a fraction of a second to a minute; steps within it begin at milliseconds. */
const lookSeconds = [0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120];
const stageSeconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const lateSeconds = [1, 5, 15, 60, 300, 900, 3_600];

export function createMeter(version: string): OpenMeter {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'vonggac_build_info',
    help: 'The version that runs; always 1.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  const looks = new Counter({
    name: 'vonggac_looks_total',
    help: 'Recorded looks; outcome is seen, the kind of failure, or refused when the target moved meanwhile.',
    labelNames: ['tier', 'level', 'outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'vonggac_look_duration_seconds',
    help: 'Time from claiming a target to its recorded result.',
    labelNames: ['tier'],
    buckets: lookSeconds,
    registers,
  });
  const lateness = new Histogram({
    name: 'vonggac_look_lateness_seconds',
    help: 'Time between when a look was due and when it began.',
    buckets: lateSeconds,
    registers,
  });
  const stages = new Histogram({
    name: 'vonggac_stage_duration_seconds',
    help: 'Time of each step of the work, by step.',
    labelNames: ['stage'],
    buckets: stageSeconds,
    registers,
  });
  const inFlight = new Gauge({
    name: 'vonggac_in_flight',
    help: 'Work under way, by kind.',
    labelNames: ['act'],
    registers,
  });
  const replaced = new Counter({
    name: 'vonggac_replaced_total',
    help: 'Browsers and worker threads that were ended and replaced.',
    labelNames: ['what'],
    registers,
  });
  const deliveries = new Counter({
    name: 'vonggac_deliveries_total',
    help: 'Attempts to deliver a message, by channel and result.',
    labelNames: ['channel', 'result'],
    registers,
  });
  // A series must exist before it first counts, else its first increase is invisible.
  for (const what of ['browser', 'reader', 'picture-worker', 'word-reader'] as const) replaced.inc({ what }, 0);
  return {
    registry,
    meter: {
      look: ({ tier, level, outcome, durationMs, latenessMs }) => {
        looks.inc({ tier, level, outcome });
        duration.observe({ tier }, durationMs / 1_000);
        lateness.observe(latenessMs / 1_000);
      },
      stage: (stage, durationMs) => stages.observe({ stage }, durationMs / 1_000),
      began: (act) => inFlight.inc({ act }),
      ended: (act) => inFlight.dec({ act }),
      replaced: (what) => replaced.inc({ what }),
      delivered: (channel, result) => deliveries.inc({ channel, result }),
    },
  };
}
