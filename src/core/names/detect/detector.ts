/** Input of name detectors; they return the same as page detectors. */
import type { Evidence } from '../../detect/shared/detector.ts';
import type { Look } from '../../facts/look.ts';
import type { Policy } from '../../policy.ts';
import type { AcceptedNames } from '../accepted-names.ts';
import type { NameChanges } from '../name-changes.ts';
import type { NameLook } from '../name-look.ts';
import type { NamesContext } from '../names-context.ts';

/** What is accepted, and how the look differs from it. */
export interface Known {
  readonly accepted: AcceptedNames;
  readonly changes: NameChanges;
}

export interface NamesLookContext extends Pick<NamesContext, 'at' | 'host' | 'home' | 'expiresAt' | 'countryOf'> {
  readonly look: NameLook;
  readonly page: Look | null;
  /** Null at first sight. */
  readonly known: Known | null;
  /** Warnings already given; known at first sight too. */
  readonly warned: AcceptedNames['warned'];
  readonly policy: Policy;
}

/** One file per detector; `id` is the file's name. Pure; a throw becomes a note and never ends the look. */
export interface NamesDetector {
  readonly id: string;
  detect(context: NamesLookContext): readonly Evidence[];
}
