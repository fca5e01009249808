/** Payment QR codes (EMVCo; in Vietnam VietQR): each field is a two-digit tag, a two-digit length and a value. */

const depthCap = 3;

/** The account that a payment code pays to; null for other texts, empty where a payment code names none. */
export function paymentAccount(code: string): string | null {
  if (!code.startsWith('000201')) return null;
  const fields = fieldsOf(code);
  // 38 holds VietQR's bank and account; 26 to 51 are of other schemes.
  const merchant = fields.get('38') ?? [...fields].find(([tag]) => Number(tag) >= 26 && Number(tag) <= 51)?.[1] ?? '';
  return accountIn(merchant, 0);
}

function accountIn(value: string, depth: number): string {
  const inner = fieldsOf(value);
  const beneficiary = inner.get('01') ?? '';
  if (depth >= depthCap || beneficiary === '') return /^[\w]{6,34}$/.test(value) ? value : '';
  const deeper = fieldsOf(beneficiary);
  return deeper.has('01') ? accountIn(beneficiary, depth + 1) : beneficiary;
}

function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at + 4 <= text.length && fields.size < 60; ) {
    const head = text.slice(at, at + 4);
    if (!/^\d{4}$/.test(head)) return new Map();
    const length = Number(head.slice(2));
    if (at + 4 + length > text.length) return new Map();
    fields.set(head.slice(0, 2), text.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}
