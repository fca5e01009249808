/** Decoders for the encodings in which scripts hide strings, as lenient as browsers; null for what browsers reject. */

/** Base64 to one character per byte. */
export function fromBase64(text: string): string | null {
  try {
    return atob(text);
  } catch {
    return null;
  }
}

export function toBase64(text: string): string | null {
  try {
    return btoa(text);
  } catch {
    return null;
  }
}

/** `unescape`: `%uXXXX` and `%XX`, each as one character. */
export function fromEscapes(text: string): string {
  return text.replace(/%(?:u([0-9a-f]{4})|([0-9a-f]{2}))/gi, (_, four?: string, two?: string) =>
    String.fromCharCode(Number.parseInt(four ?? two ?? '0', 16)),
  );
}

export function toEscapes(text: string): string {
  return text.replace(/[^A-Za-z0-9@*_+\-./]/g, (sign) => {
    const code = sign.charCodeAt(0);
    return code < 256
      ? `%${code.toString(16).toUpperCase().padStart(2, '0')}`
      : `%u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

export function fromPercent(text: string, isWhole: boolean): string | null {
  try {
    return isWhole ? decodeURI(text) : decodeURIComponent(text);
  } catch {
    return null;
  }
}

export function toPercent(text: string, isWhole: boolean): string | null {
  try {
    return isWhole ? encodeURI(text) : encodeURIComponent(text);
  } catch {
    return null;
  }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const lastLetter = 0x10ffff;

/** Text content of an element with this markup, character references decoded. */
export function fromMarkup(markup: string): string {
  return markup.replace(/<[^<>]{0,2000}>/g, '').replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,6}));?/gi, letterOf);
}

function letterOf(whole: string, hex?: string, decimal?: string, name = ''): string {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (Number.isNaN(code)) return named[name.toLowerCase()] ?? whole;
  return code > lastLetter ? whole : String.fromCodePoint(code);
}

export function fromBytes(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4_096) text += String.fromCharCode(...bytes.slice(i, i + 4_096));
  return text;
}
