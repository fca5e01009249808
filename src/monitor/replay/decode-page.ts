/** Recorded bytes → text: BOM, then header, then UTF-8 where it is valid, then the page's own meta. */
export function decodePage(bytes: Uint8Array, contentType: string): { html: string; charset: string } {
  const bom =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const named = bom ?? /charset\s*=\s*["']?([\w-]+)/i.exec(contentType)?.[1] ?? null;
  if (named !== null) {
    const html = decode(bytes, named, false);
    if (html !== null) return { html, charset: named.toLowerCase() };
  }
  const utf8 = decode(bytes, 'utf-8', true);
  if (utf8 !== null) return { html: utf8, charset: 'utf-8' };
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2_048));
  const meta = /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
  const own = meta === undefined ? null : decode(bytes, meta, false);
  if (own !== null && meta !== undefined) return { html: own, charset: meta.toLowerCase() };
  return { html: decode(bytes, 'utf-8', false) ?? '', charset: 'utf-8' };
}

/** Null when the label names no encoding, or when the bytes must be valid and are not. */
function decode(bytes: Uint8Array, label: string, fatal: boolean): string | null {
  try {
    return new TextDecoder(label, { fatal }).decode(bytes);
  } catch {
    return null;
  }
}
