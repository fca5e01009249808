/** What was planted, as a checklist for whoever cleans the portal. */
import {
  type PlantedItem,
  plantedItems,
  plantedTasks,
  plantedTaskWords,
  plantedText,
} from '../../../core/incidents/planted.ts';
import type { ShownIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { foreign } from '../../views/foreign.ts';
import { Sheet } from '../../views/layout.tsx';
import { render } from '../../views/wording.ts';

/** Per task. */
const mostShown = 30;

export const IncidentPlanted = ({ visit, incident }: { visit: SignedInVisit; incident: ShownIncident }) => {
  const { texts, language } = visit;
  const items = plantedItems(incident.targets);
  if (items.length === 0) return null;
  return (
    <Sheet
      title={texts.planted}
      id="planted"
      class="indicators planted"
      aside={
        <button type="button" class="copy" data-copy={plantedText(items, language)} hidden>
          {texts.plantedCopy}
        </button>
      }
    >
      <p class="hint">{texts.plantedHelp}</p>
      <dl>
        {plantedTasks.map((task) => {
          const ofTask = items.filter((item) => item.task === task);
          if (ofTask.length === 0) return null;
          return (
            <>
              <dt>{render(visit, plantedTaskWords[task])}</dt>
              <dd>
                <ul>
                  {ofTask.slice(0, mostShown).map((item) => (
                    <Item visit={visit} item={item} />
                  ))}
                  {ofTask.length > mostShown && <li class="meta">{texts.plantedMore(ofTask.length - mostShown)}</li>}
                </ul>
              </dd>
            </>
          );
        })}
      </dl>
      <p class="copied" role="status" data-copied={texts.copied}></p>
    </Sheet>
  );
};

const Item = ({ visit, item: { value, seen } }: { visit: SignedInVisit; item: PlantedItem }) => (
  <li>
    <label>
      <input type="checkbox" /> <code {...foreign}>{value}</code>
    </label>
    <small class="meta">
      {visit.texts.plantedSeen}:{' '}
      <span {...foreign}>{seen.map(({ url, path }) => (path === null ? url : `${url} (${path})`)).join('; ')}</span>
    </small>
  </li>
);
