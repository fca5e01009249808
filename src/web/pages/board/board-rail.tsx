/** Beside the board: work waiting for a person. */
import type { AttackKind } from '../../../core/domain/finding.ts';
import { kindHappened, kindWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import { readIncidents } from '../../../store/reads/incidents.ts';
import { readSuspects } from '../../../store/reads/suspects.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Age, StatusBadge } from '../../views/badges.tsx';
import { render } from '../../views/wording.ts';
import { readWaitingReports, WaitingReports } from '../reporting/due.tsx';
import { OnDuty } from './on-duty.tsx';

const shown = 6;

export async function readRail(visit: SignedInVisit) {
  const { db } = visit.web.parts;
  return {
    incidents: await readIncidents(db, visit.scope, { status: 'live', offset: 0, limit: shown }),
    suspects: await readSuspects(db, visit.scope, { offset: 0, limit: shown }),
    waiting: await readWaitingReports(visit),
  };
}

type RailData = Awaited<ReturnType<typeof readRail>>;

export const Rail = ({ visit, rail }: { visit: SignedInVisit; rail: RailData }) => (
  <aside class="rail" id="rail" data-fresh>
    <Incidents visit={visit} {...rail.incidents} />
    {rail.waiting.length > 0 && <WaitingReports visit={visit} waiting={rail.waiting} />}
    <OnDuty visit={visit} />
    <Suspects visit={visit} {...rail.suspects} />
  </aside>
);

const Incidents = ({ visit, incidents, found }: { visit: SignedInVisit } & RailData['incidents']) => {
  const { texts } = visit;
  return (
    <section class="sheet" aria-labelledby="rail-incidents">
      <div class="sheet-head">
        <h2 id="rail-incidents">{texts.railIncidents}</h2>
        {found > shown && <a href="/incidents">{texts.seeAll(found)}</a>}
      </div>
      {incidents.length === 0 ? (
        <p class="empty">{texts.railNoIncidents}</p>
      ) : (
        <ul class="queue">
          {incidents.map((incident) => (
            <li class={incident.status === 'open' ? 'edge-alarm' : 'edge-suspect'}>
              <a id={`rail-incident-${incident.number}`} href={`/incidents/${incident.number}`}>
                {plainText(incident.siteName, 120)}
              </a>
              <p>{incident.kinds.map((kind) => render(visit, kindHappened[kind])).join(', ')}</p>
              <p class="meta">
                <StatusBadge visit={visit} status={incident.status} />
                <span>
                  {texts.incidentShort(incident.number)} · <Age visit={visit} at={incident.openedAt} />
                </span>
                <span>
                  {incident.assigneeName === null
                    ? texts.incidentNobody
                    : texts.assignedTo(plainText(incident.assigneeName, 80))}
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

const Suspects = ({ visit, suspects, found }: { visit: SignedInVisit } & RailData['suspects']) => {
  const { texts } = visit;
  return (
    <section class="sheet" aria-labelledby="rail-suspects">
      <div class="sheet-head">
        <h2 id="rail-suspects">{texts.railSuspects}</h2>
        {found > 0 && <a href="/suspects">{texts.seeAll(found)}</a>}
      </div>
      {suspects.length === 0 ? (
        <p class="empty">{texts.railNoSuspects}</p>
      ) : (
        <ul class="queue">
          {suspects.map((suspect) => (
            <li class="edge-suspect">
              <a id={`rail-suspect-${suspect.id}`} href={`/looks/${suspect.checkId}`}>
                {plainText(suspect.siteName, 120)}
              </a>
              <p>{render(visit, kindWords[suspect.kind as AttackKind])}</p>
              <p class="meta">
                <span>
                  {texts.suspectSeen(suspect.seenCount)} · <Age visit={visit} at={suspect.lastSeenAt} />
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
