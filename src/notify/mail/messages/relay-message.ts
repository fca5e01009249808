/** An event that the other channels carry, in one line: no event is addressed to mail, which has its own notices. */

import type { RelayNotice } from '../../../core/relay/relay-event.ts';
import { relayTitle } from '../../../core/relay/relay-words.ts';
import { momentWords } from '../../../core/text.ts';
import { footWords, type Language, type Message, type Part, type WritingOptions } from './message.ts';

export function relayMessage(notice: RelayNotice, options: WritingOptions): Message {
  const part = (language: Language): Part => ({
    language,
    badge: language === 'vi' ? 'SỰ KIỆN' : 'EVENT',
    headline: relayTitle(notice, language),
    lead: null,
    facts: [{ label: language === 'vi' ? 'Lúc' : 'At', value: momentWords(notice.at, options.timeZone)[language] }],
    pages: [],
    lists: [],
    linkLabel: language === 'vi' ? 'Xem trên Vọng Gác' : 'Open in Vọng Gác',
    foot: footWords[language],
  });
  const subject = `[Vọng Gác] ${relayTitle(notice, options.languages[0] ?? 'vi')}`;
  return { subject, tone: 'plain', urgent: false, parts: options.languages.map(part), link: notice.dashboardUrl };
}
