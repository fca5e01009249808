/** The configuration. This schema is the single source of truth for keys and defaults. */
import { z } from 'zod';
import type { RelayFilter } from '../../core/relay/relay-event.ts';
import { contact, duration } from '../fields.ts';
import type { Origins } from '../origins.ts';
import { canariesSection, captureSection, vantageSection } from './capture.ts';
import { channelsSection } from './channels.ts';
import { discoverySection } from './discovery.ts';
import { dutySection } from './duty.ts';
import { egressSection } from './egress.ts';
import { evidenceSection } from './evidence.ts';
import { exchangeSection } from './exchange.ts';
import { formsSection } from './forms.ts';
import { mailSection, smtpSection } from './mail.ts';
import { metricsSection } from './metrics.ts';
import { namesSection } from './names.ts';
import { policySection } from './policy.ts';
import { reportsSection } from './reports.ts';
import { requestsSection } from './requests.ts';
import { scheduleSection } from './schedule.ts';
import { backupSection, retentionSection } from './upkeep.ts';
import { oidcSection, webSection } from './web.ts';

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
  web: webSection,
  smtp: smtpSection,
  mail: mailSection,
  schedule: scheduleSection,
  /** Duty officers: their shifts, and escalation of unacknowledged incidents. */
  duty: dutySection,
  capture: captureSection,
  discovery: discoverySection,
  names: namesSection,
  vantage: vantageSection,
  canaries: canariesSection,
  /** Channels beside mail: webhooks, HTTP templates, syslog. */
  channels: channelsSection,
  egress: egressSection,
  policy: policySection,
  reports: reportsSection,
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
  oidc: oidcSection,
  metrics: metricsSection,
  requests: requestsSection,
  /** A file that replaces the shipped playbook. */
  playbook: z.strictObject({ file: z.string().default('') }).prefault({}),
  evidence: evidenceSection,
  exchange: exchangeSection,
  forms: formsSection,
  national: z.strictObject({ contacts: z.array(contact).default([]) }).prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
});

/** The validated configuration, defaults filled in. */
export type Config = z.output<typeof configSchema> & {
  /** Which values come from the file and the environment; omitted if all are defaults. */
  readonly origins?: Origins;
  /** Picked people of the roster whose account is disabled, as rows name them; read together with the settings. */
  readonly disabledPeople?: readonly string[];
  /** Webhooks of the dashboard; read together with the settings. */
  readonly madeWebhooks?: readonly MadeWebhookConfig[];
};

/** A webhook as the dashboard keeps it. */
export interface MadeWebhookConfig {
  readonly name: string;
  readonly url: string;
  readonly secretSealed: string;
  readonly agency: string | null;
  readonly events: readonly RelayFilter[];
  readonly isPaused: boolean;
  readonly changedAt: number;
}
