/** Whether markup is complete although its response does not end: its last characters are `</html>`. */

/** Milliseconds without a byte after the closing tag from which a response counts as complete. */
export const quietMs = 2_000;

const tailBytes = 200;

/** @param parts as received, in any encoding that contains ASCII or is UTF-16 */
export function endsWhole(parts: readonly Uint8Array[]): boolean {
  const tail: Buffer[] = [];
  let size = 0;
  for (let i = parts.length - 1; i >= 0 && size < tailBytes; i--) {
    const part = Buffer.from(parts[i] ?? []).subarray(-(tailBytes - size));
    tail.unshift(part);
    size += part.length;
  }
  const text = Buffer.concat(tail).toString('latin1').replaceAll('\0', '');
  return text.trimEnd().toLowerCase().endsWith('</html>');
}
