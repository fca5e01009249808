/** What a detector of names is given; it returns what the others return. */
import type { Evidence } from '../../detect/detector.ts';
import type { Look } from '../../look.ts';
import type { Policy } from '../../policy.ts';
import type { AcceptedNames } from '../accepted-names.ts';
import type { NamesContext } from '../assess-names.ts';
import type { NameChanges } from '../name-changes.ts';
import type { NameLook } from '../name-look.ts';

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
  /** Warnings that were given are known at first sight too. */
  readonly warned: AcceptedNames['warned'];
  readonly policy: Policy;
}

/** One file per detector; `id` is the file's name. Pure; a throw becomes a remark and never ends the look. */
export interface NamesDetector {
  readonly id: string;
  detect(context: NamesLookContext): readonly Evidence[];
}
