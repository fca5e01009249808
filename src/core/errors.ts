/** Every error the product raises itself. Expected failures are values; these are refusals and bugs. */

export const exitCodes = {
  refused: 1,
  usage: 64,
  badInput: 65,
  missing: 69,
  bug: 70,
  badConfiguration: 78,
} as const;

const codes = {
  /** The request was understood and is not allowed or not possible now. */
  refused: exitCodes.refused,
  'not-found': exitCodes.refused,
  /** The baseline changed between reading and writing. */
  'baseline-moved': exitCodes.refused,
  usage: exitCodes.usage,
  'bad-input': exitCodes.badInput,
  /** A file that was given to a command. */
  'bad-file': exitCodes.badInput,
  /** A command could not do its work. */
  failed: exitCodes.refused,
  /** Runtime, browser or another part of the machine is missing. */
  missing: exitCodes.missing,
  'bad-configuration': exitCodes.badConfiguration,
  'storage-failed': exitCodes.refused,
  'picture-unreadable': exitCodes.refused,
  bug: exitCodes.bug,
} as const;

export type ErrorCode = keyof typeof codes;

/** Errors whose sentence the dashboard shows, so they have one in each language; of all others it shows none. */
export type SaidCode = 'refused' | 'bad-input' | 'baseline-moved';

/**
 * One sentence for a person, saying what is wrong and how to mend it. The message is English, as everything that a
 * terminal or log says; an error that people at the dashboard meet must bring the same in Vietnamese.
 */
export class VonggacError extends Error {
  readonly code: ErrorCode;
  readonly vi: string | null;
  constructor(code: SaidCode, message: string, options: { cause?: unknown; vi: string });
  constructor(code: Exclude<ErrorCode, SaidCode>, message: string, options?: { cause?: unknown });
  constructor(code: ErrorCode, message: string, options: { cause?: unknown; vi?: string } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'VonggacError';
    this.code = code;
    this.vi = options.vi ?? null;
  }
  get exitCode(): number {
    return codes[this.code];
  }
}

/** What the dashboard may show of an error. */
export type Said = VonggacError & { readonly code: SaidCode; readonly vi: string };

export function isSaid(error: unknown): error is Said {
  return error instanceof VonggacError && error.vi !== null;
}
