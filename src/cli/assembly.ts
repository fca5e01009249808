/**
 * What `main.ts` hands to the commands: ways to open the parts. Each caller opens what it needs and closes it after
 * use.
 */

import type { Registry } from 'prom-client';
import type { Config } from '../config/schema/schema.ts';
import type { Playbook } from '../core/incidents/playbook.ts';
import type { Policy } from '../core/policy.ts';
import type { AskTextRecords } from '../core/ports.ts';
import type { Seeing } from '../monitor/check/look/see-pictures.ts';
import type { ExportParts } from '../monitor/evidence/export-parts.ts';
import type { PrintingParts } from '../monitor/forms/printing-parts.ts';
import type { JudgingParts, MonitorParts, OperatorParts } from '../monitor/parts.ts';
import type { WritingPorts } from '../monitor/reports/write-report.ts';
import type { Vet } from '../monitor/sites/register-site.ts';
import type { Symptom } from '../monitor/upkeep/symptom.ts';

/** Opened parts and how to close them. */
export interface Opened<P> {
  readonly parts: P;
  close(): Promise<void>;
}

export type OpenedOperatorParts = OperatorParts &
  JudgingParts &
  ExportParts &
  PrintingParts & {
    /** Applies changed settings to `config`. */
    /** With what people edited. */
    readonly playbook: Playbook;
    readonly refreshSettings: () => Promise<void>;
  };
export type CaptureParts = Pick<
  MonitorParts,
  'config' | 'policy' | 'clock' | 'random' | 'log' | 'takeCapture' | 'read' | 'isBlind' | 'pictures' | 'judging'
>;
export type OpenedMonitorParts = OpenedOperatorParts &
  MonitorParts & {
    readonly vet: Vet;
    readonly askTextRecords: AskTextRecords;
    /** What a daemon with `metrics.listen` counts into. */
    readonly metrics?: Registry;
  };

/** The daemon with its dashboard. */
export interface Running {
  readonly url: string;
  /** Of the page for requests; null while it is off. */
  readonly publicPage: string | null;
  /** A file with the one-time link for the first administrator, while no account exists. */
  readonly setUpFile: string | null;
  stop(): Promise<void>;
}

export interface OpenOptions {
  /** Creates the data folder and the database if missing. */
  readonly create: boolean;
  /** Opens the database read-only. */
  readonly readonly?: boolean;
}

export interface MonitorOptions {
  readonly create: boolean;
  readonly daemon: boolean;
  /** Backed up with the rest; null for built-in defaults. */
  readonly configFile?: string | null;
}

export interface Assembly {
  readonly version: string;
  loadPolicy(config: Config): Policy;
  /** Database and evidence: enough to read, and to record people's decisions. */
  openOperatorParts(config: Config, options: OpenOptions): Promise<Opened<OpenedOperatorParts>>;
  /** The desk with capture, pictures and mail. */
  openMonitorParts(config: Config, options: MonitorOptions): Promise<Opened<OpenedMonitorParts>>;
  /** Capture and pictures without a database: for unregistered addresses. */
  openCaptureParts(config: Config): Promise<Opened<CaptureParts>>;
  /** Pictures alone: for recorded captures. */
  openPictures(config: Config): Promise<Opened<Seeing>>;
  start(parts: OpenedMonitorParts): Promise<Running>;
  diagnose(config: Config, configFile: string | null, report: (symptom: Symptom) => void): Promise<void>;
  /** Draws a report as a page of its own. */
  renderPage: WritingPorts['renderPage'];
  testMail(config: Config, address: string): Promise<string>;
  testChannel(config: Config, name: string, telephone: string): Promise<string>;
  runDemo(options: { readonly once: boolean; readonly json: boolean; readonly seed: number | null }): Promise<number>;
}
