/** Acts for several portals at once: the fields, the consequence in words, and the act on each portal. */
import type { Child } from 'hono/jsx';
import { longestTag, tagNames } from '../../../core/domain/tag.ts';
import { VonggacError } from '../../../core/errors.ts';
import { plainText } from '../../../core/text.ts';
import { getSite } from '../../../store/registry/registry.ts';
import type { UsedTag } from '../../../store/registry/tags.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { localMoment } from '../../moments.ts';
import type { Texts } from '../../texts/keys.ts';
import { Field } from '../../views/form.tsx';
import { IntervalChoice, intervalOf } from '../../views/interval.tsx';
import { noteOf } from '../act.ts';

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

const maxReason = 500;

const typed = (visit: SignedInVisit, name: string) => visit.form.get(name) ?? '';

const MomentField = (props: { visit: SignedInVisit; name: string; label: string; optional?: boolean }) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <input
      id={props.name}
      name={props.name}
      type="datetime-local"
      value={typed(props.visit, props.name)}
      required={!props.optional}
    />
  </div>
);

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

function momentIn(visit: SignedInVisit, name: string): number {
  return localMoment(typed(visit, name), visit.web.parts.config.schedule.timezone);
}

const reasonIn = (visit: SignedInVisit) => noteOf(visit, 'reason')?.slice(0, maxReason);

/** The act for each of the portal's registered pages that has another interval. */
async function changeIntervals(visit: SignedInVisit, siteId: number): Promise<void> {
  const everyMs = intervalOf(visit);
  const site = await getSite(visit.web.parts.db, siteId);
  const pages = site?.targets.filter((page) => page.role === 'registered' && page.everyMs !== everyMs) ?? [];
  for (const { id } of pages) await visit.web.acts.changeInterval(visit.actor, id, everyMs);
}

/** As typed; an invalid time is refused instead of ignored. */
function pauseEnd(visit: SignedInVisit): number | undefined {
  if (typed(visit, 'until') === '') return undefined;
  const until = momentIn(visit, 'until');
  if (!Number.isNaN(until)) return until;
  throw new VonggacError('bad-input', 'Write the end of the pause as a date and time.', {
    vi: 'Hãy ghi thời điểm theo dõi tiếp theo ngày và giờ.',
  });
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
    run: (visit, siteId) =>
      visit.web.acts.pauseSite(visit.actor, siteId, { reason: reasonIn(visit), until: pauseEnd(visit) }),
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
