/** Incidents with indicators or changes in common, those with the rarest ones first. */
import { type Mark, sharedMarkWords } from '../../../core/incidents/similar.ts';
import { kindWords } from '../../../core/terms.ts';
import { defang, plainText } from '../../../core/text.ts';
import type { ShownIncident } from '../../../store/reads/incidents.ts';
import type { ShownSimilar } from '../../../store/reads/related/similar-incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Moment, StatusBadge } from '../../views/badges.tsx';
import { foreign } from '../../views/foreign.ts';
import { Sheet } from '../../views/layout.tsx';
import { render } from '../../views/wording.ts';

const shownMarks = 3;

interface SimilarProps {
  readonly visit: SignedInVisit;
  readonly incident: ShownIncident;
  readonly similar: readonly ShownSimilar[];
}

export const SimilarIncidents = ({ visit, incident, similar }: SimilarProps) => {
  const { texts } = visit;
  if (similar.length === 0) return null;
  return (
    <Sheet title={texts.similar} id="similar" class="similar">
      <p class="hint">{texts.similarHelp}</p>
      <ol>
        {similar.map((one) => (
          <Similar visit={visit} incident={incident} one={one} />
        ))}
      </ol>
    </Sheet>
  );
};

const Similar = ({ visit, incident, one }: Omit<SimilarProps, 'similar'> & { readonly one: ShownSimilar }) => {
  const { texts } = visit;
  const { incident: other, common } = one;
  const isLater = other.number > incident.number;
  const site =
    other.siteId === incident.siteId
      ? isLater
        ? texts.similarSameSiteLater
        : texts.similarSameSite
      : plainText(other.siteName, 160);
  const kinds = other.kinds.map((kind) => render(visit, kindWords[kind])).join(', ');
  return (
    <li>
      <p class="similar-head">
        <a href={`/incidents/${other.number}`}>
          {texts.incidentShort(other.number)} · {site}
        </a>
        <StatusBadge visit={visit} status={other.status} />
        <span class="meta">
          {kinds} · <Moment visit={visit} at={other.openedAt} />
        </span>
      </p>
      <ul class="common">
        {common.slice(0, shownMarks).map((mark) => (
          <Common visit={visit} mark={mark} />
        ))}
        {common.length > shownMarks && <li class="meta">{texts.similarMore(common.length - shownMarks)}</li>}
      </ul>
    </li>
  );
};

const Common = ({ visit, mark: { type, value } }: { readonly visit: SignedInVisit; readonly mark: Mark }) => (
  <li>
    {render(visit, sharedMarkWords[type])}
    {type !== 'change' && (
      <>
        {' '}
        <code {...foreign}>
          {type === 'phrase' ? `“${plainText(defang(value), 200)}”` : plainText(defang(value), 200)}
        </code>
      </>
    )}
  </li>
);
