/** What every use case is given: the joined parts of one running product. Built in `main.ts` only. */
import type { Logger } from 'pino';
import type { CountryOf } from '../config/prefix-table.ts';
import type { Config } from '../config/schema.ts';
import type { Policy } from '../core/policy.ts';
import type {
  Clock,
  Deliver,
  IsBlind,
  Judging,
  LookAtNames,
  NewId,
  Pictures,
  Random,
  TakeCapture,
  WatchCalendar,
} from '../core/ports.ts';
import type { BlobStore } from '../store/blobs.ts';
import type { Database } from '../store/database.ts';

/** Enough to read and to record what people decide. */
export interface DeskParts {
  readonly config: Config;
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly calendar: WatchCalendar;
  readonly log: Logger;
}

/** Everything a look at a portal and its consequences need. */
export interface Parts extends DeskParts {
  readonly policy: Policy;
  readonly random: Random;
  readonly takeCapture: TakeCapture;
  readonly lookAtNames: LookAtNames;
  readonly countryOf: CountryOf;
  readonly isBlind: IsBlind;
  readonly pictures: Pictures;
  readonly judging: Judging;
  readonly deliver: Deliver;
}
