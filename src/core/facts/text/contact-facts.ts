/** Telephone and account numbers. Text comparison folds numbers, so these are separate facts. */

export interface ContactFact {
  readonly kind: 'telephone' | 'account';
  /** Its position: the text around it with numbers folded, or the place in the page where there is hardly any text. */
  readonly slot: string;
  /** Digits only. */
  readonly value: string;
}

/** Digits grouped by single separators; wider gaps separate two numbers. */
const run = /\+?\(?\d(?:(?:\) |[ .()-])?\d){6,18}/g;
const date = /\b(?:\d{1,2}[.-]\d{1,2}[.-]\d{4}|\d{4}[.-]\d{1,2}[.-]\d{1,2})\b/;
/** North American format, whose numbers do not begin with zero. */
const grouped = /^\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}$/;
/** Vietnamese numbers with leading zero or country code, and 1800 and 1900 hotlines. */
const telephone = /^(?:(?:84|0)[1-9]\d{7,9}|1[89]00\d{4,6})$/;
const accountWords = /\bstk\b|số tk\b|tài khoản|tai khoan|account (?:no|number)|\biban\b/i;
/** How far before a number its label may begin. */
const labelReach = 54;
const perText = 8;
const mostContacts = 300;
/** Letters from which a text is specific enough to be its number's slot. */
const lettersFrom = 4;

interface NumberFound {
  readonly kind: ContactFact['kind'];
  readonly value: string;
}

/** @param before the text right before this one, where a label may stand */
function numbersIn(text: string, before: string): NumberFound[] {
  const found: NumberFound[] = [];
  for (const match of text.matchAll(run)) {
    const said = `${before.slice(-40)} ${text.slice(Math.max(0, match.index - 60), match.index)}`;
    const isAccount = accountWords.test((said.split(/\d/).at(-1) ?? '').slice(-labelReach));
    const piece = match[0];
    if (found.length >= perText) return found;
    const value = piece.replace(/\D/g, '');
    if (date.test(piece)) continue;
    if (isAccount && value.length >= 6 && value.length <= 19) found.push({ kind: 'account', value });
    else if (telephone.test(value) || grouped.test(piece.trim()) || (piece.startsWith('+') && value.length >= 9)) {
      found.push({ kind: 'telephone', value: local(value) });
    }
  }
  return found;
}

/** Gathers a page's numbers, text by text. */
export class ContactDraft {
  readonly #found: ContactFact[] = [];
  #before = '';
  #called = 0;

  /** @param key of the text, with its numbers folded. @param path of its place in the page */
  text(text: string, key: string, path: () => string): void {
    if (this.#found.length < mostContacts && /\d{3}/.test(text)) this.#add(text, key, path);
    this.#before = text.slice(-60);
  }

  /** The address of a link, such as `tel:`. */
  address(href: string): void {
    const number = /^\s{0,9}(?:tel|callto|sms):([^?]{3,40})/i.exec(href.slice(0, 80))?.[1];
    if (number === undefined || this.#found.length >= mostContacts) return;
    const value = number.replace(/\D/g, '');
    if (value.length >= 6) this.#found.push({ kind: 'telephone', slot: `tel ${this.#called++}`, value: local(value) });
  }

  finish(): readonly ContactFact[] {
    return this.#found;
  }

  #add(text: string, key: string, path: () => string): void {
    const numbers = numbersIn(text, this.#before);
    const isNamed = (text.match(/\p{L}/gu)?.length ?? 0) >= lettersFrom;
    numbers.forEach(({ kind, value }, i) => {
      this.#found.push({ kind, slot: `${kind} ${i} ${isNamed ? key : `${path()} ${key}`}`, value });
    });
  }
}

/** In national format, with a zero in place of the country code. */
function local(value: string): string {
  return value.startsWith('84') ? `0${value.slice(2)}` : value;
}
