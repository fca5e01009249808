/** Suggestions for a portal that was just registered or changed. */
import type { Words } from '../../../core/domain/words.ts';
import { plainText } from '../../../core/text.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { renderPage } from '../../views/layout.tsx';
import { render } from '../../views/wording.ts';

interface SiteNotes {
  readonly siteId: number;
  readonly title: string;
  readonly text: string;
  readonly warnings: readonly Words[];
}

export function siteNotesPage(visit: SignedInVisit, notes: SiteNotes): Promise<Response> {
  return renderPage(visit, {
    title: notes.title,
    section: 'board',
    body: (
      <section class="card stack link-once">
        <h1>{notes.title}</h1>
        <p>{notes.text}</p>
        <ul class="notes">
          {notes.warnings.map((warning) => (
            <li>{plainText(render(visit, warning), 500)}</li>
          ))}
        </ul>
        <p>
          <a class="button" href={`/sites/${notes.siteId}`}>
            {visit.texts.addSiteSee}
          </a>
        </p>
      </section>
    ),
  });
}
