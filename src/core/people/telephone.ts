/** Digits to dial: what follows the number ("máy lẻ 12") is for the person who answers. */
export function dialled(phone: string): string {
  const number = /^[+\d\s().-]*/.exec(phone)?.[0] ?? '';
  return number.replace(/[^+\d]/g, '');
}
