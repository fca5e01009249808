/** How long agencies took to acknowledge incidents and to recover. */
import { attacksOf, type Durations, type IncidentFact, timesByAgency } from '../../../core/incidents/figures.ts';
import { plainText } from '../../../core/text.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { DurationRange, DurationScale } from '../../views/charts/small.tsx';
import { Sheet } from '../../views/layout.tsx';
import { durationText } from '../../views/wording.ts';

/** The agencies with the most incidents. */
const shown = 12;

export const AgencyTimesTable = ({ visit, facts }: { visit: SignedInVisit; facts: readonly IncidentFact[] }) => {
  const { texts } = visit;
  const rows = timesByAgency(attacksOf(facts));
  return (
    <Sheet title={texts.timesTitle} id="times">
      {rows.length === 0 ? (
        <p class="empty">{texts.timesNone}</p>
      ) : (
        <table class="times">
          <thead>
            <tr>
              <th scope="col">{texts.siteAgency}</th>
              <th scope="col" class="figure">
                {texts.navIncidents}
              </th>
              <th scope="col">
                {texts.timeToAcknowledge}
                <DurationScale textOf={(ms) => durationText(visit, ms)} />
              </th>
              <th scope="col">
                {texts.timeToRecover}
                <DurationScale textOf={(ms) => durationText(visit, ms)} />
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map(({ agency, incidents, acknowledge, recover }) => (
              <tr>
                <th scope="row">{agency === null ? texts.siteNoAgency : plainText(agency, 120)}</th>
                <td class="figure" data-label={texts.navIncidents}>
                  {incidents}
                </td>
                <td data-label={texts.timeToAcknowledge}>
                  <DurationCell visit={visit} durations={acknowledge} of={incidents} name={texts.timeToAcknowledge} />
                </td>
                <td data-label={texts.timeToRecover}>
                  <DurationCell visit={visit} durations={recover} of={incidents} name={texts.timeToRecover} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > shown && <p class="meta">{texts.timesMore(rows.length - shown)}</p>}
      <p class="hint">{texts.timesHow}</p>
    </Sheet>
  );
};

interface CellProps {
  readonly visit: SignedInVisit;
  readonly durations: Durations;
  /** Number of incidents. */
  readonly of: number;
  readonly name: string;
}

const DurationCell = ({ visit, durations, of, name }: CellProps) => {
  const { texts } = visit;
  const { count, median, p90 } = durations;
  if (median === null || p90 === null) return <span class="meta">{texts.timesNotYet}</span>;
  const [half, most] = [durationText(visit, median), durationText(visit, p90)];
  const text = half === most ? half : `${half} · ${most}`;
  return (
    <>
      <span class="on-phone">
        <DurationScale textOf={(ms) => durationText(visit, ms)} />
      </span>
      <DurationRange median={median} p90={p90} label={`${name}: ${text}`} />
      <span class="sub">
        {text}
        {count < of && ` · ${texts.timesOf(count, of)}`}
      </span>
    </>
  );
};
