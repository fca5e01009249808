/** One linear pass over untrusted markup; lazy regular expressions take quadratic time on unclosed tags. */

const closers: Readonly<Record<string, RegExp>> = {
  '<!--': /-->/g,
  '<script': /<\/script\b/gi,
  '<style': /<\/style\b/gi,
  '<noscript': /<\/noscript\b/gi,
  '<template': /<\/template\b/gi,
  '<textarea': /<\/textarea\b/gi,
};

/** The markup without comments and without elements whose content a browser does not act on. */
export function withoutHiddenMarkup(html: string): string {
  const opener = /<!--|<(?:script|style|noscript|template|textarea)\b/gi;
  const parts: string[] = [];
  let from = 0;
  for (let open = opener.exec(html); open !== null; open = opener.exec(html)) {
    parts.push(html.slice(from, open.index));
    const closer = closers[open[0].toLowerCase()];
    if (closer === undefined) break;
    closer.lastIndex = opener.lastIndex;
    from = closer.exec(html) === null ? html.length : closer.lastIndex;
    opener.lastIndex = from;
  }
  parts.push(html.slice(from));
  return parts.join(' ');
}
