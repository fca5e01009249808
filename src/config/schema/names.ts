/** Everything around a page: DNS, certificate, registration, block lists, other spellings of the address. */
import { z } from 'zod';
import { duration } from '../fields.ts';
import { resolver } from './addresses.ts';

export const namesSection = z
  .strictObject({
    enabled: z.stringbool().or(z.boolean()).default(true),
    every: duration.prefault('15m'),
    /** Looks for the first accepted names of a host. */
    learnLooks: z.coerce.number().int().min(2).max(50).default(5),
    /**
     * Recursive resolvers queried in parallel: `system`, ADDRESS[:PORT] or [ADDRESS]:PORT. Page looks try them one
     * after the other, in this order.
     */
    resolvers: z.array(resolver).min(1).default(['system']),
    /** Whether to query the zone's own servers too. */
    askZone: z.stringbool().or(z.boolean()).default(true),
    /** Per query to one server. */
    timeout: duration.prefault('3s'),
    /** All queries about one host in one look. */
    total: duration.prefault('30s'),
    /** Concurrent queries, all hosts together. */
    inFlight: z.coerce.number().int().min(1).max(200).default(200),
    registrationEvery: duration.prefault('1d'),
    listingsEvery: duration.prefault('6h'),
    routesEvery: duration.prefault('1d'),
    /** Empty for the shipped IANA list (RFC 9224). */
    rdapBootstrap: z.string().default(''),
    /** DNS block lists (RFC 5782) for addresses or domains; only those named here are queried. */
    blockLists: z
      .array(z.strictObject({ zone: z.string().min(1), about: z.enum(['addresses', 'domains']) }))
      .default([]),
    /** A file of networks, one `PREFIX COUNTRY` per line, used to recognise networks of other countries. */
    prefixes: z.string().default(''),
    /** Hosts checked concurrently. */
    concurrency: z.coerce.number().int().min(1).max(200).default(20),
  })
  .prefault({});
