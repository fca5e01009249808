/** The file of `vonggac apply` and `vonggac dump`: agencies, contacts, sites, watch windows and the roster. */
import { stringify } from 'yaml';
import { z } from 'zod';
import { normaliseAddress } from '../core/address.ts';
import { VonggacError } from '../core/errors.ts';
import { contactLanguages, contactMails } from '../core/people/contact.ts';
import type { PresentRegistry, WantedRegistry } from '../core/registry/registry.ts';
import { duration, durationText } from './fields.ts';
import { readYaml } from './read-yaml.ts';
import { readSetting, type SettingKey } from './settings.ts';

const address = z.string().transform((text, context) => {
  const result = normaliseAddress(text);
  if (result.ok) return result.url;
  context.addIssue({ code: 'custom', message: result.reason.en });
  return z.NEVER;
});

const text = z.string().trim().min(1).max(300);

const contactSchema = z
  .strictObject({
    name: text,
    role: text.nullable().optional(),
    phone: text.nullable().optional(),
    email: text.nullable().optional(),
    language: z.enum(contactLanguages).nullable().optional(),
    mail: z.enum(contactMails).optional(),
    nightCap: z.int().min(1).max(99).nullable().optional(),
  })
  .refine(({ email, mail = 'off' }) => Boolean(email) || mail === 'off', {
    path: ['mail'],
    message: 'needs an email address',
  });

const siteSchema = z
  .strictObject({
    url: address,
    name: text.optional(),
    agency: text.nullable().optional(),
    emails: z.array(text).optional(),
    /** Paths below the address, or whole addresses. */
    pages: z.array(z.string().min(1)).optional(),
    tags: z.array(text).optional(),
    importance: z.enum(['low', 'normal', 'high']).optional(),
    consent: text.nullable().optional(),
    probe: z.boolean().optional(),
    every: duration.nullable().optional(),
    paused: z.boolean().optional(),
  })
  .transform(({ pages, every, ...site }, context) => {
    const addresses = pages?.map((page) => {
      const result = normaliseAddress(URL.parse(page, site.url)?.href ?? page);
      if (result.ok) return result.url;
      context.addIssue({ code: 'custom', path: ['pages'], message: result.reason.en });
      return z.NEVER;
    });
    return {
      ...site,
      ...(addresses === undefined ? {} : { pages: addresses }),
      ...(every === undefined ? {} : { everyMs: every }),
    };
  });

const distinct = <Item>(keyOf: (item: Item) => string) =>
  [(items: readonly Item[]) => new Set(items.map(keyOf)).size === items.length, 'names one of them twice'] as const;

/** Places in the file, and the settings that stand there as in the configuration. */
const settingAt = {
  windows: 'schedule.watchWindows.events',
  officers: 'duty.officers',
  startsOn: 'duty.startsOn',
  shifts: 'duty.shifts',
  shiftsEach: 'duty.shiftsEach',
  heads: 'duty.heads',
  ladder: 'duty.ladder',
} as const satisfies Record<string, SettingKey>;

export const registrySettings = Object.values(settingAt);

const setting = (key: SettingKey) =>
  z.unknown().superRefine((input, context) => {
    const result = input === undefined ? null : readSetting(key, input);
    if (result?.ok === false) context.addIssue({ code: 'custom', message: result.rule.en });
  });

const fileSchema = z.strictObject({
  agencies: z
    .array(
      z.strictObject({
        name: text,
        language: z.enum(['vi', 'en']).nullable().optional(),
        contacts: z.array(contactSchema).max(50).optional(),
      }),
    )
    .default([])
    .refine(...distinct<{ name: string }>(({ name }) => name)),
  sites: z
    .array(siteSchema)
    .default([])
    .refine(...distinct<{ url: string }>(({ url }) => url)),
  windows: setting(settingAt.windows).optional(),
  roster: z
    .strictObject({
      officers: setting(settingAt.officers).optional(),
      startsOn: setting(settingAt.startsOn).optional(),
      shifts: setting(settingAt.shifts).optional(),
      shiftsEach: setting(settingAt.shiftsEach).optional(),
      heads: setting(settingAt.heads).optional(),
      ladder: setting(settingAt.ladder).optional(),
    })
    .default({}),
});

/** @throws VonggacError `bad-file` whose message names every mistake */
export function readRegistryFile(path: string): WantedRegistry {
  const { agencies, sites, windows, roster } = read(path);
  const given: Readonly<Record<string, unknown>> = { windows, ...roster };
  const settings = Object.entries(settingAt).flatMap(([place, key]) => {
    return given[place] === undefined ? [] : [[key, given[place]] as const];
  });
  return { agencies, sites, settings: Object.fromEntries(settings) };
}

/** The registry as text of such a file. */
export function registryText({ agencies, sites, settings }: PresentRegistry): string {
  const { windows, ...roster } = Object.fromEntries(
    Object.entries(settingAt).map(([place, key]) => [place, settings[key]]),
  );
  return stringify(
    {
      agencies: agencies.map(({ contacts, ...agency }) => ({
        ...agency,
        contacts: contacts.map(({ id: _, ...contact }) => contact),
      })),
      sites: sites.map(({ id: _, everyMs, ...site }) => ({
        ...site,
        every: everyMs === null ? null : durationText(everyMs),
      })),
      windows,
      roster,
    },
    { lineWidth: 0 },
  );
}

function read(path: string): z.output<typeof fileSchema> {
  try {
    return readYaml(path, fileSchema);
  } catch (error) {
    if (!(error instanceof VonggacError)) throw error;
    throw new VonggacError('bad-file', error.message, { cause: error });
  }
}
