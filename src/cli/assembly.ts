/** What `main.ts` hands to the commands: ways to open the parts, each opened by whoever needs it and closed after use. */
import type { Config } from '../config/schema.ts';
import type { Policy } from '../core/policy.ts';
import type { Pictures } from '../core/ports.ts';
import type { Symptom } from '../monitor/doctor.ts';
import type { Seeing } from '../monitor/needs.ts';
import type { DeskParts, Parts } from '../monitor/parts.ts';
import type { Vet } from '../monitor/register-site.ts';

/** Opened parts and their end. */
export interface Opened<P> {
  readonly parts: P;
  close(): Promise<void>;
}

export type Desk = DeskParts & {
  readonly pictures: Pictures;
  /** Takes changed settings over into `config`. */
  readonly refreshSettings: () => Promise<void>;
};
export type Eyes = Pick<
  Parts,
  'config' | 'policy' | 'clock' | 'random' | 'log' | 'takeCapture' | 'isBlind' | 'pictures' | 'judging'
>;
export type Watch = Desk & Parts & { readonly vet: Vet };

/** The daemon with its dashboard. */
export interface Running {
  readonly url: string;
  /** A file with the one-time link for the first administrator, while nobody has an account. */
  readonly setUpFile: string | null;
  stop(): Promise<void>;
}

export interface Assembly {
  readonly version: string;
  loadPolicy(config: Config): Policy;
  /** Database and evidence: enough to read, and to record what people decide. */
  openDesk(config: Config, options: { readonly create: boolean }): Promise<Opened<Desk>>;
  /** The desk with capture, pictures and mail. */
  openWatch(config: Config, options: { readonly create: boolean; readonly daemon: boolean }): Promise<Opened<Watch>>;
  /** Capture and pictures without a database: for addresses that are not registered. */
  openEyes(config: Config): Promise<Opened<Eyes>>;
  openPictures(config: Config): Opened<Seeing>;
  start(watch: Watch): Promise<Running>;
  diagnose(config: Config, configFile: string | null, tell: (symptom: Symptom) => void): Promise<void>;
  testMail(config: Config, address: string): Promise<string>;
  runDemo(options: { readonly once: boolean; readonly json: boolean; readonly seed: number | null }): Promise<number>;
}
