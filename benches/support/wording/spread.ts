/** At most so many of a list, spread over it. */
export function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list.slice(Math.floor((i * list.length) / most))[0]).filter(
    (one) => one !== undefined,
  );
}
