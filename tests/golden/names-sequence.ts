/**
 * A golden sequence: `fixtures/names/{quiet,alarm}/NAME/sequence.yaml` tells what was seen around a host over time, as
 * differences from ordinary days.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Answers, dayMs, type NamesWish, start } from '../support/name-looks.ts';

const recordTypes = ['NS', 'A', 'AAAA', 'CNAME', 'MX', 'SOA', 'CAA'] as const;
const failures = ['no-such-name', 'server-failure', 'refused', 'lame', 'timed-out', 'unreachable'] as const;
const records = z.partialRecord(z.enum(recordTypes), z.union([z.array(z.string()), z.enum(failures)]));
/** Days from the start; below 0 for what was before. */
const day = z.number();

const seen = z.strictObject({
  records: records.optional(),
  /** Single servers that answer otherwise, or fail; `everybody` for all of them. */
  only: z.record(z.string(), z.union([z.enum(failures), records])).default({}),
  /** Addresses of a pool: of so many networks, so many told by each server, others at each look. */
  pool: z.strictObject({ networks: z.number(), told: z.number() }).optional(),
  tls: z
    .strictObject({
      key: z.string().optional(),
      issuer: z.string().optional(),
      error: z.string().nullable().optional(),
      from: day.optional(),
      to: day.optional(),
      address: z.string().nullable().optional(),
      failure: z.enum(['timed-out', 'connection-refused', 'tls-failed']).optional(),
    })
    .nullable()
    .optional(),
  registration: z
    .strictObject({
      status: z.enum(['answered', 'not-found', 'no-service', 'failed']).optional(),
      registrar: z.string().optional(),
      statuses: z.array(z.string()).optional(),
      nameServers: z.array(z.string()).optional(),
      registered: day.optional(),
      expires: day.optional(),
    })
    .nullable()
    .optional(),
  listed: z.array(z.strictObject({ list: z.string(), entry: z.string() })).default([]),
  routes: z.record(z.string(), z.string()).default({}),
  /** What stands at the host's address, and the address it came from where that is not the first one told. */
  page: z.enum(['home', 'betting', 'parked', 'maintenance', 'unclaimed', 'unreachable']).default('home'),
  pageFrom: z.string().optional(),
});

const step = seen.extend({
  day: day.default(1),
  /** Looks like this in a row. */
  times: z.number().int().default(1),
  expect: z.enum(['clean', 'suspect', 'alarm', 'unknown']).optional(),
  kind: z.string().optional(),
  /** Detectors that must have said something, be it a remark. */
  says: z.array(z.string()).default([]),
  /** An operator accepts what stands there. */
  approve: z.boolean().default(false),
});

const sequence = z.strictObject({
  from: z.string().min(20),
  /** Highest level that a quiet sequence may reach; in an alarm folder the level that its last step must reach. */
  level: z.enum(['clean', 'suspect', 'alarm']).optional(),
  /** Differences of this portal's ordinary days. */
  usual: seen.prefault({}),
  learn: z.number().int().default(5),
  /** The domain's end as entered by hand. */
  expires: day.optional(),
  steps: z.array(step).min(1),
});

export type Seen = z.output<typeof seen>;
export type NamesSequence = z.output<typeof sequence> & { readonly name: string; readonly label: 'quiet' | 'alarm' };

export const root = join(import.meta.dirname, '../../fixtures/names');

export function readSequences(): NamesSequence[] {
  return (['quiet', 'alarm'] as const).flatMap((label) =>
    readdirSync(join(root, label))
      .sort()
      .map((name) => ({
        ...sequence.parse(parse(readFileSync(join(root, label, name, 'sequence.yaml'), 'utf8'))),
        name,
        label,
      })),
  );
}

const moment = (days: number): number => start + days * dayMs;

/** A look made from an ordinary day of the portal and what differs. `turn` counts looks, for pools. */
export function wishOf(usual: Seen, now: Seen, at: number, turn: number): NamesWish {
  const pool = now.pool ?? usual.pool;
  const told = { ...usual.records, ...(pool === undefined ? {} : poolAnswers(pool, turn, 0)), ...now.records };
  const tls = now.tls === undefined ? usual.tls : now.tls;
  const registration = now.registration === undefined ? usual.registration : now.registration;
  return {
    at,
    records: told,
    only: onlyOf(usual, now, pool, turn),
    tls: tls == null ? tls : certificateOf({ ...usual.tls, ...tls }),
    registration: registration == null ? registration : registrationOf({ ...usual.registration, ...registration }),
    listings: now.listed.map((one) => ({ ...one, status: 'listed', codes: ['127.0.0.2'] })),
    routes: { ...usual.routes, ...now.routes },
  } as NamesWish;
}

const servers = ['system', '192.0.2.53', 'ns1.dns.example'];

function onlyOf(usual: Seen, now: Seen, pool: Seen['pool'], turn: number): Record<string, Answers> {
  const only: Record<string, Answers> = {};
  if (pool !== undefined && now.records?.A === undefined) {
    servers.forEach((server, place) => {
      only[server] = { ...usual.records, ...now.records, ...poolAnswers(pool, turn, place) };
    });
  }
  for (const [server, answers] of Object.entries({ ...usual.only, ...now.only })) {
    for (const one of server === 'everybody' ? servers : [server]) only[one] = answers as Answers;
  }
  return only;
}

function poolAnswers({ networks, told }: { networks: number; told: number }, turn: number, place: number) {
  const numbers = Array.from({ length: told }, (_, i) => (turn * 7 + place * 3 + i * 11) % networks);
  return { A: numbers.map((n) => `198.${18 + (n % 2)}.${n}.7`).sort() };
}

function certificateOf({ from, to, ...rest }: NonNullable<Seen['tls']>) {
  return {
    ...rest,
    ...(from === undefined ? {} : { validFrom: moment(from) }),
    ...(to === undefined ? {} : { validTo: moment(to) }),
  };
}

function registrationOf({ expires, registered, ...rest }: NonNullable<Seen['registration']>) {
  const { status = 'answered' } = rest;
  const none = { registrar: null, nameServers: [], statuses: [], registeredAt: null, expiresAt: null };
  return {
    ...(status === 'answered' ? {} : none),
    ...rest,
    ...(expires === undefined ? {} : { expiresAt: moment(expires) }),
    ...(registered === undefined ? {} : { registeredAt: moment(registered) }),
  };
}
