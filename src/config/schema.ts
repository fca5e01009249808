/** The configuration: this schema is the truth, its defaults are the product's, its keys are the file's. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { clockSpan, clockTime, duration, email, size } from './fields.ts';
import type { Origins } from './origins.ts';
import { dutySection, watchWindowsSection } from './schema-duty.ts';

function isAddressRange(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const max = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return max > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= max));
}

const addressRange = z.string().refine(isAddressRange, 'is not an IP address or range like 10.1.2.3 or 10.1.0.0/16');

/** ADDRESS, or with a port ADDRESS:PORT and [ADDRESS]:PORT. */
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

function isSafeIssuer(issuer: string): boolean {
  const url = URL.parse(issuer);
  const isLocal = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
}

const contact = z.strictObject({
  name: z.string().min(1),
  email: email.optional(),
  phone: z.string().optional(),
});

export const configSchema = z.strictObject({
  dataDir: z.string().min(1).default('./data'),
  database: z
    .string()
    .default('')
    .refine(
      (text) => !/^postgres(ql)?:/.test(text),
      'PostgreSQL is not built in yet: use sqlite:FILE, or leave it out for vonggac.sqlite in dataDir',
    )
    .refine((text) => text === '' || /^(sqlite:.|postgres)/.test(text), 'must be sqlite:FILE'),
  web: z
    .strictObject({
      listen: z
        .string()
        .regex(/^(\[[0-9a-f:]+\]|[^:]+):\d{1,5}$/, 'must be ADDRESS:PORT, like 127.0.0.1:8080')
        .default('127.0.0.1:8080'),
      publicUrl: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
      /** Reverse proxies whose X-Forwarded-For is believed; with `publicUrl` those on this machine are, always. */
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
      /** Messages per hour over all recipients. */
      hourlyCap: z.coerce.number().int().min(1).default(200),
      /** Local hours in which what is less urgent waits and comes as one message afterwards; empty: none. */
      quietHours: clockSpan.default(''),
      /** An incident that nobody took on is told again: first after, then every, at most so often (0: never). */
      reminders: z
        .strictObject({
          after: duration.prefault('30m'),
          every: duration.prefault('2h'),
          most: z.coerce.number().int().min(0).max(20).default(3),
        })
        .prefault({}),
      /** Armoured private key that signs every mail (RFC 3156); none: mails go unsigned. */
      pgp: z.strictObject({ keyFile: z.string().min(1).optional(), passphrase: z.string().optional() }).prefault({}),
      /** Who gets the daily coverage mail and is told when a portal can't be seen. */
      operators: z.array(email).default([]),
      /** Local time of the daily coverage mail, HH:MM. */
      coverageAt: clockTime.default('07:30'),
    })
    .prefault({}),
  schedule: z
    .strictObject({
      every: duration.prefault('5m'),
      browserEvery: duration.prefault('30m'),
      /** Time in which every special visitor (search bot, click, phone, declared monitor) comes round; 0s: never. */
      profilesEvery: duration.prefault('6h'),
      confirmations: z
        .string()
        .regex(/^[1-9] of [1-9]$/, 'must be like "2 of 3"')
        .refine((text) => Number(text[0]) <= Number(text.at(-1)), 'asks for more alarms than looks')
        .default('2 of 3')
        .transform((text) => ({ needed: Number(text[0]), of: Number(text.at(-1)) })),
      confirmAfter: duration.prefault('60s'),
      /** Clean looks in a row that end an incident. */
      recoveries: z.coerce.number().int().min(1).max(20).default(3),
      /** A site whose incident was resolved is looked at this many times more often for so long. */
      afterIncident: z
        .strictObject({
          for: duration.prefault('7d'),
          faster: z.coerce.number().min(1).max(10).default(2),
        })
        .prefault({}),
      /** Holidays and events in which every portal is looked at more often and the officer on duty gets the mail too. */
      watchWindows: watchWindowsSection,
      /** Looks that make the first baseline, and the time between them. */
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
        }, 'is not a time zone'),
    })
    .prefault({}),
  /** People on duty: their turns, and who is told when nobody takes an incident on. */
  duty: dutySection,
  capture: z
    .strictObject({
      /** The `browser` profile's user agent; empty means the one of the installed Chromium, made ordinary. */
      userAgent: z.string().default(''),
      /** Contact address in the `declared` profile's user agent. */
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
          /** Decoded bytes; a bomb ends here. */
          decodedBody: size.prefault('16MB'),
          headers: size.prefault('64kB'),
          redirects: z.coerce.number().int().min(1).max(30).default(12),
          screenshotHeight: z.coerce.number().int().min(400).max(20_000).default(6_000),
          resources: z.coerce.number().int().min(10).max(10_000).default(500),
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
          /** Empty: the first of chromium-headless-shell, chromium and Playwright's own that is found. */
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
      /** PEM files of private roots to trust in addition. */
      extraRoots: z.array(z.string()).default([]),
    })
    .prefault({}),
  /** Pages that nobody registered: found in sitemaps and links, looked at slowly, judged at first sight. */
  discovery: z
    .strictObject({
      enabled: z.stringbool().or(z.boolean()).default(true),
      /** Looks at found pages of one site in a day; one look in each round. */
      pagesPerDay: z.coerce.number().int().min(1).max(2_000).default(48),
      /** Addresses kept for one site. */
      keep: z.coerce.number().int().min(10).max(20_000).default(2_000),
      sitemap: z
        .strictObject({
          every: duration.prefault('1d'),
          /** Files read of one site at a time, indexes included. */
          files: z.coerce.number().int().min(1).max(50).default(10),
          /** Decoded size of one file; what is beyond is not read. */
          size: size.prefault('16MB'),
          entries: z.coerce.number().int().min(1).max(100_000).default(20_000),
        })
        .prefault({}),
      /** Time between two addresses that don't exist. */
      controlEvery: duration.prefault('6h'),
      /** Well-known names of dropped files asked for in a day, of sites whose consent says so. */
      droppedPerDay: z.coerce.number().int().min(0).max(50).default(4),
      /** Pages of one site that are under suspicion at a time, and the time between looks at them. */
      suspected: z.coerce.number().int().min(1).max(100).default(20),
      suspectedEvery: duration.prefault('15m'),
      /** Sites looked through at the same time. */
      concurrency: z.coerce.number().int().min(1).max(20).default(2),
    })
    .prefault({}),
  /** What stands around a page: DNS, certificate, registration, block lists, other spellings of the address. */
  names: z
    .strictObject({
      enabled: z.stringbool().or(z.boolean()).default(true),
      every: duration.prefault('15m'),
      /** Looks that make the first accepted set of a host. */
      learnLooks: z.coerce.number().int().min(2).max(50).default(5),
      /** Recursive resolvers asked beside each other: `system`, or ADDRESS[:PORT], [ADDRESS]:PORT. */
      resolvers: z.array(resolver).min(1).default(['system']),
      /** Whether the zone's own servers are asked too. */
      askZone: z.stringbool().or(z.boolean()).default(true),
      /** One question to one server. */
      timeout: duration.prefault('3s'),
      /** Everything that is asked about one host in one look. */
      total: duration.prefault('30s'),
      /** Questions under way at a time, over all hosts. */
      inFlight: z.coerce.number().int().min(1).max(200).default(200),
      registrationEvery: duration.prefault('1d'),
      listingsEvery: duration.prefault('6h'),
      routesEvery: duration.prefault('1d'),
      /** Left empty, IANA's list as it was shipped (RFC 9224). */
      rdapBootstrap: z.string().default(''),
      /** DNS block lists (RFC 5782) for addresses or for domains; none is asked unless named here. */
      blockLists: z
        .array(z.strictObject({ zone: z.string().min(1), about: z.enum(['addresses', 'domains']) }))
        .default([]),
      /** A table of networks, one `PREFIX COUNTRY` a line, to tell another country's network. */
      prefixes: z.string().default(''),
      /** Hosts looked at at the same time. */
      concurrency: z.coerce.number().int().min(1).max(200).default(20),
    })
    .prefault({}),
  /** A second way out, used to confirm what is seen and to tell "only from here" from "everywhere". */
  vantage: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        /** Looks go to their checked address through this proxy. */
        proxy: z.url({ protocol: /^(http|https|socks5)$/, error: 'must be an http, https or socks5 address' }),
        /** Hosts it is used for; all where left out. */
        hosts: z.array(z.string().min(1)).default([]),
      }),
    )
    .default([]),
  /** Pages of others that are up whenever our own way out is: when they fail, it is us who see nothing. */
  canaries: z
    .strictObject({
      urls: z.array(z.url({ protocol: /^https?$/, error: 'must be an http or https address' })).default([]),
      every: duration.prefault('60s'),
      /** How many must answer for us to be seeing. */
      needed: z.coerce.number().int().min(1).default(1),
    })
    .refine(({ urls, needed }) => urls.length === 0 || needed <= urls.length, {
      path: ['needed'],
      message: 'asks for more answers than there are canaries',
    })
    .prefault({}),
  egress: z
    .strictObject({
      /** Non-public addresses that captures of one host may reach: that host only, and only when it is a site's own. */
      capture: z
        .array(z.strictObject({ host: z.string().min(1), addresses: z.array(addressRange).min(1) }))
        .default([]),
      /**
       * Non-public addresses of zones' name servers that may be asked, each with a port where it is not 53; resolvers
       * named in `names.resolvers` always may.
       */
      dns: z.array(zoneServer).default([]),
      /** Non-public addresses of registration services, by host. */
      rdap: z.array(z.strictObject({ host: z.string().min(1), addresses: z.array(addressRange).min(1) })).default([]),
    })
    .prefault({}),
  policy: z
    .strictObject({
      /** A file with what is decided otherwise than in the shipped config/policy.yaml. */
      file: z.string().default(''),
      thresholds: z
        .strictObject({
          suspect: z.coerce.number().positive().optional(),
          alarm: z.coerce.number().positive().optional(),
        })
        .prefault({}),
      /** More phrases for `signature-phrase`, each with its weight in nats. */
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
  retention: z
    .strictObject({
      /** Rows of looks. */
      checks: duration.prefault('90d'),
      /** Evidence of ended incidents. */
      evidence: duration.prefault('730d'),
      /** A small picture of every page that is well, one a day; 0s: none. */
      pictures: duration.prefault('30d'),
      /** Stop keeping captures (not checking) when less than this is free on the data disk. */
      keepFree: size.prefault('2GB'),
    })
    .prefault({}),
  campaigns: z
    .strictObject({
      /** Incidents of several sites that began within this time of each other may have a common hand. */
      window: duration.prefault('24h'),
      /** Incident mails of one campaign to one recipient; what comes after is gathered into one digest. */
      mailsEach: z.coerce.number().int().min(1).max(1_000).default(3),
    })
    .prefault({}),
  /** Signing in through an identity provider of the organisation (OpenID Connect); without an issuer it is off. */
  oidc: z
    .strictObject({
      issuer: z
        .url('is not an address')
        .refine(isSafeIssuer, 'must be an https address (plain http on this machine only)')
        .optional(),
      clientId: z.string().min(1).optional(),
      clientSecret: z.string().min(1).optional(),
      /** What the button says; empty: the product's own words. */
      label: z.string().max(60).default(''),
      scope: z.string().default('openid profile email'),
      /** The claim that becomes the user's name at the first sign-in. */
      nameClaim: z.string().min(1).default('preferred_username'),
      /** The claim with the groups or roles that `roles` is about; a text or a list of texts. */
      roleClaim: z.string().min(1).default('groups'),
      /** The first line whose `claim` the person has decides; who has none is refused. */
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
      'needs clientId and clientSecret beside the issuer',
    )
    .prefault({}),
  /** A file that replaces the shipped steps per kind of incident. */
  playbook: z.strictObject({ file: z.string().default('') }).prefault({}),
  national: z.strictObject({ contacts: z.array(contact).default([]) }).prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
});

/** The validated configuration, defaults filled in. */
export type Config = z.output<typeof configSchema> & {
  /** Which values the file and the environment gave; left out: none, all are defaults. */
  readonly origins?: Origins;
};
