/** Strict readers of RFC 5425 frames, RFC 5424 messages and CEF: whatever is not exactly so throws. */

/** Splits what a collector received; the rest is the beginning of a frame. */
export function readFrames(bytes: Buffer): { readonly messages: Buffer[]; readonly rest: Buffer } {
  const messages: Buffer[] = [];
  let at = 0;
  for (;;) {
    const space = bytes.indexOf(0x20, at);
    const digits = bytes.subarray(at, space === -1 ? undefined : space).toString('latin1');
    if (!/^([1-9]\d{0,4})?$/.test(digits)) throw new Error(`no octet count: ${JSON.stringify(digits.slice(0, 40))}`);
    const end = space + 1 + Number(digits);
    if (space === -1 || end > bytes.length) return { messages, rest: bytes.subarray(at) };
    messages.push(bytes.subarray(space + 1, end));
    at = end;
  }
}

export interface SyslogMessage {
  readonly facility: number;
  readonly severity: number;
  readonly host: string;
  readonly id: string;
  readonly data: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly text: string;
}

const header =
  /^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z) ([\x21-\x7e]{1,255}) ([\x21-\x7e]{1,48}) ([\x21-\x7e]{1,128}) ([\x21-\x7e]{1,32}) /;

export function readSyslog(message: Buffer): SyslogMessage {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(message);
  const [head, priority = '', , host = '', , , id = ''] = header.exec(text) ?? [];
  if (head === undefined || Number(priority) > 191) throw new Error(`no header: ${text.slice(0, 80)}`);
  const { data, rest } = readData(text.slice(head.length));
  if (/[\r\n\0]/.test(text)) throw new Error('a line break');
  return { facility: Number(priority) >> 3, severity: Number(priority) & 7, host, id, data, text: rest };
}

function readData(text: string): { data: Record<string, [string, string][]>; rest: string } {
  const data: Record<string, [string, string][]> = {};
  if (text.startsWith('- ')) return { data, rest: text.slice(2) };
  let at = 0;
  while (text[at] === '[') {
    const [start, name = ''] = /^\[([\x21-\x7e]{1,32})(?=[ \]])/.exec(text.slice(at)) ?? [];
    if (start === undefined || name in data || /[=\]"]/.test(name))
      throw new Error(`no element: ${text.slice(at, at + 40)}`);
    at += start.length;
    const values: [string, string][] = [];
    data[name] = values;
    for (;;) {
      const [pair, key = '', value = ''] =
        /^ ([\x21\x23-\x3c\x3e-\x5c\x5e-\x7e]{1,32})="((?:[^"\\\]]|\\["\\\]])*)"/.exec(text.slice(at)) ?? [];
      if (pair === undefined) break;
      values.push([key, value.replace(/\\(["\\\]])/g, '$1')]);
      at += pair.length;
    }
    if (text[at] !== ']') throw new Error(`the element does not end: ${text.slice(at, at + 40)}`);
    at += 1;
  }
  if (at === 0 || text[at] !== ' ') throw new Error('no structured data');
  return { data, rest: text.slice(at + 1) };
}

export interface CefMessage {
  readonly head: readonly string[];
  readonly fields: ReadonlyMap<string, string>;
}

export function readCef(text: string): CefMessage {
  const parts = /^CEF:0\|((?:(?:[^|\\]|\\[|\\])*\|){6})(.*)$/su.exec(text);
  if (parts === null) throw new Error(`no CEF: ${text.slice(0, 80)}`);
  const head = [...(parts[1] ?? '').matchAll(/((?:[^|\\]|\\[|\\])*)\|/gsu)].map(([, one = '']) =>
    one.replace(/\\([|\\])/g, '$1'),
  );
  const fields = new Map<string, string>();
  const all = parts[2] ?? '';
  const keys = [...all.matchAll(/(?:^| )([A-Za-z0-9]{1,60})=/g)];
  for (const [index, match] of keys.entries()) {
    const [whole, key = ''] = match;
    const value = all.slice(match.index + whole.length, keys[index + 1]?.index);
    if (!/^(?:[^\\=\r\n]|\\[\\=rn])*$/su.test(value) || fields.has(key)) throw new Error(`not escaped: ${value}`);
    fields.set(key, value.replace(/\\([\\=])/g, '$1'));
  }
  return { head, fields };
}
