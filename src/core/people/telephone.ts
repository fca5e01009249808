/** Digits to dial, without an extension after the number ("máy lẻ 12"). */
export function dialled(phone: string): string {
  const number = /^[+\d\s().-]*/.exec(phone)?.[0] ?? '';
  return number.replace(/[^+\d]/g, '');
}
