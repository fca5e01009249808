/** Small badges: state, level, status, age. */
import type { Level } from '../../core/domain/finding.ts';
import type { IncidentStatus } from '../../core/domain/incident.ts';
import { incidentStatusWords, levelWords } from '../../core/terms.ts';
import type { SiteState } from '../../store/reads/site-state.ts';
import type { Visit } from '../gate/route.ts';
import { Icon } from './icon.tsx';
import { age, exactMoment, minuteOf, moment, render, stateHelp, stateText } from './wording.ts';

export const StateBadge = ({ visit, state }: { visit: Visit; state: SiteState }) => (
  <span class={`badge state-${state}`} title={stateHelp(visit.texts, state)}>
    <Icon name={state} />
    {stateText(visit.texts, state)}
  </span>
);

const levelStates: Readonly<Record<Level, SiteState>> = {
  alarm: 'alarm',
  suspect: 'suspect',
  unknown: 'unknown',
  clean: 'ok',
};

export const LevelBadge = ({ visit, level }: { visit: Visit; level: Level }) => (
  <span class={`badge state-${levelStates[level]}`}>
    <Icon name={levelStates[level]} />
    {render(visit, levelWords[level])}
  </span>
);

const statusStates: Readonly<Record<IncidentStatus, SiteState>> = {
  open: 'alarm',
  acknowledged: 'suspect',
  resolved: 'ok',
  dismissed: 'paused',
};

export const StatusBadge = ({ visit, status }: { visit: Visit; status: IncidentStatus }) => (
  <span class={`badge state-${statusStates[status]}`}>
    <Icon name={statusStates[status]} />
    {render(visit, incidentStatusWords[status])}
  </span>
);

/** @param shared minutes of a list in which seconds tell events apart */
export const Moment = ({ visit, at, shared }: { visit: Visit; at: number; shared?: ReadonlySet<number> }) => (
  <time datetime={new Date(at).toISOString()}>
    {shared?.has(minuteOf(at)) ? exactMoment(visit, at) : moment(visit, at)}
  </time>
);

/** How long ago, with the exact time on hover. */
export const Age = ({ visit, at }: { visit: Visit; at: number }) => (
  <time datetime={new Date(at).toISOString()} title={moment(visit, at)}>
    {age(visit, at)}
  </time>
);
