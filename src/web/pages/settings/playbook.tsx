/** The first steps of each kind of incident: read, edited, and every version of them. */
import type { Words } from '../../../core/domain/words.ts';
import { type PlaybookPartName, playbookParts, stepsOfPart } from '../../../core/incidents/playbook.ts';
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import { type PlaybookVersion, playbookVersions } from '../../../store/records/playbook.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Language } from '../../texts.ts';
import { Moment } from '../../views/badges.tsx';
import { Lines, PostForm } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { playbookPartName } from '../../views/settings/playbook-names.ts';
import { failurePage } from '../failure.tsx';
import { StepList } from '../incidents/incident-steps.tsx';

export function showPlaybook(visit: SignedInVisit): Promise<Response> {
  const { texts, web, language } = visit;
  return renderPage(visit, {
    title: texts.playbookTitle,
    section: 'settings',
    body: (
      <>
        <div class="page-head">
          <p class="crumbs">
            <a href="/settings">{texts.settingsTitle}</a>
          </p>
          <h1>{texts.playbookTitle}</h1>
          <p>{texts.playbookIntro}</p>
        </div>
        {playbookParts.map((part) => (
          <Sheet title={playbookPartName(part, texts, language)} id={part.replace('.', '-')} class="steps">
            <StepList visit={visit} steps={stepsOfPart(web.playbook, part)} />
            <p>
              <a href={`/settings/playbook/${part}`}>{texts.playbookEdit(playbookPartName(part, texts, language))}</a>
            </p>
          </Sheet>
        ))}
      </>
    ),
  });
}

function partOf(visit: SignedInVisit): PlaybookPartName | null {
  return playbookParts.find((part) => part === visit.context.req.param('part')) ?? null;
}

export async function showPlaybookPart(visit: SignedInVisit): Promise<Response> {
  const part = partOf(visit);
  if (part === null) return failurePage(visit, 'not-found');
  const { texts, web, language, actor } = visit;
  const versions = await playbookVersions(web.parts.db, part);
  const steps = stepsOfPart(web.playbook, part);
  const seen = versions[0]?.id ?? 0;
  return renderPage(visit, {
    title: playbookPartName(part, texts, language),
    section: 'settings',
    body: (
      <div class="narrow-page">
        <div class="page-head">
          <p class="crumbs">
            <a href="/settings/playbook">{texts.playbookTitle}</a>
          </p>
          <h1>{playbookPartName(part, texts, language)}</h1>
        </div>
        {holds(actor, 'manage-settings') && (
          <div class="sheet">
            <PostForm visit={visit} action={`/settings/playbook/${part}`} class="stack">
              <input type="hidden" name="seen" value={seen} />
              <Lines name="steps-vi" label={texts.playbookVi} value={linesOf(steps, 'vi')} rows={10} long />
              <Lines
                name="steps-en"
                label={texts.playbookEn}
                hint={texts.playbookHint}
                value={linesOf(steps, 'en')}
                rows={10}
                long
              />
              <button type="submit" class="primary">
                {texts.save}
              </button>
            </PostForm>
            {versions[0]?.steps && (
              <PostForm visit={visit} action={`/settings/playbook/${part}`}>
                <input type="hidden" name="seen" value={seen} />
                <input type="hidden" name="reset" value="on" />
                <button type="submit">{texts.playbookReset}</button>
              </PostForm>
            )}
          </div>
        )}
        <Sheet title={texts.playbookVersions} id="versions" class="steps">
          {versions.length === 0 ? (
            <p>{texts.playbookNever}</p>
          ) : (
            versions.map((version) => <Version visit={visit} version={version} />)
          )}
        </Sheet>
      </div>
    ),
  });
}

const linesOf = (steps: readonly Words[], language: Language) => steps.map((step) => step[language]).join('\n');

const Version = ({ visit, version }: { visit: SignedInVisit; version: PlaybookVersion }) => (
  <details>
    <summary>
      <Moment visit={visit} at={version.at} /> · {plainText(version.by, 80)}
    </summary>
    {version.steps === null ? <p>{visit.texts.playbookFromFile}</p> : <StepList visit={visit} steps={version.steps} />}
  </details>
);

export async function editPlaybookPart(visit: SignedInVisit): Promise<Response> {
  const part = partOf(visit);
  if (part === null) return failurePage(visit, 'not-found');
  const { form, web } = visit;
  const steps = form.has('reset') ? null : paired(form.get('steps-vi') ?? '', form.get('steps-en') ?? '');
  await web.acts.editPlaybook(visit.actor, { part, steps, seen: Number(form.get('seen')) });
  return visit.context.redirect(`/settings/playbook/${part}?done=playbook-edited`, 303);
}

/** One step a line; a line without its translation makes an empty one, which the act refuses. */
function paired(vi: string, en: string): Words[] {
  const [ours, theirs] = [vi, en].map((text) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  const count = Math.max(ours?.length ?? 0, theirs?.length ?? 0);
  return Array.from({ length: count }, (_, index) => ({ vi: ours?.[index] ?? '', en: theirs?.[index] ?? '' }));
}
