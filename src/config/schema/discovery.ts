/** Unregistered pages: found in sitemaps and links, visited slowly, judged without a baseline. */
import { z } from 'zod';
import { duration, size } from '../fields.ts';

export const discoverySection = z
  .strictObject({
    enabled: z.stringbool().or(z.boolean()).default(true),
    /** Looks at found pages per site and day; one look in each round. */
    pagesPerDay: z.coerce.number().int().min(1).max(2_000).default(48),
    /** Addresses kept per site. */
    keep: z.coerce.number().int().min(10).max(20_000).default(2_000),
    sitemap: z
      .strictObject({
        every: duration.prefault('1d'),
        /** Files read per site and run, including indexes. */
        files: z.coerce.number().int().min(1).max(50).default(10),
        /** Decoded size of one file; the rest is not read. */
        size: size.prefault('16MB'),
        entries: z.coerce.number().int().min(1).max(100_000).default(20_000),
      })
      .prefault({}),
    /** Interval between probes of an address that does not exist. */
    controlEvery: duration.prefault('6h'),
    /** Probes per day for well-known names of dropped files, only for sites that consented to it. */
    droppedPerDay: z.coerce.number().int().min(0).max(50).default(4),
    /** Suspected pages per site at a time, and the interval between looks at them. */
    suspected: z.coerce.number().int().min(1).max(100).default(20),
    suspectedEvery: duration.prefault('15m'),
    /** Sites processed concurrently. */
    concurrency: z.coerce.number().int().min(1).max(20).default(2),
  })
  .prefault({});
