/** Beside a report: its versions with what changed, and where it was sent. */
import { changedKeys } from '../../../core/forms/changed-keys.ts';
import { type FormTemplate, type FormValues, fieldsOf, moreKey } from '../../../core/forms/form-template.ts';
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import type { IncidentReport, ReportVersion, Sending } from '../../../store/forms/reports.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { actorText } from '../../views/audit/words.ts';
import { Moment } from '../../views/badges.tsx';
import { Field, PostForm, Problem } from '../../views/form.tsx';
import { Sheet } from '../../views/layout.tsx';
import { render } from '../../views/wording.ts';
import { shownDate } from './incident-reporting.tsx';

interface SideProps {
  readonly visit: SignedInVisit;
  readonly report: IncidentReport;
  readonly versions: readonly ReportVersion[];
  readonly sendings: readonly Sending[];
  /** What was wrong with the record of a sending. */
  readonly problem: string | null;
}

export const ReportSide = (props: SideProps) => (
  <aside class="side">
    <Sendings {...props} />
    <Versions {...props} />
  </aside>
);

const Sendings = ({ visit, report, sendings, problem }: SideProps) => {
  const { texts } = visit;
  const path = `/incident-reports/${report.id}`;
  return (
    <Sheet title={texts.reportSent} id="sent">
      {sendings.length === 0 && <p class="empty">{texts.reportNotSent}</p>}
      <ul class="reports">
        {sendings.map((one) => (
          <li>
            <b>{texts.reportSending(plainText(one.number, 100), shownDate(one.sentOn))}</b>
            <p dir="auto">{plainText(one.sentTo, 500)}</p>
            <p class="meta">
              {texts.reportSendingBy(actorText(visit, one.actor))} · <Moment visit={visit} at={one.at} />
            </p>
            <a href={`${path}/signed/${one.id}`}>{texts.reportDownload}</a>
          </li>
        ))}
      </ul>
      {holds(visit.actor, 'judge') && (
        <PostForm visit={visit} action={`${path}/sent`} class="stack" files>
          <p class="hint">{texts.reportSentHelp}</p>
          <Problem text={problem} />
          <Field name="number" label={texts.reportNumber} maxlength={100} autocomplete="off" />
          <Field name="sent-on" type="date" label={texts.reportSentOn} autocomplete="off" />
          <Field name="sent-to" label={texts.reportSentTo} maxlength={500} autocomplete="off" />
          <div class="field">
            <label for="file">{texts.reportSigned}</label>
            <input id="file" name="file" type="file" accept="application/pdf,.pdf" required />
          </div>
          <button type="submit">{texts.reportSent}</button>
        </PostForm>
      )}
    </Sheet>
  );
};

const Versions = ({ visit, report, versions }: SideProps) => {
  const { texts } = visit;
  const template = visit.web.forms[report.form];
  return (
    <Sheet title={texts.reportVersions} id="versions">
      <ol class="reports" reversed>
        {versions.map((one, index) => {
          const before = versions[index + 1];
          return (
            <li>
              {texts.reportVersion(one.version, actorText(visit, one.actor))}
              <p class="meta">
                <Moment visit={visit} at={one.at} />
              </p>
              {one.version === 1 && <p class="hint">{texts.reportFirst}</p>}
              {before && <Changes visit={visit} template={template} before={before.values} after={one.values} />}
            </li>
          );
        })}
      </ol>
    </Sheet>
  );
};

interface ChangesProps {
  readonly visit: SignedInVisit;
  readonly template: FormTemplate;
  readonly before: FormValues;
  readonly after: FormValues;
}

const Changes = ({ visit, template, before, after }: ChangesProps) => {
  const { texts } = visit;
  const labels = labelsOf(visit, template);
  const keys = changedKeys(before, after);
  const shown = (text: string | undefined) => (text === undefined ? texts.reportEmpty : plainText(text, 300));
  return (
    <details>
      <summary>{texts.reportChanged(keys.length)}</summary>
      <dl class="changes">
        {keys.map((key) => (
          <>
            <dt>{labels.get(key) ?? plainText(key, 80)}</dt>
            <dd>
              <del dir="auto">{shown(before[key])}</del> → <ins dir="auto">{shown(after[key])}</ins>
            </dd>
          </>
        ))}
      </dl>
    </details>
  );
};

/** By the key under which a value is kept. */
export function labelsOf(visit: SignedInVisit, template: FormTemplate): ReadonlyMap<string, string> {
  const labels = fieldsOf(template).flatMap((field): [string, string][] => {
    const label = render(visit, field.label);
    if (!('options' in field)) return [[field.id, label]];
    return field.options.flatMap(({ id, label: option }): [string, string][] => {
      const whole = `${label}: ${render(visit, option)}`;
      return [
        [`${field.id}:${id}`, whole],
        [moreKey(field.id, id), whole],
      ];
    });
  });
  return new Map(labels);
}
