/** The layout of the public page: plain HTML, one style sheet, no script. */
import { raw } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Words } from '../../core/domain/words.ts';
import { plainText } from '../../core/text.ts';
import type { PublicVisit } from './visit.ts';

interface Page {
  readonly title: string;
  readonly status?: 200 | 400 | 403 | 404 | 410 | 413 | 429 | 500;
  readonly body: Child;
}

export async function publicPage(visit: PublicVisit, { title, status = 200, body }: Page): Promise<Response> {
  const { texts, assets, parts, language } = visit;
  const { operator, contact } = parts.config.requests;
  const other = language === 'vi' ? 'en' : 'vi';
  const html = await (
    <>
      {raw('<!doctype html>')}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${title} · ${texts.product}`}</title>
          <link rel="stylesheet" href={assets.path['public.css']} />
          <link rel="icon" type="image/svg+xml" href={assets.path['favicon.svg']} />
        </head>
        <body>
          <a class="skip" href="#content">
            {texts.skip}
          </a>
          <header>
            <a class="brand" href={visit.to('/')}>
              <img src={assets.path['favicon.svg']} alt="" width="28" height="28" />
              <span>
                <b>{texts.product}</b>
                <small>{operator === '' ? texts.tagline : plainText(operator, 120)}</small>
              </span>
            </a>
            <a class="language" href={`${visit.context.req.path}?language=${other}`} lang={other} hreflang={other}>
              {texts.otherLanguage}
            </a>
          </header>
          <main id="content">{body}</main>
          <footer>
            <p>{texts.tagline}</p>
            {operator !== '' && <p>{texts.runBy(plainText(operator, 120))}</p>}
            {contact !== '' && <p>{texts.contactAt(plainText(contact, 300))}</p>}
          </footer>
        </body>
      </html>
    </>
  ).toString();
  return visit.context.html(html, status);
}

/** A page that says one thing. */
export function notePage(visit: PublicVisit, title: string, text: string, status?: Page['status']): Promise<Response> {
  return publicPage(visit, {
    title,
    ...(status === undefined ? {} : { status }),
    body: (
      <div class="note">
        <h1>{title}</h1>
        <p>{text}</p>
        <p>
          <a href={visit.to('/')}>{visit.texts.home}</a>
        </p>
      </div>
    ),
  });
}

export interface FieldProps {
  readonly visit: PublicVisit;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly mistake: Words | undefined;
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'date';
  readonly maxlength: number;
  readonly autocomplete?: string;
  readonly optional?: boolean;
  /** Lines of a larger field. */
  readonly rows?: number;
}

/** A labelled field with what was typed, its hint and what is wrong with it. */
export const PublicField = (props: FieldProps) => {
  const { visit, name, hint, mistake } = props;
  const typed = (visit.form.get(name) ?? '').slice(0, props.maxlength * 2);
  const notes = [hint === undefined ? '' : `${name}-hint`, mistake === undefined ? '' : `${name}-mistake`];
  const shared = {
    id: name,
    name,
    maxlength: props.maxlength,
    required: !props.optional,
    'aria-invalid': mistake === undefined ? undefined : ('true' as const),
    'aria-describedby': notes.filter((one) => one !== '').join(' ') || undefined,
  };
  return (
    <div class="field">
      <label for={name}>{props.label}</label>
      {props.rows === undefined ? (
        <input
          {...shared}
          type={props.type ?? 'text'}
          value={plainText(typed, props.maxlength)}
          autocomplete={props.autocomplete ?? 'off'}
        />
      ) : (
        <textarea {...shared} rows={props.rows} autocapitalize="sentences">
          {typed
            .split('\n')
            .map((line) => plainText(line, props.maxlength))
            .join('\n')}
        </textarea>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <Mistake visit={visit} name={name} mistake={mistake} />
    </div>
  );
};

const Mistake = ({ visit, name, mistake }: { visit: PublicVisit; name: string; mistake: Words | undefined }) =>
  mistake === undefined ? null : (
    <p class="mistake" id={`${name}-mistake`}>
      {plainText(mistake[visit.language], 400)}
    </p>
  );

/** A form that sends its fields back to this page's own address. */
export const PublicForm = ({ visit, path, children }: PropsWithChildren<{ visit: PublicVisit; path: string }>) => (
  <form method="post" action={visit.to(path)} novalidate>
    {children}
  </form>
);

export const Summary = ({ visit, count }: { visit: PublicVisit; count: number }) =>
  count === 0 ? null : (
    <p class="summary" role="alert">
      {visit.texts.mistakes(count)}
    </p>
  );

/** Purpose, time and rights, and the unticked box. */
export const Privacy = ({
  visit,
  about,
  mistake,
}: {
  visit: PublicVisit;
  about: 'watch' | 'report';
  mistake: Words | undefined;
}) => {
  const { texts, parts, form } = visit;
  return (
    <section class="privacy" aria-labelledby="privacy">
      <h2 id="privacy">{texts.privacyTitle}</h2>
      <p>{texts.privacyPurpose[about]}</p>
      <p>{texts.privacyKept}</p>
      <p>{texts.privacyRights(plainText(parts.config.requests.contact, 300))}</p>
      <label class="consent">
        <input
          type="checkbox"
          name="consent"
          value="yes"
          checked={form.get('consent') === 'yes'}
          aria-invalid={mistake === undefined ? undefined : 'true'}
          aria-describedby={mistake === undefined ? undefined : 'consent-mistake'}
        />
        <span>{about === 'watch' ? texts.consentWatch : texts.consentReport}</span>
      </label>
      <Mistake visit={visit} name="consent" mistake={mistake} />
    </section>
  );
};
