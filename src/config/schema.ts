/** The configuration. This schema is the single source of truth for keys and defaults. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { clockSpan, clockTime, contact, duration, email, isSafeIssuer, origin, size } from './fields.ts';
import type { Origins } from './origins.ts';
import { dutySection, watchWindowsSection } from './schema-duty.ts';
import { evidenceSection } from './schema-evidence.ts';
import { backupSection, retentionSection } from './schema-upkeep.ts';

function isAddressRange(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const max = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return max > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= max));
}

const addressRange = z.string().refine(isAddressRange, 'is not an IP address or range like 10.1.2.3 or 10.1.0.0/16');

/** ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT. */
function isNameServer(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, v4 = '', v6 = '', portText = ''] = /^(?:([\d.]+)|\[([\da-f:.]+)\]):(\d{1,5})$/i.exec(text) ?? [];
  return (isIP(v4) === 4 || isIP(v6) === 6) && Number(portText) >= 1 && Number(portText) <= 65_535;
}

const zoneServer = z
  .string()
  .refine(
    (text) => isAddressRange(text) || isNameServer(text),
    'is not a name server or range like 10.1.2.3, 10.1.2.3:5353 or 10.1.0.0/16',
  );

const resolver = z
  .string()
  .refine(
    (text) => text === 'system' || isNameServer(text),
    'is not `system` or a name server like 203.162.4.190 or [2001:dc8::1]:53',
  );

const port = z.coerce.number().int().min(1).max(65_535);

export const configSchema = z.strictObject({
  dataDir: z.string().min(1).default('./data'),
  database: z
    .string()
    .default('')
    .refine(
      (text) => !/^postgres(ql)?:/.test(text),
      'PostgreSQL is not supported yet: use sqlite:FILE, or omit it for vonggac.sqlite in dataDir',
    )
    .refine((text) => text === '' || /^(sqlite:.|postgres)/.test(text), 'must be sqlite:FILE'),
  web: z
    .strictObject({
      listen: z
        .string()
        .regex(/^(\[[0-9a-f:]+\]|[^:]+):\d{1,5}$/, 'must be ADDRESS:PORT, like 127.0.0.1:8080')
        .default('127.0.0.1:8080'),
      /** Where people reach the dashboard; links in messages begin with it. */
      publicUrl: origin.optional(),
      /** Reverse proxies whose X-Forwarded-For is trusted; with `publicUrl`, those on this machine always are. */
      trustedProxies: z.array(addressRange).default([]),
    })
    .prefault({}),
  smtp: z
    .strictObject({
      host: z.string().min(1).optional(),
      port: port.optional(),
      security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
      user: z.string().optional(),
      password: z.string().optional(),
    })
    .prefault({}),
  mail: z
    .strictObject({
      from: z.string().default('Vọng Gác <vonggac@localhost>'),
      languages: z
        .array(z.enum(['vi', 'en']))
        .min(1)
        .default(['vi', 'en']),
      /** Messages per hour, all recipients together. */
      hourlyCap: z.coerce.number().int().min(1).default(200),
      /** Local hours in which less urgent messages are held, then sent as one digest; empty: none. */
      quietHours: clockSpan.default(''),
      /** Local hours in which each contact's own limit of mails applies. */
      nightHours: clockSpan.default('22:00-06:00'),
      /** Reminders of an unacknowledged incident: the first `after`, then `every`, at most `most` (0: none). */
      reminders: z
        .strictObject({
          after: duration.prefault('30m'),
          every: duration.prefault('2h'),
          most: z.coerce.number().int().min(0).max(20).default(3),
        })
        .prefault({}),
      /** ASCII-armoured private key that signs every mail (RFC 3156); without one, mails are unsigned. */
      pgp: z.strictObject({ keyFile: z.string().min(1).optional(), passphrase: z.string().optional() }).prefault({}),
      /** Receive the daily coverage mail, and notices about portals that can't be seen. */
      operators: z.array(email).default([]),
      /** Whether the officer on duty, or the operators where there is no roster, get the mail about every incident too. */
      operatorAlarms: z.stringbool().or(z.boolean()).default(true),
      /** Local time of the daily coverage mail, HH:MM. */
      coverageAt: clockTime.default('07:30'),
    })
    .prefault({}),
  schedule: z
    .strictObject({
      every: duration.prefault('5m'),
      browserEvery: duration.prefault('30m'),
      /** Period in which each special profile (search bot or click, phone, declared monitor) looks once; 0s: never. */
      profilesEvery: duration.prefault('6h'),
      confirmations: z
        .string()
        .regex(/^[1-9] of [1-9]$/, 'must be like "2 of 3"')
        .refine((text) => Number(text[0]) <= Number(text.at(-1)), 'needs more alarms than there are looks')
        .default('2 of 3')
        .transform((text) => ({ needed: Number(text[0]), of: Number(text.at(-1)) })),
      confirmAfter: duration.prefault('60s'),
      /** Consecutive clean looks that resolve an incident. */
      recoveries: z.coerce.number().int().min(1).max(20).default(3),
      /** After an incident is resolved, its site is checked `faster` times as often `for` this long. */
      afterIncident: z
        .strictObject({
          for: duration.prefault('7d'),
          faster: z.coerce.number().min(1).max(10).default(2),
        })
        .prefault({}),
      /** Holidays and events in which portals are checked more often and the duty officer is copied on mails. */
      watchWindows: watchWindowsSection,
      /** Looks for the first baseline, and the time between them. */
      learnLooks: z.coerce.number().int().min(2).max(20).default(5),
      learnEvery: duration.prefault('3m'),
      timezone: z
        .string()
        .default('Asia/Ho_Chi_Minh')
        .refine((zone) => {
          try {
            return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
          } catch {
            return false;
          }
        }, 'is not a known time zone'),
    })
    .prefault({}),
  /** Duty officers: their shifts, and escalation of unacknowledged incidents. */
  duty: dutySection,
  capture: z
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
    .prefault({}),
  /** Unregistered pages: found in sitemaps and links, visited slowly, judged without a baseline. */
  discovery: z
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
    .prefault({}),
  /** Everything around a page: DNS, certificate, registration, block lists, other spellings of the address. */
  names: z
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
    .prefault({}),
  /** Vantages: proxies in other networks that confirm findings and distinguish "only from here" from "everywhere". */
  vantage: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        /** Captures connect to their checked addresses through this proxy. */
        proxy: z.url({ protocol: /^(http|https|socks5)$/, error: 'must be an http, https or socks5 address' }),
        /** Hosts it is used for; all if omitted. */
        hosts: z.array(z.string().min(1)).default([]),
      }),
    )
    .default([]),
  /** Reliable third-party pages: if they fail too, the monitor itself is offline. */
  canaries: z
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
    .prefault({}),
  egress: z
    .strictObject({
      /** Non-public addresses that captures of one host may reach: that host only, and only as the host of a site. */
      capture: z
        .array(z.strictObject({ host: z.string().min(1), addresses: z.array(addressRange).min(1) }))
        .default([]),
      /**
       * Non-public addresses of authoritative name servers that may be queried, with a port if not 53. Resolvers in
       * `names.resolvers` are always allowed.
       */
      dns: z.array(zoneServer).default([]),
      /** Non-public addresses of registration services, by host. */
      rdap: z.array(z.strictObject({ host: z.string().min(1), addresses: z.array(addressRange).min(1) })).default([]),
      /** Non-public addresses of the time-stamping authority, by host. */
      tsa: z.array(z.strictObject({ host: z.string().min(1), addresses: z.array(addressRange).min(1) })).default([]),
    })
    .prefault({}),
  policy: z
    .strictObject({
      /** A file that overrides parts of the shipped config/policy.yaml. */
      file: z.string().default(''),
      thresholds: z
        .strictObject({
          suspect: z.coerce.number().positive().optional(),
          alarm: z.coerce.number().positive().optional(),
        })
        .prefault({}),
      /** Additional phrases for `signature-phrase`, each with its weight in nats. */
      phrases: z
        .array(
          z.strictObject({
            text: z.string().min(3),
            language: z.string().default('und'),
            weight: z.coerce.number().min(0).max(10),
          }),
        )
        .default([]),
    })
    .prefault({}),
  retention: retentionSection,
  /** Scheduled backups of the monitor itself. */
  backup: backupSection,
  campaigns: z
    .strictObject({
      /** Incidents of several sites that started within this time may belong to one campaign. */
      window: duration.prefault('24h'),
      /** Incident mails of one campaign per recipient; further ones are collected into one digest. */
      mailsEach: z.coerce.number().int().min(1).max(1_000).default(3),
    })
    .prefault({}),
  /** Sign-in through the organisation's identity provider (OpenID Connect); off without an issuer. */
  oidc: z
    .strictObject({
      issuer: z
        .url('is not an address')
        .refine(isSafeIssuer, 'must be an https address (plain http on this machine only)')
        .optional(),
      clientId: z.string().min(1).optional(),
      clientSecret: z.string().min(1).optional(),
      /** Label of the button; empty for the default. */
      label: z.string().max(60).default(''),
      scope: z.string().default('openid profile email'),
      /** The claim that becomes the user name at the first sign-in. */
      nameClaim: z.string().min(1).default('preferred_username'),
      /** The claim with the groups or roles that `roles` refers to; a string or a list of strings. */
      roleClaim: z.string().min(1).default('groups'),
      /** The first entry whose `claim` the person has decides; without any, sign-in is refused. */
      roles: z
        .array(
          z.strictObject({
            claim: z.string().min(1),
            role: z.enum(['administrator', 'operator', 'approver', 'viewer', 'auditor']),
            agency: z.string().min(1).optional(),
          }),
        )
        .default([]),
    })
    .refine(
      (oidc) => oidc.issuer === undefined || (oidc.clientId !== undefined && oidc.clientSecret !== undefined),
      'needs clientId and clientSecret in addition to the issuer',
    )
    .prefault({}),
  /** A file that replaces the shipped playbook. */
  playbook: z.strictObject({ file: z.string().default('') }).prefault({}),
  evidence: evidenceSection,
  national: z.strictObject({ contacts: z.array(contact).default([]) }).prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
});

/** The validated configuration, defaults filled in. */
export type Config = z.output<typeof configSchema> & {
  /** Which values come from the file and the environment; omitted if all are defaults. */
  readonly origins?: Origins;
};
