/** Non-public addresses that the monitor may reach, by purpose. */
import { z } from 'zod';
import { addressRange, zoneServer } from './addresses.ts';

export const egressSection = z
  .strictObject({
    /** Non-public addresses that captures of one host may reach: that host only, and only as the host of a site. */
    capture: z.array(z.strictObject({ host: z.string().min(1), addresses: z.array(addressRange).min(1) })).default([]),
    /**
     * Non-public addresses of authoritative name servers that may be queried, with a port if not 53. Resolvers in
     * `names.resolvers` are always allowed.
     */
    dns: z.array(zoneServer).default([]),
    /** Non-public addresses of registration services, by host. */
    rdap: z.array(z.strictObject({ host: z.string().min(1), addresses: z.array(addressRange).min(1) })).default([]),
    /** Non-public addresses of webhooks and HTTP templates, by host. */
    webhook: z.array(z.strictObject({ host: z.string().min(1), addresses: z.array(addressRange).min(1) })).default([]),
    /** Non-public addresses of the time-stamping authority, by host. */
    tsa: z.array(z.strictObject({ host: z.string().min(1), addresses: z.array(addressRange).min(1) })).default([]),
  })
  .prefault({});
