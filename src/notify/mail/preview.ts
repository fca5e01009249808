/** Preview of a notice, for the person whose act would send it. */
import type { Playbook } from '../../core/incidents/playbook.ts';
import type { Notice } from '../../core/notices/notice.ts';
import type { Language } from './messages/message.ts';
import { type RenderedNotice, renderNotice } from './render.ts';

export function mailPreview(playbook: Playbook, timeZone: string) {
  return (notice: Notice, language: Language): Pick<RenderedNotice, 'subject' | 'text'> =>
    renderNotice(notice, { languages: [language], timeZone, playbook });
}
