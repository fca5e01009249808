/** Forms: where they send, and what they ask people for. */
import { contentHash } from '../hash.ts';
import type { Attributes } from '../markup/attributes.ts';
import type { ResolvedAddress } from './addresses.ts';

/** The most sensitive thing a form asks for. `card` covers bank accounts and one-time codes too. */
export type Asked = 'card' | 'password' | 'identity' | 'person' | null;

export interface FormFact {
  readonly host: string | null;
  /** Host and path without query, also of a button's own target. */
  readonly address: string;
  readonly asksPassword: boolean;
  readonly asks: Asked;
  /** Identifies the form by the names of its fields. */
  readonly fields: string;
}

const nameCap = 60;
const fieldCap = 60;
const ranks: readonly Exclude<Asked, null>[] = ['card', 'password', 'identity', 'person'];
const asking: Readonly<Record<Exclude<Asked, null>, RegExp>> = {
  card: /\bcc-|card.?(?:num|no\b)|\bcvv|\bcvc|\botp\b|số thẻ|so.?the\b|mã otp|ma.?otp|số tài khoản|so.?tai.?khoan|bank.?acc|\biban\b/,
  password: /\bpassw|mật khẩu|mat.?khau/,
  identity:
    /cccd|cmnd|\bcmt\b|căn cước|can.?cuoc|chứng minh|chung.?minh|định danh|dinh.?danh|hộ chiếu|ho.?chieu|passport|identity|id.?card|national.?id|\bssn\b/,
  person:
    /phone|\btel|mobile|điện thoại|dien.?thoai|\bsdt\b|số đt|e-?mail|họ (?:và )?tên|ho.?ten|full.?name|địa chỉ|dia.?chi|address/,
};

export class FormDraft {
  readonly #targets: ResolvedAddress[];
  readonly #names: string[] = [];
  #asks = new Set<Asked>();

  constructor(target: ResolvedAddress) {
    this.#targets = [target];
  }

  /** A button that sends the form elsewhere. */
  target(target: ResolvedAddress): void {
    if (this.#targets.length < 5) this.#targets.push(target);
  }

  field(attributes: Attributes): void {
    const { type = '', name = '', id = '', placeholder = '', autocomplete = '' } = attributes;
    const kind = type.toLowerCase();
    if (/^(?:hidden|submit|button|image|reset)$/.test(kind) || this.#names.length >= fieldCap) return;
    if (kind === 'password') this.#asks.add('password');
    this.#names.push((name || id).slice(0, nameCap));
    const said = [name, id, placeholder, autocomplete].map((part) => part.slice(0, nameCap)).join(' ');
    const text = said.toLowerCase();
    for (const one of ranks) if (!this.#asks.has(one) && asking[one].test(text)) this.#asks.add(one);
  }

  finish(): FormFact[] {
    const asks = ranks.find((one) => this.#asks.has(one)) ?? null;
    const fields = contentHash(this.#names.join('\n'));
    const asksPassword = this.#asks.has('password');
    return this.#targets.map(({ host, address }) => ({ host, address, asksPassword, asks, fields }));
  }
}
