/** Walks the configuration schema. */
import { z } from 'zod';

/** The type without its default and optional wrappers. */
export function unwrap(type: z.ZodType): z.ZodType {
  let inner: z.ZodType = type;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault || inner instanceof z.ZodOptional) {
    inner = inner.unwrap() as z.ZodType;
  }
  return inner;
}

/** Every leaf by its key, in schema order; a list counts as one. */
export function leavesOf(schema: z.ZodType, before = ''): (readonly [key: string, leaf: z.ZodType])[] {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodObject)) return [[before, schema]];
  return Object.entries(inner.shape).flatMap(([name, type]) =>
    leavesOf(type as z.ZodType, before === '' ? name : `${before}.${name}`),
  );
}
