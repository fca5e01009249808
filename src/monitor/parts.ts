/** What every use case is given: the assembled parts of one running product. Built only in `open/`. */
import type { Logger } from 'pino';
import type { CountryOf } from '../config/prefix-table.ts';
import type { Config } from '../config/schema/schema.ts';
import type { Policy } from '../core/policy.ts';
import type {
  Channels,
  Clock,
  EndpointsOf,
  IsBlind,
  Judging,
  LookAtNames,
  Meter,
  NewId,
  NoteUnderWay,
  Pictures,
  Random,
  Read,
  TakeCapture,
  WatchCalendar,
} from '../core/ports.ts';
import type { BlobStore } from '../store/evidence/blobs.ts';
import type { Database } from '../store/handle.ts';
import type { RunBackup } from './backup/backup-job.ts';
import type { Breaks } from './check/breaks.ts';
import type { TrafficRooms } from './check/traffic-rooms.ts';
import type { RunReport } from './reports/report-job.ts';

/** The configuration in force. Sections are looked up at each use, because dashboard settings change them. */
export interface ConfigParts {
  readonly config: Config;
}

/** Enough to record what people decide. */
export interface RecordParts {
  readonly db: Database;
  readonly clock: Clock;
}

/** Watch windows and everything else that depends on the date. */
export interface CalendarParts extends ConfigParts {
  readonly calendar: WatchCalendar;
}

/** Enough to judge a capture again. */
export interface JudgingParts {
  readonly pictures: Pictures;
  readonly judging: Judging;
}

/** Enough to keep a capture as evidence. */
export interface EvidenceParts extends ConfigParts {
  readonly blobs: BlobStore;
  readonly pictures: Pictures;
  readonly log: Logger;
}

/** Enough to read and to record people's decisions. */
export interface OperatorParts extends CalendarParts, RecordParts {
  readonly blobs: BlobStore;
  readonly newId: NewId;
  readonly endpointsOf: EndpointsOf;
  readonly read: Read;
  readonly log: Logger;
}

/** Everything that a look at a portal and its consequences need. */
export interface MonitorParts extends OperatorParts, JudgingParts {
  readonly policy: Policy;
  readonly random: Random;
  readonly takeCapture: TakeCapture;
  readonly lookAtNames: LookAtNames;
  readonly countryOf: CountryOf;
  readonly isBlind: IsBlind;
  readonly channels: Channels;
  readonly underWay: NoteUnderWay;
  /** When omitted, nothing is counted. */
  readonly meter?: Meter;
  /** Shared by all looks of the process; when omitted, every break is the page's fault. */
  readonly breaks?: Breaks;
  /** Only the daemon makes scheduled backups. */
  readonly runBackup?: RunBackup;
  /** Only the daemon makes reports that were asked for. */
  readonly runReport?: RunReport;
  /** Shared by all looks of the process; when omitted, no traffic is recorded. */
  readonly trafficRooms?: TrafficRooms;
}
