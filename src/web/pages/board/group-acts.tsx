/** Acts for several portals at once: the fields, the consequence in words, and the act on each portal. */
import type { Child } from 'hono/jsx';
import { longestTag, tagNames } from '../../../core/domain/tag.ts';
import { plainText } from '../../../core/text.ts';
import { getSite } from '../../../store/registry/registry.ts';
import type { UsedTag } from '../../../store/registry/tags.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Texts } from '../../texts/keys.ts';
import { Field } from '../../views/form.tsx';
import { IntervalChoice, intervalOf } from '../../views/interval.tsx';
import { noteOf } from '../act.ts';
import { MomentField, maxReason, momentIn, pauseIn, typed } from '../sites/pause.tsx';

interface FieldsOf {
  readonly visit: SignedInVisit;
  /** Suggested values. */
  readonly tags: readonly UsedTag[];
}

export interface GroupAct {
  label(texts: Texts): string;
  /** The consequence, in one sentence. */
  means(texts: Texts, count: number): string;
  fields?(of: FieldsOf): Child;
  /** @throws VonggacError with the reason why this portal is left unchanged */
  run(visit: SignedInVisit, siteId: number): Promise<void>;
}

const ReasonField = ({ visit, label, optional }: { visit: SignedInVisit; label: string; optional?: boolean }) => (
  <Field name="reason" label={label} value={typed(visit, 'reason')} autocomplete="off" optional={optional ?? false} />
);

const TagField = ({ visit, tags }: FieldsOf) => (
  <>
    <Field
      name="tags"
      label={visit.texts.siteTags}
      hint={visit.texts.groupTagHint}
      value={typed(visit, 'tags')}
      autocomplete="off"
      list="known-tags"
    />
    <datalist id="known-tags">
      {tags.map(({ name }) => (
        <option value={plainText(name, longestTag)}></option>
      ))}
    </datalist>
  </>
);

const reasonIn = (visit: SignedInVisit) => noteOf(visit, 'reason')?.slice(0, maxReason);

/** The act for each of the portal's registered pages that has another interval. */
async function changeIntervals(visit: SignedInVisit, siteId: number): Promise<void> {
  const everyMs = intervalOf(visit);
  const site = await getSite(visit.web.parts.db, siteId);
  const pages = site?.targets.filter((page) => page.role === 'registered' && page.everyMs !== everyMs) ?? [];
  for (const { id } of pages) await visit.web.acts.changeInterval(visit.actor, id, everyMs);
}

export const groupActs = {
  pause: {
    label: (texts) => texts.sitePause,
    means: (texts, count) => texts.groupPauseMeans(count),
    fields: ({ visit }) => (
      <>
        <MomentField visit={visit} name="until" label={visit.texts.groupPauseUntil} optional />
        <ReasonField visit={visit} label={visit.texts.groupPauseReason} optional />
      </>
    ),
    run: (visit, siteId) => visit.web.acts.pauseSite(visit.actor, siteId, pauseIn(visit)),
  },
  resume: {
    label: (texts) => texts.siteResume,
    means: (texts, count) => texts.groupResumeMeans(count),
    run: (visit, siteId) => visit.web.acts.resumeSite(visit.actor, siteId),
  },
  interval: {
    label: (texts) => texts.intervalButton,
    means: (texts, count) => texts.groupIntervalMeans(count),
    fields: ({ visit }) => <IntervalChoice visit={visit} everyMs={intervalOf(visit)} />,
    run: changeIntervals,
  },
  maintenance: {
    label: (texts) => texts.maintenanceButton,
    means: (texts, count) => texts.groupMaintenanceMeans(count),
    fields: ({ visit }) => (
      <>
        <MomentField visit={visit} name="begins" label={visit.texts.maintenanceFrom} />
        <MomentField visit={visit} name="ends" label={visit.texts.maintenanceTo} />
        <ReasonField visit={visit} label={visit.texts.maintenanceReason} />
      </>
    ),
    run: (visit, siteId) =>
      visit.web.acts.announceMaintenance(visit.actor, siteId, {
        beginsAt: momentIn(visit, 'begins'),
        endsAt: momentIn(visit, 'ends'),
        reason: reasonIn(visit) ?? '',
      }),
  },
  tag: {
    label: (texts) => texts.groupTag,
    means: (texts, count) => texts.groupTagMeans(count),
    fields: TagField,
    run: (visit, siteId) =>
      visit.web.acts.tagSite(visit.actor, siteId, { add: tagNames(typed(visit, 'tags')), remove: [] }),
  },
  untag: {
    label: (texts) => texts.groupUntag,
    means: (texts, count) => texts.groupUntagMeans(count),
    fields: TagField,
    run: (visit, siteId) =>
      visit.web.acts.tagSite(visit.actor, siteId, { add: [], remove: tagNames(typed(visit, 'tags')) }),
  },
} as const satisfies Record<string, GroupAct>;

export type GroupActName = keyof typeof groupActs;

export function groupActCalled(name: string): GroupAct | null {
  return Object.hasOwn(groupActs, name) ? groupActs[name as GroupActName] : null;
}
