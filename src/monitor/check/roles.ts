/** How the checks of a registered page, a discovered page and a host's names differ. */

import type { Config } from '../../config/schema/schema.ts';
import type { Content } from '../../core/domain/content.ts';
import type { ProbeRole, TargetRole, TargetState } from '../../core/domain/target.ts';
import { roleRules } from '../../core/judge/role-rules.ts';
import { type ObservedLook, type Settled, settle } from '../../core/judge/settle.ts';
import { controlAddress } from '../../core/pages/control-address.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { finishLearning } from '../baseline/learn-baseline.ts';
import { loadKnowledge } from '../discovery/load-knowledge.ts';
import { noteLinks } from '../discovery/note-links.ts';
import { lookAtHostNames } from '../names/look-at-host-names.ts';
import type { CalendarParts, MonitorParts } from '../parts.ts';
import { dailyPicture } from './daily-picture.ts';
import { type LookOptions, lookAtPage } from './look/look-at-page.ts';
import type { Observed } from './look/observed.ts';
import { rhythmOf, ruleOf } from './rhythm.ts';
import { currentTargetOf, type StoredTarget } from './stored-target.ts';

export type SettleParts = CalendarParts;

export interface Role {
  /** One bounded look, judged. */
  look(parts: MonitorParts, target: TargetRow, options: LookOptions): Promise<Observed>;
  /** A small picture of a look of which nothing else is kept; null when none is due. */
  picture(parts: MonitorParts, target: TargetRow, observed: Observed, startedAt: number): Promise<Content | null>;
  /** What the look means for the target as it stands. Pure. */
  settle(parts: SettleParts, stored: StoredTarget, look: ObservedLook, now: number): Settled;
  /** What a recorded look triggers beyond its target's state. */
  after(parts: MonitorParts, target: TargetRow, observed: Observed, state: TargetState): Promise<void>;
}

type EveryMs = (config: Config, target: Pick<TargetRow, 'everyMs'>) => number;

const pageEveryMs: EveryMs = ({ schedule }, { everyMs }) => everyMs ?? schedule.every;
const namesEveryMs: EveryMs = ({ names }) => names.every;

function settleAs(role: TargetRole, everyMs: EveryMs): Role['settle'] {
  return ({ config, calendar }, stored, look, now) => {
    const { row } = stored;
    const rhythm = rhythmOf(config, calendar(now), { everyMs: everyMs(config, row), resolvedAt: row.resolvedAt }, now);
    const pace = { rule: ruleOf(config), rhythm, profilesEveryMs: config.schedule.profilesEvery };
    return settle(currentTargetOf(stored), look, roleRules[role], pace, now);
  };
}

const registeredPage: Role = {
  look: (parts, target, options) => {
    const hasProfileTurns = parts.config.schedule.profilesEvery > 0;
    return lookAtPage(parts, target, { url: target.url, hasProfileTurns, site: async () => null }, options);
  },
  picture: dailyPicture,
  settle: settleAs('registered', pageEveryMs),
  after: async (parts, target, observed, state) => {
    await learnOn(parts, target, observed, state);
    await noteLinks(parts, target, observed);
  },
};

const noPicture: Role['picture'] = async () => null;

const learnOn: Role['after'] = async (parts, { id }, _observed, { status }) => {
  if (status === 'learning') await finishLearning(parts, id);
};

/** @param addressOf the address to look at this time */
function foundPage(role: ProbeRole, addressOf: (parts: MonitorParts, target: TargetRow) => string): Role {
  return {
    look: (parts, target, options) => {
      const site = async () => ({ role, knowledge: await loadKnowledge(parts.db, target.siteId) });
      return lookAtPage(parts, target, { url: addressOf(parts, target), hasProfileTurns: false, site }, options);
    },
    picture: noPicture,
    settle: settleAs(role, pageEveryMs),
    // It is learned only when a person has it relearned.
    after: learnOn,
  };
}

const hostNames: Role = {
  look: lookAtHostNames,
  picture: noPicture,
  settle: settleAs('names', namesEveryMs),
  after: async () => {},
};

const ownAddress = (_parts: MonitorParts, { url }: TargetRow): string => url;
/** The not-found probe uses a new name each time: an address that always gives the same response may be a real page. */
const freshAddress = (parts: MonitorParts, { url }: TargetRow): string => controlAddress(url, parts.newId());

export const roles: Readonly<Record<TargetRole, Role>> = {
  registered: registeredPage,
  names: hostNames,
  found: foundPage('found', ownAddress),
  'not-found': foundPage('not-found', freshAddress),
  telling: foundPage('telling', ownAddress),
  plain: foundPage('plain', ownAddress),
};
