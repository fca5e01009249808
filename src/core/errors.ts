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
  /** Runtime, browser or another part of the machine is missing. */
  missing: exitCodes.missing,
  'bad-configuration': exitCodes.badConfiguration,
  'storage-failed': exitCodes.refused,
  'picture-unreadable': exitCodes.refused,
  bug: exitCodes.bug,
} as const;

export type ErrorCode = keyof typeof codes;

/** One sentence for a person, saying what is wrong and how to mend it. */
export class VonggacError extends Error {
  readonly code: ErrorCode;
  /** The same sentence in Vietnamese, of errors that people at the dashboard meet. */
  readonly vi: string | null;
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
