/** One incident: what happened, how certain it is, the evidence, and what to do. */
import type { AttackKind } from '../../../core/domain/finding.ts';
import type { IncidentTarget } from '../../../core/domain/incident.ts';
import { holds } from '../../../core/people/actor.ts';
import type { TextDifference } from '../../../core/readers.ts';
import { certaintyWords, kindHappened, kindWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import { ignoredChangesOf } from '../../../store/incidents/ignored-changes.ts';
import { maintenanceEnds } from '../../../store/incidents/maintenance.ts';
import { type Evidence, readEvidence } from '../../../store/reads/evidence.ts';
import { readIncident, type ShownIncident } from '../../../store/reads/incidents.ts';
import { targetsOfIncident } from '../../../store/reads/looks.ts';
import { readSimilar } from '../../../store/reads/related/similar-incidents.ts';
import { type Compared, evidenceText } from '../../evidence-text.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Age, LevelBadge, Moment, StatusBadge } from '../../views/badges.tsx';
import { EvidenceView } from '../../views/evidence.tsx';
import { Findings, type IgnoredChanges } from '../../views/findings.tsx';
import { PostForm } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { Keys } from '../../views/keys.tsx';
import { renderPage } from '../../views/layout.tsx';
import { moment, registeredAddress, render, roundedAge, scoreText, span } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { readCalls } from '../agencies/who-to-call.tsx';
import { failurePage } from '../failure.tsx';
import { readReporting } from '../reporting/incident-reporting.tsx';
import { ApproveSeveral } from '../sites/approve-several.tsx';
import { assigneesFor } from './incident-acts.ts';
import { readIncidentEvidence } from './incident-evidence.tsx';
import { IncidentIndicators } from './incident-indicators.tsx';
import { IncidentPlanted } from './incident-planted.tsx';
import { IncidentSide } from './incident-side.tsx';
import { SimilarIncidents } from './similar-incidents.tsx';
import { readTimeline, TimelineView } from './timeline.tsx';

/** Evidence of further targets is behind a link: each costs two parsed pages. */
const unfoldedTargets = 3;

interface TargetEvidence {
  readonly target: IncidentTarget;
  readonly evidence: Evidence | null;
  readonly difference: Compared<TextDifference>;
}

export async function showIncident(visit: SignedInVisit): Promise<Response> {
  const { db } = visit.web.parts;
  const incident = await readIncident(db, visit.scope, numberParam(visit, 'number'));
  if (!incident) return failurePage(visit, 'not-found');
  const targets: TargetEvidence[] = [];
  for (const [index, target] of incident.targets.entries()) {
    const shown = index < unfoldedTargets && target.checkId !== null;
    const evidence = shown ? await readEvidence(db, visit.scope, target.checkId) : null;
    const difference = evidence ? await evidenceText(visit.web.parts, evidence) : 'not-kept';
    targets.push({ target, evidence, difference });
  }
  const ignored = await ignoredChangesOf(db, incident.siteId, visit.now);
  const timeline = await readTimeline(visit, await targetsOfIncident(db, incident.number));
  const maintenance = await maintenanceEnds(db, [incident.siteId], visit.now);
  const assignees = await assigneesFor(visit, incident);
  const calls = await readCalls(visit, incident.siteId);
  const similar = await readSimilar(db, visit.scope, incident.number);
  const kept = await readIncidentEvidence(visit, incident);
  const reporting = await readReporting(visit, incident.number);
  return renderPage(visit, {
    title: `${visit.texts.incidentTitle(incident.number)} · ${plainText(incident.siteName, 120)}`,
    section: 'incidents',
    assets: ['incident.css', 'incident.js'],
    body: (
      <div class="incident">
        <Head visit={visit} incident={incident} maintenanceUntil={maintenance.get(incident.siteId)} />
        <FirstPictures visit={visit} targets={targets} />
        <IncidentSide
          visit={visit}
          incident={incident}
          assignees={assignees}
          calls={calls}
          evidence={kept}
          reporting={reporting}
        />
        <div class="incident-main">
          <div class="main-head">
            <h2 id="pages">{visit.texts.incidentTargets(incident.targets.length)}</h2>
            <Keys visit={visit} mayJudge={holds(visit.actor, 'judge')} through="targets" />
          </div>
          {targets.map((one) => (
            <Target visit={visit} incident={incident} shown={one} ignored={ignored} />
          ))}
          <IncidentPlanted visit={visit} incident={incident} />
          <IncidentIndicators visit={visit} incident={incident} />
          <SimilarIncidents visit={visit} incident={incident} similar={similar} />
          <ApproveSeveral visit={visit} incident={incident} />
          <TimelineView visit={visit} timeline={timeline} />
        </div>
      </div>
    ),
  });
}

/** On a phone the evidence is far below, so what happened is shown at the top as well. */
const FirstPictures = ({ visit, targets }: { visit: SignedInVisit; targets: readonly TargetEvidence[] }) => {
  const { texts } = visit;
  const evidence = targets.find(({ evidence: one }) => (one?.after?.screenshotHash ?? null) !== null)?.evidence;
  if (!evidence) return null;
  const site = plainText(evidence.siteName, 120);
  const small = (side: 'before' | 'after') => `/looks/${evidence.check.id}/pictures/${side}/small`;
  return (
    <a class="first-pictures" href="#pages">
      {(evidence.before?.screenshotHash ?? null) !== null && (
        <span>
          {texts.pictureBefore}
          <img src={small('before')} alt={texts.pictureBeforeAlt(site)} loading="lazy" />
        </span>
      )}
      <span>
        {texts.pictureAfter}
        <img src={small('after')} alt={texts.pictureAfterAlt(site)} loading="lazy" />
      </span>
    </a>
  );
};

interface HeadProps {
  readonly visit: SignedInVisit;
  readonly incident: ShownIncident;
  readonly maintenanceUntil: number | undefined;
}

const Head = ({ visit, incident, maintenanceUntil }: HeadProps) => {
  const { texts } = visit;
  const score = Math.max(0, ...incident.targets.map((target) => target.score));
  const until = incident.endedAt ?? visit.now;
  return (
    <header class={`incident-head edge-${incident.status === 'open' ? 'alarm' : incident.status}`}>
      <p class="crumbs">
        <a href="/incidents">{texts.incidentsTitle}</a> › {texts.incidentTitle(incident.number)}
      </p>
      <h1>
        <a href={`/sites/${incident.siteId}`}>{plainText(incident.siteName, 160)}</a>{' '}
        <span>{incident.kinds.map((kind) => render(visit, kindHappened[kind])).join(', ')}</span>
      </h1>
      <p class="address">
        {registeredAddress(incident.siteUrl)}
        {incident.agency !== null && (
          <>
            {' · '}
            <a href={`/agencies/${incident.agencyId}`}>{plainText(incident.agency, 160)}</a>
          </>
        )}
      </p>
      {maintenanceUntil !== undefined && (
        <p class="window-on">{texts.maintenanceUntil(moment(visit, maintenanceUntil))}</p>
      )}
      <Undo visit={visit} incident={incident} />
      <OwnWork visit={visit} incident={incident} />
      <dl class="key-facts">
        <div>
          <dt>{texts.columnState}</dt>
          <dd>
            <StatusBadge visit={visit} status={incident.status} />
          </dd>
        </div>
        <div>
          <dt>{texts.incidentOpened}</dt>
          <dd>
            <Moment visit={visit} at={incident.openedAt} />
            <small>
              {incident.endedAt === null ? (
                <Age visit={visit} at={incident.openedAt} />
              ) : (
                texts.incidentLasted(span(visit, roundedAge(until - incident.openedAt)))
              )}
            </small>
          </dd>
        </div>
        {incident.endedAt !== null && (
          <div>
            <dt>{texts.incidentEnded}</dt>
            <dd>
              <Moment visit={visit} at={incident.endedAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>{texts.incidentSure}</dt>
          <dd>
            {render(visit, certaintyWords(score))}
            <small>{texts.incidentScore(scoreText(visit, score))}</small>
          </dd>
        </div>
        <div>
          <dt>{texts.incidentAssignee}</dt>
          <dd>{incident.assignee === null ? texts.incidentNobody : plainText(incident.assignee.name, 80)}</dd>
        </div>
      </dl>
      <Links visit={visit} incident={incident} />
      <a class="button to-evidence" href="#pages">
        {texts.suspectLook}
      </a>
    </header>
  );
};

/** Shown directly after a decision: it can be undone before anybody is mailed. */
const Undo = ({ visit, incident }: Omit<HeadProps, 'maintenanceUntil'>) => {
  const done = visit.url.searchParams.get('done') ?? '';
  const isFresh = done === incident.status && done !== 'open' && holds(visit.actor, 'judge');
  if (!isFresh) return null;
  return (
    <PostForm visit={visit} action={`/incidents/${incident.number}/undo`} class="undo">
      <button type="submit">{visit.texts.undo}</button> <span class="hint">{visit.texts.undoMail}</span>
    </PostForm>
  );
};

/** The agency's claim; it needs verifying, since an attacker may control the mailbox. */
const OwnWork = ({ visit, incident }: Omit<HeadProps, 'maintenanceUntil'>) => {
  const claim = incident.events.findLast(({ type }) => type === 'own-work-claimed');
  if (claim === undefined || incident.endedAt !== null) return null;
  return (
    <p class="banner banner-unknown">
      <Icon name="person" />
      <span>{visit.texts.ownWorkClaimed(plainText(claim.actor, 120), moment(visit, claim.at))}</span>
    </p>
  );
};

const Links = ({ visit, incident }: { visit: SignedInVisit; incident: ShownIncident }) => {
  const { texts } = visit;
  const { acknowledgement, previousNumber, nextNumber, campaignNumber } = incident;
  if (!acknowledgement && previousNumber === null && nextNumber === null && campaignNumber === null) return null;
  return (
    <ul class="relations">
      {acknowledgement && (
        <li>{texts.incidentAcknowledgedBy(plainText(acknowledgement.by, 80), moment(visit, acknowledgement.at))}</li>
      )}
      {campaignNumber !== null && (
        <li>
          <a href={`/campaigns/${campaignNumber}`}>{texts.incidentCampaign(campaignNumber)}</a>
        </li>
      )}
      {previousNumber !== null && (
        <li>
          <a href={`/incidents/${previousNumber}`}>{texts.incidentReturn(previousNumber)}</a>
        </li>
      )}
      {nextNumber !== null && (
        <li>
          <a href={`/incidents/${nextNumber}`}>{texts.incidentNext(nextNumber)}</a>
        </li>
      )}
    </ul>
  );
};

interface TargetProps {
  readonly visit: SignedInVisit;
  readonly incident: ShownIncident;
  readonly shown: TargetEvidence;
  readonly ignored: IgnoredChanges;
}

/** A person ended it without a normal look, so the page must not claim that there was one. */
function endText({ visit, incident, shown: { target } }: Omit<TargetProps, 'ignored'>): string {
  const { texts } = visit;
  const { recoveredAt } = target;
  if (recoveredAt === null) return texts.targetStillBad;
  const isByHand = incident.events.some(
    ({ at, actor, type }) => at === recoveredAt && actor !== 'system' && handEnds.includes(type),
  );
  return (isByHand ? texts.closedByHandAt : texts.recoveredAt)(moment(visit, recoveredAt));
}

const handEnds: readonly string[] = ['approved', 'resolved', 'dismissed'];

const Target = ({ visit, incident, shown, ignored }: TargetProps) => {
  const { texts } = visit;
  const { target, evidence, difference } = shown;
  return (
    <section class="sheet target" tabindex={-1} data-step aria-label={registeredAddress(target.url)}>
      <div class="target-head">
        <h3 class="address">
          <a href={`/targets/${target.targetId}`}>{registeredAddress(target.url)}</a>
        </h3>
        <LevelBadge visit={visit} level={target.level} />
        <span class="kind">{render(visit, kindWords[target.kind as AttackKind])}</span>
      </div>
      <p class="meta">
        {texts.firedAt(moment(visit, target.firedAt))} ·{' '}
        {target.confirmation && `${texts.confirmed(target.confirmation.alarms, target.confirmation.looks)} · `}
        {endText({ visit, incident, shown })}
      </p>
      {evidence ? (
        <EvidenceView
          visit={visit}
          evidence={evidence}
          findings={target.findings}
          difference={difference}
          ignored={ignored}
          incidentNumber={incident.number}
        />
      ) : (
        <>
          <Findings
            visit={visit}
            findings={target.findings}
            checkId={target.checkId}
            ignored={ignored}
            incidentNumber={incident.number}
          />
          {target.checkId !== null && (
            <p>
              <a href={`/looks/${target.checkId}`}>{texts.suspectLook}</a>
            </p>
          )}
        </>
      )}
    </section>
  );
};
