/** The words of a text as models read them: folded, without numbers and identifying names. */
import { foldText, unleet, wordsOf } from '../facts/text/text-folding.ts';

const digits = /^\p{N}+$/u;
const host = /^(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,24}(?:[:/?#]|$)/i;
/** No address that a model should skip is longer. */
const longestToken = 500;

/** Hosts, addresses, mailboxes, handles and numbers are left out, so that a model learns how people write, not who. */
export function maskedWords(text: string): string[] {
  const said = text
    .split(/\s+/)
    .filter((token) => !isAddress(token))
    .join(' ');
  return wordsOf(foldText(said))
    .filter((word) => !digits.test(word))
    .map(unleet);
}

function isAddress(token: string): boolean {
  // Most words contain none of these.
  if (!token.includes('.') && !token.includes('@') && !token.includes(':')) return false;
  if (token.includes('://')) return true;
  if (token.length > longestToken) return false;
  const bare = withoutQuotes(token);
  const at = bare.indexOf('@');
  // `h@cked` is a word with a symbol used as a letter.
  return at === 0 || (at > 0 && bare.indexOf('.', at) > at) || host.test(bare);
}

const around = '"\'“”‘’()[]{}<>«»,;:!?.';

/** A scan, because a regular expression would restart at each of many symbols. */
function withoutQuotes(token: string): string {
  let start = 0;
  let end = token.length;
  while (start < end && around.includes(token.charAt(start))) start++;
  while (end > start && around.includes(token.charAt(end - 1))) end--;
  return token.slice(start, end);
}
