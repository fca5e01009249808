/** Indicators in an incident's evidence, to be looked up, blocked or shared elsewhere. */
import { indicatorsOf } from '../../../core/detect/shared/indicators.ts';
import { type Indicator, indicatorTypes } from '../../../core/domain/finding.ts';
import { indicatorTypeWords } from '../../../core/terms.ts';
import type { ShownIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { foreign } from '../../views/foreign.ts';
import { Sheet } from '../../views/layout.tsx';
import { render } from '../../views/wording.ts';

/** Per type; the evidence and `incident show --json` contain all. */
const shownOfType = 30;

export const IncidentIndicators = ({ visit, incident }: { visit: SignedInVisit; incident: ShownIncident }) => {
  const { texts } = visit;
  const all = indicatorsOf(incident.targets.flatMap(({ findings }) => findings));
  if (all.length === 0) return null;
  const byType = Map.groupBy(all, ({ type }) => type);
  const shown = indicatorTypes.flatMap((type) => (byType.get(type) ?? []).slice(0, shownOfType));
  return (
    <Sheet
      title={texts.indicators}
      id="indicators"
      class="indicators"
      aside={
        <button type="button" class="copy" data-copy={shown.map(({ value }) => value).join('\n')} hidden>
          {texts.copyAll(shown.length)}
        </button>
      }
    >
      <p class="hint">{texts.indicatorsHelp}</p>
      <dl>
        {indicatorTypes.map((type) => (
          <OfType visit={visit} found={byType.get(type) ?? []} type={type} />
        ))}
      </dl>
      <p class="meta">
        {texts.indicatorsDownload} <a href={`/incidents/${incident.number}/stix`}>STIX 2.1</a> ·{' '}
        <a href={`/incidents/${incident.number}/misp`}>MISP</a>
      </p>
      <p class="copied" role="status" data-copied={texts.copied}></p>
    </Sheet>
  );
};

interface OfTypeProps {
  readonly visit: SignedInVisit;
  readonly type: Indicator['type'];
  readonly found: readonly Indicator[];
}

const OfType = ({ visit, type, found }: OfTypeProps) => {
  const { texts } = visit;
  if (found.length === 0) return null;
  return (
    <>
      <dt>{render(visit, indicatorTypeWords[type])}</dt>
      <dd>
        <ul>
          {found.slice(0, shownOfType).map(({ value }) => (
            <li>
              <code {...foreign}>{value}</code>
              <button type="button" class="copy" data-copy={value} aria-label={`${texts.copy}: ${value}`} hidden>
                {texts.copy}
              </button>
            </li>
          ))}
          {found.length > shownOfType && <li class="meta">{texts.indicatorsMore(found.length - shownOfType)}</li>}
        </ul>
      </dd>
    </>
  );
};
