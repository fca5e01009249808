/** What a page, server, registry or stolen account may write, and rules for anything that displays it. */

/** Markup that would run or be fetched if it became active; `CANARY` stands for the canary's address. */
const hostileMarkup = `</title></textarea></script></style>--></svg>"'><script>window.canary=1</script><img src=x onerror="window.canary=1"><svg onload="window.canary=1"><iframe srcdoc="<script>parent.canary=1</script>"></iframe><form action="CANARY/form"><input autofocus onfocus="window.canary=1"></form><meta http-equiv=refresh content="0;url=CANARY/refresh"><base href="CANARY/"><link rel=stylesheet href="CANARY/css"><a href="javascript:window.canary=1">x</a>&lt;script&gt;window.canary=1&lt;/script&gt;&amp;lt;img src=x onerror=window.canary=1&amp;gt;\${window.canary=1}{{constructor.constructor('window.canary=1')()}}<%= 1 %>`;

/** Characters that a terminal, log, header or reader interprets. */
const hostileSigns = [
  '\u001b[31m\u001b[2J\u001b]0;title\u0007\u001b]52;c;ZXZpbA==\u0007\u001b]8;;https://evil.example/\u0007x\u001b]8;;\u0007',
  '\u009b2J\u0090q\u009c\u0007\b\b\u007f\u0000',
  '\u202egpj.exe\u202c\u2066\u2067\u2068\u2069\u200e\u200f\u061c',
  '\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u115f\u3164\u{e0041}\u{e007f}',
  '\r\nBcc: evil@evil.example\r\nContent-Type: text/html\r\n\r\n--boundary\r\n.\r\n',
  '\u2028\u2029\u0085\v\f',
  '\ud800 \udfff',
  `Z${'\u0301\u0316\u0336'.repeat(100)}algo`,
  '🇻🇳🏴‍☠️',
  '=HYPERLINK("https://evil.example/","x")\t+1\t-1\t@SUM(1)',
  'evil.example www.evil.example/a?b=c evil@evil.example [x](https://evil.example) <https://evil.example> evil。example //evil.example \\\\evil.example\\c$ tel:113 203.0.113.9',
] as const;

/** Everything in one text. The first signs come first, so that truncation leaves some of them. */
export function hostileText(canary: string): string {
  return `${hostileSigns.join(' ')} ${hostileMarkup.replaceAll('CANARY', canary)}`;
}

/** What no output may contain: controls except line breaks, direction marks, invisible and unassigned characters. */
export const unprintable = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u;

/** Replaces every text in a value, except under the keys in `own`, which are the product's. */
export function withTexts<T>(value: T, text: string, own: ReadonlySet<string>): T {
  const walk = (of: unknown, key: string): unknown => {
    if (own.has(key)) return of;
    if (typeof of === 'string') return text;
    if (Array.isArray(of)) return of.map((item) => walk(item, ''));
    if (typeof of !== 'object' || of === null) return of;
    return Object.fromEntries(Object.entries(of).map(([name, item]) => [name, walk(item, name)]));
  };
  return walk(value, '') as T;
}
