/** Header lines of a response. */

export type Headers = readonly (readonly [name: string, value: string])[];

/** The first value of a header, or null. Names are case-insensitive. */
export function headerValue(headers: Headers, name: string): string | null {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1] ?? null;
}
