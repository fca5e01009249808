/** Whom to call, in notices. */

/** A person or centre to call. */
export interface Contact {
  readonly name: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

/** Somebody to call, and on whose behalf they answer. */
export interface Call {
  readonly for: 'duty' | 'agency' | 'national';
  readonly name: string;
  /** The position held. */
  readonly role?: string;
  readonly phone: string;
}
