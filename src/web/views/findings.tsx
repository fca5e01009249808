/** Findings with their reasons; those located in the picture carry its annotation number. */
import { type FindingSubject, groupFindings } from '../../core/detect/shared/finding-groups.ts';
import type { Finding, Place } from '../../core/domain/finding.ts';
import { holds } from '../../core/people/actor.ts';
import { familyWords, kindWords } from '../../core/terms.ts';
import { plainText } from '../../core/text.ts';
import type { IgnoredChangeTable } from '../../store/schema/schema-incidents.ts';
import type { SignedInVisit, Visit } from '../gate/route.ts';
import type { Texts } from '../texts/keys.ts';
import { Back } from './back.tsx';
import { foreign } from './foreign.ts';
import { PostForm } from './form.tsx';
import { moment, render, renderReason, scoreText } from './wording.ts';

/** Annotation numbers in the picture, by finding. */
export function annotationNumbers(findings: readonly Finding[]): ReadonlyMap<Finding, number> {
  return new Map(findings.filter((finding) => finding.place?.box).map((finding, index) => [finding, index + 1]));
}

/** Element id of a finding's annotation. */
export function annotationId(checkId: number, number: number): string {
  return `mark-${checkId}-${number}`;
}

/** How long a change may be ignored from here; the middle choice is the default. */
export const ignoreChoicesDays = [1, 7, 30] as const;

/** Changes currently ignored on the site, by fingerprint. */
export type IgnoredChanges = ReadonlyMap<
  string,
  Pick<IgnoredChangeTable, 'siteId' | 'fingerprint' | 'expiresAt' | 'createdBy'>
>;

interface FindingsProps {
  readonly visit: SignedInVisit;
  readonly findings: readonly Finding[];
  /** The look that found them; null when it is no longer kept. */
  readonly checkId: number | null;
  readonly ignored: IgnoredChanges;
  /** Where acts return to. */
  readonly incidentNumber?: number | undefined;
}

export const Findings = ({ visit, findings, checkId, ignored, incidentNumber }: FindingsProps) => {
  const { texts } = visit;
  const mayIgnore = checkId !== null && holds(visit.actor, 'judge');
  if (findings.length === 0) return <p class="empty">{texts.findingsNone}</p>;
  const annotations = annotationNumbers(findings);
  const strongest = Math.max(...findings.map((finding) => finding.score), 1);
  const listOf = (some: readonly Finding[]) => (
    <ol class="findings">
      {some
        .map((finding) => ({ finding, change: ignoredOf(ignored, finding) }))
        .map(({ finding, change }) => (
          <li class={change ? 'finding-ignored' : undefined}>
            <div class="finding-head">
              {annotations.has(finding) && (
                <Annotation visit={visit} checkId={checkId} number={annotations.get(finding) ?? 0} />
              )}
              <b>{renderReason(visit, finding.reason)}</b>
            </div>
            <p class="meta">
              {finding.score > 0 && (
                <meter min={0} max={strongest} value={finding.score} aria-label={texts.columnScore}>
                  {scoreText(visit, finding.score)}
                </meter>
              )}
              <span>
                {finding.score > 0 ? texts.incidentScore(scoreText(visit, finding.score)) : texts.findingRemark} ·{' '}
                {render(visit, familyWords[finding.family])} · {render(visit, kindWords[finding.kind])} ·{' '}
                <code>{plainText(finding.detector, 60)}</code>
              </span>
            </p>
            {finding.place && <PlaceView visit={visit} place={finding.place} />}
            {change ? (
              <Ignored visit={visit} change={change} />
            ) : (
              mayIgnore &&
              finding.fingerprint !== null &&
              finding.score > 0 && (
                <Ignore
                  visit={visit}
                  checkId={checkId}
                  incidentNumber={incidentNumber}
                  fingerprint={finding.fingerprint}
                />
              )
            )}
          </li>
        ))}
    </ol>
  );
  const { groups, rest } = groupFindings(findings);
  return (
    <>
      {groups.map((group) => (
        <section class="finding-group" aria-label={subjectText(texts, group.subject)}>
          {groups.length > 1 && <h4>{subjectText(texts, group.subject)}</h4>}
          {listOf(group.findings)}
        </section>
      ))}
      {rest.length > 0 && (
        <details class="figures" open={groups.length === 0}>
          <summary>{texts.findingsRest(rest.length)}</summary>
          {listOf(rest)}
        </details>
      )}
    </>
  );
};

function subjectText(texts: Texts, subject: FindingSubject): string {
  return {
    content: texts.subjectContent,
    picture: texts.subjectPicture,
    code: texts.subjectCode,
    route: texts.subjectRoute,
    names: texts.subjectNames,
    other: texts.subjectOther,
  }[subject];
}

const Annotation = ({ visit, checkId, number }: { visit: Visit; checkId: number | null; number: number }) => {
  const title = visit.texts.findingAnnotation(number);
  if (checkId === null) return <span class="mark">{number}</span>;
  return (
    <a class="mark" href={`#${annotationId(checkId, number)}`} title={title} aria-label={title}>
      {number}
    </a>
  );
};

function ignoredOf(ignored: IgnoredChanges, { fingerprint }: Finding) {
  return fingerprint === null ? undefined : ignored.get(fingerprint);
}

const Ignored = ({ visit, change }: { visit: SignedInVisit; change: NonNullable<ReturnType<typeof ignoredOf>> }) => (
  <div class="meta ignored-now">
    <span class="badge state-paused">
      {visit.texts.ignoredNow(moment(visit, change.expiresAt), plainText(change.createdBy, 80))}
    </span>{' '}
    <a href="/ignored-changes">{visit.texts.ignoredSee}</a>
    {holds(visit.actor, 'judge') && (
      <PostForm visit={visit} action={`/sites/${change.siteId}/forget-ignored`} class="undo">
        <Back visit={visit} />
        <input type="hidden" name="fingerprint" value={change.fingerprint} />
        <button type="submit">{visit.texts.ignoredForget}</button>
      </PostForm>
    )}
  </div>
);

interface IgnoreProps {
  readonly visit: SignedInVisit;
  readonly checkId: number;
  readonly incidentNumber: number | undefined;
  readonly fingerprint: string;
}

const Ignore = ({ visit, checkId, incidentNumber, fingerprint }: IgnoreProps) => {
  const { texts } = visit;
  return (
    <details class="ignore">
      <summary>{texts.ignoreChange}</summary>
      <PostForm visit={visit} action={`/looks/${checkId}/ignore`}>
        {incidentNumber !== undefined && <input type="hidden" name="incident" value={String(incidentNumber)} />}
        <input type="hidden" name="fingerprint" value={fingerprint} />
        <label>
          {texts.ignoreFor}{' '}
          <select name="days">
            {ignoreChoicesDays.map((days) => (
              <option value={String(days)} selected={days === 7}>
                {texts.ignoreDays(days)}
              </option>
            ))}
          </select>
        </label>
        <input
          name="note"
          maxlength={500}
          required
          aria-label={texts.decisionReason}
          placeholder={texts.decisionReason}
        />
        <button type="submit">{texts.ignoreButton}</button>
      </PostForm>
      <p class="hint">{texts.ignoreHelp}</p>
    </details>
  );
};

const PlaceView = ({ visit, place }: { visit: Visit; place: Place }) => {
  const { texts } = visit;
  if (place.before === undefined && place.after === undefined && place.path === undefined) return null;
  return (
    <dl class="place">
      {place.before !== undefined && (
        <>
          <dt>{texts.valueBefore}</dt>
          <dd>
            <del {...foreign}>{plainText(place.before, 500)}</del>
          </dd>
        </>
      )}
      {place.after !== undefined && (
        <>
          <dt>{texts.valueAfter}</dt>
          <dd>
            <ins {...foreign}>{plainText(place.after, 500)}</ins>
          </dd>
        </>
      )}
      {place.path !== undefined && (
        <>
          <dt>{texts.findingPlace}</dt>
          <dd>
            <code>{plainText(place.path, 300)}</code>
          </dd>
        </>
      )}
    </dl>
  );
};
