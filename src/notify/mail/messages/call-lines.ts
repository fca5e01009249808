/** Whose telephone stands beside the button. Contacts are entered by people, so their text is bounded like any other. */
import type { Words } from '../../../core/domain/words.ts';
import type { Call } from '../../../core/notices/notice.ts';
import { plainText } from '../../../core/text.ts';
import { type CallLine, foreign, type Language } from './message.ts';

const callWords: Readonly<Record<Call['for'], Words>> = {
  duty: { vi: 'Trực giám sát', en: 'Monitoring officer on duty' },
  agency: { vi: 'Đầu mối của cơ quan', en: 'Agency contact' },
  national: { vi: 'Đầu mối điều phối', en: 'Coordination contact' },
};

export function callLines(calls: readonly Call[] = [], language: Language): CallLine[] {
  return calls.map(({ for: who, name, role, phone }) => ({
    label: `${callWords[who][language]}: ${[name, role].flatMap((text) => (text ? [foreign(text, 80)] : [])).join(', ')}`,
    phone: plainText(phone, 40),
  }));
}
