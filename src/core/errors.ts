/** Every error the product raises itself. Expected failures are values; these are refusals and bugs. */

export const exitCodes = {
  refused: 1,
  usage: 64,
  badInput: 65,
  missing: 69,
  bug: 70,
  cannotCreate: 73,
  badConfiguration: 78,
} as const;

const codes = {
  /** The request is valid but not allowed or not possible now. */
  refused: exitCodes.refused,
  'not-found': exitCodes.refused,
  /** The baseline changed between reading and writing. */
  'baseline-moved': exitCodes.refused,
  usage: exitCodes.usage,
  'bad-input': exitCodes.badInput,
  /** A file passed to a command. */
  'bad-file': exitCodes.badInput,
  /** A command could not do its work. */
  failed: exitCodes.refused,
  /** The runtime, browser or another dependency is missing. */
  missing: exitCodes.missing,
  'bad-configuration': exitCodes.badConfiguration,
  'storage-failed': exitCodes.refused,
  'picture-unreadable': exitCodes.refused,
  /** A file or folder that a command should make. */
  'cannot-create': exitCodes.cannotCreate,
  bug: exitCodes.bug,
} as const;

export type ErrorCode = keyof typeof codes;

/** Errors whose message the dashboard shows, so it exists in both languages; other messages are never shown. */
export type ShownCode = 'refused' | 'bad-input' | 'baseline-moved';

/**
 * One sentence that says what is wrong and how to fix it. The message is English, like all terminal and log output; an
 * error that can reach the dashboard must also have it in Vietnamese.
 */
export class VonggacError extends Error {
  readonly code: ErrorCode;
  readonly vi: string | null;
  constructor(code: ShownCode, message: string, options: { cause?: unknown; vi: string });
  constructor(code: Exclude<ErrorCode, ShownCode>, message: string, options?: { cause?: unknown });
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
export type ShownError = VonggacError & { readonly code: ShownCode; readonly vi: string };

export function isShown(error: unknown): error is ShownError {
  return error instanceof VonggacError && error.vi !== null;
}
