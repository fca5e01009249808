/** Channels beside mail. Secrets stand in files of their own, so nothing here needs hiding. */
import { z } from 'zod';
import { relayGroups, relayTypes } from '../../core/relay/relay-event.ts';
import { duration } from '../fields.ts';

const httpAddress = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine((text) => URL.parse(text)?.username === '', 'must contain no user name: put secrets into secretFile');

const port = z.coerce.number().int().min(1).max(65_535);

const common = {
  /** In the outbox, in logs and metrics. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, like soc-webhook')
    .refine((name) => name !== 'mail', 'is the name of the channel mail'),
  /** Events or groups of them; empty: all. */
  events: z.array(z.enum([...relayGroups, ...relayTypes])).default([]),
  /** Name of the agency whose events alone are sent; omitted: an endpoint of the whole installation. */
  agency: z.string().min(1).optional(),
};

const hourly = (most: number) => z.coerce.number().int().min(1).default(most);

const webhook = z.strictObject({
  ...common,
  url: httpAddress,
  /** Holds the secret that signs: `whsec_` and base64, or base64 alone, of 24 to 64 bytes. */
  secretFile: z.string().min(1),
  hourlyCap: hourly(3_600),
});

/** Texts with places like `{title}`. */
const template: z.ZodType<Template> = z.lazy(() =>
  z.union([z.string().max(4_000), z.number(), z.boolean(), z.array(template), z.record(z.string(), template)]),
);
export type Template = string | number | boolean | Template[] | { [key: string]: Template };

const httpTemplate = z.strictObject({
  ...common,
  /** May contain `{secret}`. */
  url: z.string().min(1).max(2_000),
  format: z.enum(['json', 'form']).default('json'),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9_-]{1,60}$/, 'is not a header name'), z.string().max(2_000))
    .default({}),
  body: z.record(z.string(), template),
  /** `telephones`: one message to each person on call, at `{phone}`. */
  to: z.enum(['itself', 'telephones']).default('itself'),
  language: z.enum(['vi', 'en']).default('vi'),
  /** Text that the answer contains when the message was accepted; empty: any answer with a 2xx status. */
  accepted: z.string().max(200).default(''),
  /** Holds what `{secret}` stands for. */
  secretFile: z.string().min(1).optional(),
  hourlyCap: hourly(60),
});

const syslog = z.strictObject({
  ...common,
  host: z.string().min(1),
  port: port.optional(),
  transport: z.enum(['tls', 'tcp', 'udp']).default('tls'),
  format: z.enum(['rfc5424', 'cef']).default('rfc5424'),
  facility: z.enum(['auth', 'authpriv', 'audit', 'alert', ...locals()]).default('local0'),
  language: z.enum(['vi', 'en']).default('vi'),
  /** PEM file of the collector's own authority. */
  caFile: z.string().min(1).optional(),
  /** PEM files of a certificate for collectors that ask for one. */
  certFile: z.string().min(1).optional(),
  keyFile: z.string().min(1).optional(),
  hourlyCap: hourly(36_000),
});

export const channelsSection = z
  .strictObject({
    webhooks: z.array(webhook).max(50).default([]),
    templates: z.array(httpTemplate).max(50).default([]),
    syslog: z.array(syslog).max(10).default([]),
    /** Limit of one delivery over HTTP. */
    timeout: duration.prefault('20s'),
  })
  .refine(({ webhooks, templates, syslog }) => {
    const names = [...webhooks, ...templates, ...syslog].map(({ name }) => name);
    return new Set(names).size === names.length;
  }, 'two channels have the same name')
  .prefault({});

function locals() {
  return ['local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7'] as const;
}
