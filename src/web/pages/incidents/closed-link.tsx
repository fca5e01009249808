/** The page for a used, expired or unknown link. */
import type { Visit } from '../../gate/route.ts';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';

export function closedLinkPage(visit: Visit, title: string, text: string): Promise<Response> {
  return renderPage(visit, {
    title,
    status: 404,
    narrow: true,
    body: (
      <section class="card failure">
        <Icon name="unknown" />
        <h1>{title}</h1>
        <p>{text}</p>
        <p>
          <a class="button" href="/sign-in">
            {visit.texts.signIn}
          </a>
        </p>
      </section>
    ),
  });
}
