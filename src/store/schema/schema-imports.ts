/** Tables of long lists of portals that are being imported. */
import type { Generated } from 'kysely';
import type { Fixed } from './fixed.ts';

export interface ImportTable {
  id: Generated<number>;
  /** Name of the account; nobody else sees it. */
  askedBy: Fixed<string>;
  askedAt: Fixed<number>;
  unusedJson: Fixed<string>;
  /** `checking` and `registering` are worked on until done, also after a restart; `receiving`: not whole yet. */
  step: 'receiving' | 'checking' | 'checked' | 'registering' | 'registered';
  /** Lines of the present step, and how many of them are done. */
  lines: number;
  done: number;
  added: number;
  extended: number;
  unchanged: number;
}

/** Registered lines are deleted in the transaction that registers them. */
export interface ImportLineTable {
  importId: Fixed<number>;
  position: Fixed<number>;
  /** Its number in the file. */
  line: Fixed<number>;
  lineJson: string;
  /** Not checked yet, invalid, or what registering it would do. */
  state: 'new' | 'bad' | 'added' | 'extended' | 'unchanged';
  resultJson: string | null;
}
