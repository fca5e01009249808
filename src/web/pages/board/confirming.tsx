/** Pages whose findings further looks are confirming; there is nothing to decide yet. */
import { plainText } from '../../../core/text.ts';
import type { Confirming as ConfirmingPages } from '../../../store/reads/confirming.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { StateBadge } from '../../views/badges.tsx';
import { Sheet } from '../../views/layout.tsx';
import { moment, registeredAddress } from '../../views/wording.ts';

interface Props {
  readonly visit: SignedInVisit;
  readonly confirming: ConfirmingPages;
}

export const Confirming = ({ visit, confirming: { pages, found } }: Props) => {
  if (pages.length === 0) return null;
  const { texts } = visit;
  const { of } = visit.web.parts.config.schedule.confirmations;
  return (
    <Sheet title={texts.confirmingTitle} id="confirming" class="confirming">
      <p class="meta">{texts.confirmingIntro}</p>
      <ul class="notes">
        {pages.map(({ targetId, siteId, siteName, url, looks, bad, nextCheckAt }) => (
          <li>
            <StateBadge visit={visit} state="confirming" /> <a href={`/sites/${siteId}`}>{plainText(siteName, 160)}</a>{' '}
            ·{' '}
            <a class="address" href={`/targets/${targetId}`}>
              {registeredAddress(url)}
            </a>
            <p class="meta">
              {looks > 0 && `${texts.confirmingVotes(bad, looks, of)} · `}
              {texts.confirmingNext(moment(visit, Math.max(visit.now, nextCheckAt)))}
            </p>
          </li>
        ))}
      </ul>
      {found > pages.length && (
        <p class="meta">
          <a href="/?state=confirming">{texts.confirmingMore(found - pages.length)}</a>
        </p>
      )}
    </Sheet>
  );
};
