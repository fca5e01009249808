/** Sign-in, sign-out, first set-up, language. */
import { isShown } from '../../../core/errors.ts';
import { plainText } from '../../../core/text.ts';
import { isSetupOpen, setUp, setupLinkFile } from '../../../monitor/people/set-up.ts';
import { type ClientInfo, signIn, signOut, startSession } from '../../../monitor/people/sign-in.ts';
import { dropCookie, writeCookie } from '../../gate/cookies.ts';
import type { SignedInVisit, Visit } from '../../gate/route.ts';
import { backOf, localPath } from '../../views/back.tsx';
import { Field, NewPassword, PostForm, Problem } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { renderError, roundedAge, span } from '../../views/wording.ts';
import { closedLinkPage } from '../incidents/closed-link.tsx';

export function showSignIn(visit: Visit): Promise<Response> | Response {
  if (visit.user) return visit.context.redirect('/', 303);
  return signInPage(visit, { next: visit.url.searchParams.get('next') ?? '/', name: '', problem: null, status: 200 });
}

export async function doSignIn(visit: Visit): Promise<Response> {
  const { web, form, texts } = visit;
  const name = form.get('name') ?? '';
  const next = form.get('next') ?? '/';
  const result = await signIn(web.parts, web.guard, {
    name,
    password: form.get('password') ?? '',
    client: clientInfoOf(visit),
  });
  if (result.ok) {
    writeCookie(visit.context, web.parts.config, 'session', result.token);
    return visit.context.redirect(localPath(next), 303);
  }
  if (result.reason === 'code-needed') {
    writeCookie(visit.context, web.parts.config, 'step', result.token);
    return visit.context.redirect(`/sign-in/code?next=${encodeURIComponent(localPath(next))}`, 303);
  }
  return result.reason === 'throttled'
    ? signInPage(visit, {
        next,
        name,
        problem: texts.signInThrottled(span(visit, roundedAge(result.waitMs + 60_000))),
        status: 429,
      })
    : signInPage(visit, { next, name, problem: texts.signInWrong, status: 401 });
}

export async function doSignOut(visit: SignedInVisit): Promise<Response> {
  await signOut(visit.web.parts, visit.sessionToken, visit.user);
  dropCookie(visit.context, visit.web.parts.config, 'session');
  return visit.context.redirect('/sign-in', 303);
}

export function chooseLanguage(visit: Visit): Response {
  const language = visit.form.get('language') === 'en' ? 'en' : 'vi';
  writeCookie(visit.context, visit.web.parts.config, 'language', language);
  return visit.context.redirect(backOf(visit, '/'), 303);
}

export function clientInfoOf(visit: Visit): ClientInfo {
  return { address: visit.address, agent: visit.context.req.header('user-agent') ?? '' };
}

interface SignInState {
  readonly next: string;
  readonly name: string;
  readonly problem: string | null;
  readonly status: 200 | 401 | 429;
}

async function signInPage(visit: Visit, { next, name, problem, status }: SignInState): Promise<Response> {
  const { texts } = visit;
  const linkFile = await setupLinkFile(visit.web.parts);
  return renderPage(visit, {
    title: texts.signInTitle,
    status,
    narrow: true,
    body: (
      <section class="card door">
        <Icon name="brand" />
        <h1>{texts.productName}</h1>
        <p class="tagline">{texts.tagline}</p>
        <Problem text={problem} />
        {linkFile !== null && <p class="notice">{texts.setUpWhere(plainText(linkFile, 300))}</p>}
        <PostForm visit={visit} action="/sign-in">
          <input type="hidden" name="next" value={localPath(next)} />
          <Field name="name" label={texts.userName} value={name} autocomplete="username" autofocus />
          <Field name="password" label={texts.password} type="password" autocomplete="current-password" />
          <button type="submit" class="primary">
            {texts.signIn}
          </button>
        </PostForm>
        {visit.web.identityProvider && (
          <a class="button" href={`/sign-in/provider?next=${encodeURIComponent(localPath(next))}`}>
            {visit.web.parts.config.oidc.label || texts.providerSignIn}
          </a>
        )}
        <p class="meta">
          <a href="/forgot-password">{texts.forgotLink}</a>
        </p>
      </section>
    ),
  });
}

export async function showSetUp(visit: Visit): Promise<Response> {
  const token = visit.context.req.param('token') ?? '';
  if (!(await isSetupOpen(visit.web.parts, token))) return setUpClosed(visit);
  return setUpPage(visit, token, { name: '', email: '' }, null);
}

export async function doSetUp(visit: Visit): Promise<Response> {
  const { web, form, texts } = visit;
  const token = visit.context.req.param('token') ?? '';
  if (!(await isSetupOpen(web.parts, token))) return setUpClosed(visit);
  const name = form.get('name') ?? '';
  const email = form.get('email') ?? '';
  const password = form.get('password') ?? '';
  const typed = { name, email };
  if (password !== form.get('password-again')) return setUpPage(visit, token, typed, texts.setUpMismatch);
  try {
    const user = await web.guard.queue(() => setUp(web.parts, token, { name, email, password }));
    writeCookie(visit.context, web.parts.config, 'session', await startSession(web.parts, user, clientInfoOf(visit)));
    return visit.context.redirect('/', 303);
  } catch (error) {
    if (isShown(error) && error.code === 'bad-input') {
      return setUpPage(visit, token, typed, renderError(visit, error));
    }
    throw error;
  }
}

interface FirstAccount {
  readonly name: string;
  readonly email: string;
}

function setUpPage(
  visit: Visit,
  token: string,
  { name, email }: FirstAccount,
  problem: string | null,
): Promise<Response> {
  const { texts } = visit;
  return renderPage(visit, {
    title: texts.setUpTitle,
    status: problem === null ? 200 : 400,
    narrow: true,
    body: (
      <section class="card door">
        <Icon name="brand" />
        <h1>{texts.setUpTitle}</h1>
        <p class="tagline">{texts.setUpIntro}</p>
        <Problem text={problem} />
        <PostForm visit={visit} action={`/set-up/${token}`}>
          <Field
            name="name"
            label={texts.userName}
            hint={texts.userNameHint}
            value={name}
            autocomplete="username"
            autofocus
          />
          <Field
            name="email"
            label={texts.setUpEmail}
            hint={texts.setUpEmailHint}
            type="email"
            value={email}
            autocomplete="email"
            optional
          />
          <NewPassword texts={texts} />
          <button type="submit" class="primary">
            {texts.setUpButton}
          </button>
        </PostForm>
      </section>
    ),
  });
}

function setUpClosed(visit: Visit): Promise<Response> {
  return closedLinkPage(visit, visit.texts.setUpTitle, visit.texts.setUpClosed);
}
