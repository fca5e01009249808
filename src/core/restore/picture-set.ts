/** `srcset`: candidates with the descriptors that a browser chooses by. */

export interface Candidate {
  readonly address: string;
  /** ` 2x`, ` 640w`, or nothing. */
  readonly descriptor: string;
}

const mostCandidates = 50;

/** As the standard splits it: an address may contain commas, but not at its end. */
export function readPictureSet(text: string): Candidate[] {
  const candidates: Candidate[] = [];
  let at = 0;
  while (candidates.length < mostCandidates) {
    while (at < text.length && isGap(text[at])) at++;
    if (at >= text.length) break;
    const start = at;
    while (at < text.length && !isSpace(text[at])) at++;
    const word = text.slice(start, at);
    const address = withoutCommas(word);
    if (address.length < word.length) {
      if (address !== '') candidates.push({ address, descriptor: '' });
      continue;
    }
    const end = endOfDescriptor(text, at);
    candidates.push({ address, descriptor: descriptorIn(text.slice(at, Math.min(end, at + 60))) });
    at = end + 1;
  }
  return candidates;
}

function isSpace(sign: string | undefined): boolean {
  return sign === ' ' || sign === '\t' || sign === '\n' || sign === '\f' || sign === '\r';
}

function isGap(sign: string | undefined): boolean {
  return sign === ',' || isSpace(sign);
}

function withoutCommas(word: string): string {
  let end = word.length;
  while (end > 0 && word[end - 1] === ',') end--;
  return word.slice(0, end);
}

/** The comma after it; those in parentheses belong to it. */
function endOfDescriptor(text: string, from: number): number {
  let isInside = false;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '(') isInside = true;
    else if (sign === ')') isInside = false;
    else if (sign === ',' && !isInside) return at;
  }
  return text.length;
}

function descriptorIn(text: string): string {
  const plain = text.trim();
  return /^\d{1,6}(?:\.\d{1,6})?[xwh]$/.test(plain) ? ` ${plain}` : '';
}
