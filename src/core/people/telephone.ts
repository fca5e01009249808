/** Digits to dial, without an extension after the number ("máy lẻ 12"). */
export function dialled(phone: string): string {
  const number = /^[+\d\s().-]*/.exec(phone)?.[0] ?? '';
  return number.replace(/[^+\d]/g, '');
}

/** Digits with the country's code, as gateways want them: 0912 345 678 is 84912345678. */
export function internationalNumber(number: string): string {
  return number.replace(/^\+/, '').replace(/^0(?=\d)/, '84');
}
