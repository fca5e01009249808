/** Whom to call. Contacts come from the configuration, so their addresses stay usable. */
import type { Contact } from '../../../core/notices/contact.ts';
import { plainText } from '../../../core/text.ts';
import type { Language, List } from './message.ts';

export function contactList(contacts: readonly Contact[], language: Language): List[] {
  if (contacts.length === 0) return [];
  const items = contacts.map(({ name, phone, email }) =>
    [name, phone, email].flatMap((text) => (text === undefined ? [] : [plainText(text, 120)])).join(' · '),
  );
  return [{ title: language === 'vi' ? 'Liên hệ hỗ trợ' : 'Who can help', ordered: false, items }];
}
