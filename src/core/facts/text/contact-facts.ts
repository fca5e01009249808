/** Telephone and account numbers, wallets. Text comparison folds numbers, so these are separate facts. */
import { blockKey } from './block-key.ts';

export interface ContactFact {
  readonly kind: 'telephone' | 'account' | 'wallet';
  /** Its position: the text around it with numbers folded, or the place in the page where there is hardly any text. */
  readonly slot: string;
  /** Digits only; of a wallet, its address. */
  readonly value: string;
}

/** Digits grouped by single separators; wider gaps separate two numbers. */
const run = /\+?\(?\d(?:(?:\) |[ .()-])?\d){6,18}/g;
/** Nothing else holds a number or a wallet. */
const numbered = /\d{3}|[1-9A-Za-z]{26}/;
const date = /\b(?:\d{1,2}[.-]\d{1,2}[.-]\d{4}|\d{4}[.-]\d{1,2}[.-]\d{1,2})\b/;
/** North American format, whose numbers do not begin with zero. */
const grouped = /^\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}$/;
/** Vietnamese numbers with leading zero or country code, and 1800 and 1900 hotlines. */
const telephone = /^(?:(?:84|0)[1-9]\d{7,9}|1[89]00\d{4,6})$/;
const accountWords = /\bstk\b|số tk\b|tài khoản|tai khoan|account (?:no|number)|\biban\b/i;
/** Account numbers that begin with a country and its check digits. */
const iban = /\b([A-Z]{2})\d{2}((?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?)\b/g;
/** Wallets of currencies that blackmailers take: Bitcoin, Ethereum, Monero, Tron. */
const wallet =
  /\b(?:bc1[ac-hj-np-z02-9]{25,59}|0x[0-9a-fA-F]{40}|[48][1-9A-HJ-NP-Za-km-z]{94}|(?=[13T]\w{0,32}[a-z])(?=[13T]\w{0,32}[A-Z])(?=[13T][A-Za-z]{0,32}\d)[13T][1-9A-HJ-NP-Za-km-z]{25,33})\b/g;
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

/** Account numbers of the international form, whose check digits would otherwise be words of the text. */
function ibansIn(text: string): NumberFound[] {
  return [...text.matchAll(iban)]
    .slice(0, perText)
    .map(([whole]) => ({ kind: 'account', value: whole.replaceAll(' ', '') }));
}

function walletsIn(text: string): NumberFound[] {
  return [...text.matchAll(wallet)].slice(0, perText).map(([value]) => ({ kind: 'wallet', value }));
}

/** Gathers a page's numbers, text by text. */
export class ContactDraft {
  readonly #found: ContactFact[] = [];
  #before = '';
  #called = 0;

  /** @param key of the text, with its numbers folded. @param path of its place in the page */
  text(text: string, key: string, path: () => string): void {
    if (this.#found.length < mostContacts && numbered.test(text)) this.#add(text, key, path);
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
    const ibans = ibansIn(text);
    const rest = ibans.length === 0 ? text : text.replace(iban, ' ');
    const wallets = walletsIn(rest);
    const numbers = [
      ...numbersIn(wallets.length === 0 ? rest : rest.replace(wallet, ' '), this.#before),
      ...ibans,
      ...wallets,
    ];
    const isNamed = (text.match(/\p{L}/gu)?.length ?? 0) >= lettersFrom;
    const place = ibans.length === 0 ? key : blockKey(text.replace(iban, '0'));
    numbers.forEach(({ kind, value }, i) => {
      this.#found.push({ kind, slot: `${kind} ${i} ${isNamed ? place : `${path()} ${place}`}`, value });
    });
  }
}

/** In national format, with a zero in place of the country code. */
function local(value: string): string {
  return value.startsWith('84') ? `0${value.slice(2)}` : value;
}
