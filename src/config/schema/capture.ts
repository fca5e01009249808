/** How looks are made, from where, and whether the monitor itself is online. */
import { z } from 'zod';
import { duration, size } from '../fields.ts';

export const captureSection = z
  .strictObject({
    /** User agent of the `browser` profile; empty for that of ordinary Chrome in the installed version. */
    userAgent: z.string().default(''),
    /** Contact address in the user agent of the `declared` profile. */
    contact: z.string().default(''),
    timeouts: z
      .strictObject({
        connect: duration.prefault('15s'),
        firstByte: duration.prefault('40s'),
        total: duration.prefault('60s'),
      })
      .prefault({}),
    caps: z
      .strictObject({
        body: size.prefault('8MB'),
        /** Decoded bytes; stops decompression bombs. */
        decodedBody: size.prefault('16MB'),
        headers: size.prefault('64kB'),
        redirects: z.coerce.number().int().min(1).max(30).default(12),
        screenshotHeight: z.coerce.number().int().min(400).max(20_000).default(6_000),
        resources: z.coerce.number().int().min(10).max(10_000).default(500),
      })
      .prefault({}),
    /**
     * One click on neutral ground in browser looks for learning or confirmation, at most four times a day per page.
     */
    click: z
      .strictObject({
        allowed: z.stringbool().or(z.boolean()).default(true),
        /** Host names of sites where nothing is ever clicked. */
        except: z.array(z.string().min(1)).default([]),
      })
      .prefault({}),
    viewport: z
      .strictObject({
        width: z.coerce.number().int().min(320).max(3_840).default(1_366),
        height: z.coerce.number().int().min(320).max(2_160).default(768),
      })
      .prefault({}),
    browser: z
      .strictObject({
        /** Empty for the first found of chromium-headless-shell, chromium and Playwright's own. */
        executable: z.string().default(''),
        sandbox: z.stringbool().or(z.boolean()).default(true),
        /** Captures after which a browser is replaced. */
        recycleAfter: z.coerce.number().int().min(1).default(100),
        memoryLimit: size.prefault('1500MB'),
      })
      .prefault({}),
    concurrency: z
      .strictObject({
        http: z.coerce.number().int().min(1).max(200).default(20),
        browser: z.coerce.number().int().min(1).max(16).default(2),
        perHost: z.coerce.number().int().min(1).default(2),
        perAddress: z.coerce.number().int().min(1).default(4),
      })
      .prefault({}),
    /** PEM files of additional private roots to trust. */
    extraRoots: z.array(z.string()).default([]),
  })
  .prefault({});

/** Vantages: proxies in other networks that confirm findings and distinguish "only from here" from "everywhere". */
export const vantageSection = z
  .array(
    z.strictObject({
      name: z.string().min(1),
      /** Captures connect to their checked addresses through this proxy. */
      proxy: z.url({ protocol: /^(http|https|socks5)$/, error: 'must be an http, https or socks5 address' }),
      /** Hosts it is used for; all if omitted. */
      hosts: z.array(z.string().min(1)).default([]),
    }),
  )
  .default([]);

/** Reliable third-party pages: if they fail too, the monitor itself is offline. */
export const canariesSection = z
  .strictObject({
    urls: z.array(z.url({ protocol: /^https?$/, error: 'must be an http or https address' })).default([]),
    every: duration.prefault('60s'),
    /** How many must answer for the monitor to count as online. */
    needed: z.coerce.number().int().min(1).default(1),
  })
  .refine(({ urls, needed }) => urls.length === 0 || needed <= urls.length, {
    path: ['needed'],
    message: 'needs more answers than there are canaries',
  })
  .prefault({});
