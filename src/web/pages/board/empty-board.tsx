/** The board of a new installation: first steps, and what follows. */
import { holds } from '../../../core/people/actor.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Icon } from '../../views/icon.tsx';

export const EmptyBoard = ({ visit }: { visit: SignedInVisit }) => {
  const { texts, web } = visit;
  return (
    <section class="card welcome">
      <Icon name="brand" />
      <h2>{texts.boardEmptyTitle}</h2>
      {holds(visit.actor, 'manage-sites') ? (
        <ol>
          <li>
            <h3>{texts.boardEmptyStep1}</h3>
            <p>{texts.boardEmptyStep1Text}</p>
            <p>
              <a class="button primary" href="/sites/add">
                {texts.addSite}
              </a>
            </p>
          </li>
          <li>
            <h3>{texts.boardEmptyStep2}</h3>
            <p>{texts.boardEmptyStep2Text}</p>
            <p>
              <a class="button" href="/sites/import">
                {texts.importTitle}
              </a>
            </p>
          </li>
          <li>
            <h3>{texts.boardEmptyStep3}</h3>
            <p>{texts.boardEmptyStep3Text(web.parts.config.schedule.learnLooks)}</p>
          </li>
        </ol>
      ) : (
        <p>{texts.boardEmptyViewer}</p>
      )}
    </section>
  );
};
