/** Coverage and availability, portal by portal. */
import { plainText } from '../../../core/text.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { percentText } from '../../views/charts/dates.ts';
import { ChartLegend } from '../../views/charts/figure.tsx';
import { CoverStrip, type CoverTone, PartBar } from '../../views/charts/small.tsx';
import { Sheet } from '../../views/layout.tsx';
import { Pager } from '../../views/pager.tsx';
import { moment, registeredAddress } from '../../views/wording.ts';
import type { Period } from './period.ts';
import type { PortalFigures } from './portal-figures.ts';

interface Props {
  readonly visit: SignedInVisit;
  readonly period: Period;
  readonly portals: readonly PortalFigures[];
  readonly page: number;
  readonly pages: number;
}

export const Portals = ({ visit, period, portals, page, pages }: Props) => {
  const { texts } = visit;
  const { span } = period;
  return (
    <Sheet title={texts.portalsTitle} id="portals">
      <p class="hint">{period.name === 'week' ? texts.portalsByHour : texts.portalsByDay}</p>
      {portals.length === 0 ? (
        <p class="empty">{texts.boardNothing}</p>
      ) : (
        <table class="portals">
          <thead>
            <tr>
              <th scope="col">{texts.columnSite}</th>
              <th scope="col" class="cover-head">
                {texts.coverage}
                <span class="axis" aria-hidden="true">
                  <span>{moment(visit, span.from)}</span>
                  <span>{texts.now}</span>
                </span>
              </th>
              <th scope="col" class="figure">
                {texts.coverageTotal}
              </th>
              <th scope="col" class="wide">
                {texts.availability}
              </th>
              <th scope="col" class="figure">
                {texts.availabilityTotal}
              </th>
            </tr>
          </thead>
          <tbody>
            {portals.map((portal) => (
              <Portal visit={visit} period={period} portal={portal} />
            ))}
          </tbody>
        </table>
      )}
      <ChartLegend
        visit={visit}
        items={[
          { class: 'cover-full', text: texts.coverFull },
          { class: 'cover-most', text: texts.coverMost },
          { class: 'cover-some', text: texts.coverSome },
          { class: 'cover-missing', text: texts.coverMissing, isMissing: true },
          { class: 'share-away', text: texts.shareAway },
        ]}
      />
      <p class="hint">{texts.availabilityHow}</p>
      <Pager visit={visit} page={page} pages={pages} />
    </Sheet>
  );
};

const Portal = ({ visit, period, portal }: { visit: SignedInVisit; period: Period; portal: PortalFigures }) => {
  const { texts } = visit;
  const { site, coverage, covered, available } = portal;
  const tones: Readonly<Record<CoverTone, string>> = {
    full: texts.coverFull,
    most: texts.coverMost,
    some: texts.coverSome,
    missing: texts.coverMissing,
    none: texts.sliceNone,
  };
  const coveredText = covered === null ? texts.figureNone : percentText(visit, covered);
  const availableText = available === null ? texts.figureNone : percentText(visit, available);
  return (
    <tr>
      <th scope="row">
        <a href={`/sites/${site.id}`}>{plainText(site.name, 120)}</a>
        <small>{registeredAddress(site.url)}</small>
      </th>
      <td class="cover-cell">
        <CoverStrip
          shares={coverage}
          label={`${texts.coverage}: ${coveredText}`}
          describe={({ tone, from, length }) => {
            const begin = period.cells[from]?.from ?? 0;
            const end = Math.min(period.cells[from + length - 1]?.to ?? begin, visit.now);
            return `${tones[tone]} · ${moment(visit, begin)} – ${moment(visit, end)}`;
          }}
        />
      </td>
      <td class="figure" data-label={texts.coverage}>
        {coveredText}
      </td>
      <td class="wide share-cell">
        <AvailabilityBar visit={visit} portal={portal} />
      </td>
      <td class="figure" data-label={texts.availability}>
        {availableText}
      </td>
    </tr>
  );
};

/** One portal over the last 30 days, in a sentence and a bar. */
export const PortalMonth = ({ visit, portal }: { visit: SignedInVisit; portal: PortalFigures }) => {
  const { texts } = visit;
  const { covered, available } = portal;
  if (covered === null) return null;
  const known = available === null ? texts.figureNone : percentText(visit, available);
  return (
    <div class="portal-month">
      <p title={texts.availabilityHow}>{texts.portalMonth(percentText(visit, covered), known)}</p>
      <AvailabilityBar visit={visit} portal={portal} />
    </div>
  );
};

/** Shares of the period: reachable, unreachable, no data. */
const AvailabilityBar = ({ visit, portal }: { visit: SignedInVisit; portal: PortalFigures }) => {
  const { texts } = visit;
  const { covered, available } = portal;
  if (covered === null) return null;
  const seen = available === null ? 0 : covered;
  const [up, away] = [seen * (available ?? 0), seen * (1 - (available ?? 0))];
  return (
    <PartBar
      label={texts.availabilityBar(percentText(visit, up), percentText(visit, away), percentText(visit, 1 - seen))}
      parts={[
        { name: 'up', share: up },
        { name: 'away', share: away },
        { name: 'missing', share: 1 - seen },
      ]}
    />
  );
};
