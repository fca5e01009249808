/**
 * JSON without a shape of its own, and single values. An audit row's detail is a flat record whose text the chain
 * covers; a setting is checked by the configuration's schema; a list of rows is part of the chain. Such values carry no
 * version.
 */
import { z } from 'zod';
import { type BackupState, backupFailures } from '../../core/backup/plan.ts';
import type { Blindness } from '../../core/blindness.ts';
import type { ChannelOutage } from '../../core/notices/channel-outage.ts';
import type { Robots } from '../../core/readers.ts';
import { type RelayFilter, relayGroups, relayTypes } from '../../core/relay/relay-event.ts';
import { type Column, listCodec, recordCodec, unreadable } from './codec.ts';
import { schemaOf, time } from './finding-shapes.ts';

export const blindness = recordCodec<Blindness>(
  { table: 'meta', column: 'value', version: 1 },
  schemaOf<Blindness>()(
    z.object({
      status: z.enum(['seeing', 'blind']),
      since: time.nullable(),
      roundAt: time.nullable(),
      isSeeing: z.boolean(),
      turnedAt: time.nullable(),
    }),
  ),
);

/** One row of `meta` per channel. */
export const channelOutage = recordCodec<ChannelOutage>(
  { table: 'meta', column: 'value', version: 1 },
  schemaOf<ChannelOutage>()(z.object({ since: time, probeAt: time, askedMs: z.number().positive().optional() })),
);

/** Which events a webhook of the dashboard gets. */
export const webhookEvents = listCodec<RelayFilter>(
  { table: 'madeWebhooks', column: 'eventsJson', version: 1 },
  z.array(z.enum([...relayGroups, ...relayTypes])),
);

/** One value of `meta`. */
export const backupState = recordCodec<BackupState>(
  { table: 'meta', column: 'value', version: 1 },
  schemaOf<BackupState>()(
    z.object({
      since: time,
      done: z.object({ at: time, file: z.string(), sizeBytes: z.number() }).nullable(),
      failing: z
        .object({ since: time, latestAt: time, failure: z.enum(backupFailures), detail: z.string() })
        .nullable(),
    }),
  ),
);

export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

const detailShape = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const refsShape = z.array(z.union([z.string(), z.number()]));

/** Rules by host; `discoveries.robots`. */
export const robotsRules = plainCodec<Robots>(
  { table: 'discoveries', column: 'robots' },
  z.record(z.string(), z.string()),
);
export const auditDetail = plainCodec<AuditDetail>({ table: 'audit', column: 'detailJson' }, detailShape);
export const settingValue = plainCodec<unknown>({ table: 'settings', column: 'valueJson' }, z.unknown());
export const evidenceRefs = plainCodec<readonly (string | number)[]>(
  { table: 'evidence', column: 'detail' },
  refsShape,
);

function plainCodec<T>(column: Pick<Column, 'table' | 'column'>, shape: z.ZodType<T>) {
  return {
    encode: (value: T): string => JSON.stringify(value),
    decode(text: string, row: string | number): T {
      try {
        return shape.parse(JSON.parse(text));
      } catch (cause) {
        throw unreadable(column, row, 'its content does not fit such a row', cause);
      }
    },
  };
}
