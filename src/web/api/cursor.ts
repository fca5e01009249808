/** Lists a page at a time: the cursor is where the next page begins, opaque to clients. */
import { z } from '@hono/zod-openapi';

const mostItems = 200;
const usualItems = 50;

/** The key of the last item of a page: a number, so that a cursor can't carry anything else. */
const cursor = z
  .string()
  .max(40)
  .transform((text, context) => {
    const key = Number(Buffer.from(text, 'base64url').toString());
    if (Number.isSafeInteger(key) && cursorOf(key) === text) return key;
    context.addIssue({ code: 'custom', message: 'is not a cursor from an earlier answer' });
    return z.NEVER;
  })
  .openapi({ type: 'string', description: '`next` of the page before' });

export const paging = {
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(mostItems).default(usualItems),
};

export function cursorOf(key: number): string {
  return Buffer.from(String(key)).toString('base64url');
}

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().openapi({ description: 'Pass as `cursor` for the next page; null at the end' }),
  });
}

/**
 * @param rows up to one more than `limit`, in the order of the list
 * @param keyOf the number by which the list is ordered
 */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => number,
  itemOf: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    next: rows.length > limit && last !== undefined ? cursorOf(keyOf(last)) : null,
  };
}
