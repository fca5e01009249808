/**
 * The telephone numbers beside the button. Contacts are entered by people, so their text is bounded like any other.
 */
import type { Call } from '../../../core/notices/contact.ts';
import { callWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import { type CallLine, foreign, type Language } from './message.ts';

export function callLines(calls: readonly Call[] = [], language: Language): CallLine[] {
  return calls.map(({ for: who, name, role, phone }) => ({
    label: `${callWords[who][language]}: ${[name, role].flatMap((text) => (text ? [foreign(text, 80)] : [])).join(', ')}`,
    phone: plainText(phone, 40),
  }));
}
