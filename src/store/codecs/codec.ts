/** JSON columns: each is written and read by the codec of its record, which keeps a version with the value. */
import type { z } from 'zod';
import { VonggacError } from '../../core/errors.ts';

export interface Codec<T> {
  readonly version: number;
  encode(value: T): string;
  /**
   * @param row the row's key, for the error message
   * @throws VonggacError `storage-failed` naming table, row and column when the text is of another version or shape
   */
  decode(text: string, row: string | number): T;
}

/** A type without `readonly`, as schemas infer it. */
export type Plain<T> = T extends readonly unknown[]
  ? { -readonly [K in keyof T]: Plain<T[K]> }
  : T extends object
    ? { -readonly [K in keyof T]: Plain<T[K]> }
    : T;

/** The schema itself when it describes exactly `T`: a change of the type that the schema does not follow fails to compile. */
export type Exactly<T, S extends z.ZodType> = [Plain<T>] extends [z.output<S>]
  ? [z.output<S>] extends [Plain<T>]
    ? S
    : never
  : never;

export interface Column {
  readonly table: string;
  readonly column: string;
  readonly version: number;
}

/** The part of a schema that a decoder needs: zod's, or a shallower test where a full one costs too much. */
interface Shape {
  safeParse(value: unknown): { readonly success: boolean };
}

/** A record, with the version as its first field. `T` must have no field `v`. */
export function recordCodec<T extends object>(column: Column, shape: Shape): Codec<T> {
  return {
    version: column.version,
    encode: (value) => JSON.stringify({ v: column.version, ...value }),
    decode(text, row) {
      const { v: _, ...value } = read(column, text, row);
      return checked<T>(column, shape, value, row);
    },
  };
}

/** A list, stored in `list` beside its version. */
export function listCodec<T>(column: Column, shape: Shape): Codec<readonly T[]> {
  return {
    version: column.version,
    encode: (list) => JSON.stringify({ v: column.version, list }),
    decode: (text, row) => checked<readonly T[]>(column, shape, read(column, text, row).list, row),
  };
}

function read(column: Column, text: string, row: string | number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(column, row, 'it is not JSON', cause);
  }
  if (typeof value !== 'object' || value === null || !('v' in value))
    throw unreadable(column, row, 'it has no version');
  if (value.v !== column.version) {
    throw unreadable(column, row, `its version is ${JSON.stringify(value.v)?.slice(0, 20)}, not ${column.version}`);
  }
  return { ...value };
}

function checked<T>(column: Column, shape: Shape, value: unknown, row: string | number): T {
  if (!isOf<T>(shape, value)) throw unreadable(column, row, 'its fields are not those of its version');
  return value;
}

/** Passes on the value itself rather than a parsed copy, so that fields unknown to a shallow test are kept. */
function isOf<T>(shape: Shape, value: unknown): value is T {
  return shape.safeParse(value).success;
}

export function unreadable(
  { table, column }: Pick<Column, 'table' | 'column'>,
  row: string | number,
  why: string,
  cause?: unknown,
): VonggacError {
  return new VonggacError(
    'storage-failed',
    `Row ${row} of ${table} has an unreadable ${column} (${why}): restore a backup, or find out with 'vonggac audit verify' who changed it.`,
    { cause },
  );
}

/**
 * For reading many rows: null for a row that cannot be read, so that the others still can. `doctor` reports it
 * (`reads/unreadable.ts`).
 */
export function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    return nullIfUnreadable(error);
  }
}

export function nullIfUnreadable(error: unknown): null {
  if (error instanceof VonggacError && error.code === 'storage-failed') return null;
  throw error;
}
