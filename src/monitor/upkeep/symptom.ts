/** The parts that `doctor` checks, and the form of its results. */
import type { Config } from '../../config/schema/schema.ts';
import type { Clock, MailCheck, TakeCapture } from '../../core/ports.ts';

export interface Symptom {
  readonly what: string;
  readonly ok: boolean;
  /** Works, but lacks something: said without failing. */
  readonly warns?: true;
  readonly detail: string;
}

export interface DoctorParts {
  readonly config: Config;
  readonly configFile: string | null;
  readonly clock: Clock;
  /** Rejects with a sentence when no browser can be started. */
  browser(): Promise<{ readonly executable: string; readonly version: string; readonly sandbox: boolean }>;
  fonts(): Promise<{ readonly ok: boolean; readonly detail: string }>;
  /** A capturer as configured, or one that may reach only this host of our own. */
  captureWith(ownHost: string | null): { readonly take: TakeCapture; close(): Promise<void> };
  mail(): Promise<MailCheck>;
}
