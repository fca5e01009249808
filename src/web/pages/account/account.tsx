/** The user's own account: password, second factor, sessions. */
import { isShown } from '../../../core/errors.ts';
import { plainText } from '../../../core/text.ts';
import { changePassword, endOtherSessions, endSession } from '../../../monitor/people/own-account.ts';
import { tokenHash } from '../../../monitor/people/token.ts';
import { listApiTokens } from '../../../store/people/api-tokens.ts';
import { countRecoveryCodes } from '../../../store/people/recovery-codes.ts';
import { type ListedSession, listSessions, sessionHandle } from '../../../store/people/sessions.ts';
import { findAgency } from '../../../store/registry/agencies.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { agentText } from '../../views/agent.ts';
import { Age, Moment } from '../../views/badges.tsx';
import { Field, NewPassword, PostForm, Problem } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { renderError, roleText } from '../../views/wording.ts';
import { ApiTokens } from './api-tokens.tsx';

/** Which form was rejected, and why. */
export interface AccountProblem {
  readonly form: 'password' | 'second-factor';
  readonly text: string;
}

export function showAccount(visit: SignedInVisit): Promise<Response> {
  return accountPage(visit, null);
}

async function accountPage(visit: SignedInVisit, problem: AccountProblem | null): Promise<Response> {
  const { texts, user } = visit;
  const { db } = visit.web.parts;
  const agency = user.agencyId === null ? null : await findAgency(db, { id: user.agencyId });
  const sessions = await listSessions(db, user.id, visit.now);
  const tokens = await listApiTokens(db, user.id);
  const codes = await countRecoveryCodes(db, user.id);
  const problemOf = (form: AccountProblem['form']) => (problem?.form === form ? problem.text : null);
  return renderPage(visit, {
    title: texts.accountTitle,
    section: 'account',
    status: problem === null ? 200 : 400,
    body: (
      <>
        <div class="page-head">
          <h1>{texts.accountTitle}</h1>
          <p class="address">
            {plainText(user.name, 80)} · {roleText(texts, user.role)} ·{' '}
            {agency === null ? texts.everyAgency : plainText(agency.name, 160)}
            {user.email !== null && ` · ${plainText(user.email, 120)}`}
          </p>
        </div>
        <div class="account">
          <Sheet title={texts.sessionsTitle} id="sessions">
            <Sessions visit={visit} sessions={sessions} />
          </Sheet>
          {user.subject === null ? (
            <>
              <SecondFactor visit={visit} codes={codes} problem={problemOf('second-factor')} />
              <Password visit={visit} problem={problemOf('password')} />
            </>
          ) : (
            <p class="sheet">{texts.accountExternal}</p>
          )}
          <ApiTokens visit={visit} tokens={tokens} />
        </div>
      </>
    ),
  });
}

const Sessions = ({ visit, sessions }: { visit: SignedInVisit; sessions: readonly ListedSession[] }) => {
  const { texts } = visit;
  const own = sessionHandle(tokenHash(visit.sessionToken));
  return (
    <>
      <ul class="sessions">
        {sessions.map((session) => (
          <li>
            <div>
              <p>
                <b>{agentText(session.agent) ?? texts.sessionUnknown}</b>
                {session.address !== null && ` · ${plainText(session.address, 64)}`}
              </p>
              <p class="meta">
                {texts.sessionSince} <Moment visit={visit} at={session.createdAt} /> · {texts.sessionSeen}{' '}
                <Age visit={visit} at={session.lastSeenAt} />
              </p>
            </div>
            {session.handle === own ? (
              <span class="badge state-ok">{texts.sessionThis}</span>
            ) : (
              <PostForm visit={visit} action={`/account/sessions/${session.handle}/end`}>
                <button type="submit">{texts.sessionEnd}</button>
              </PostForm>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <PostForm visit={visit} action="/account/sessions/end-others">
          <button type="submit">{texts.sessionsEndOthers}</button>
        </PostForm>
      )}
    </>
  );
};

interface SecondFactorProps {
  readonly visit: SignedInVisit;
  readonly codes: number;
  readonly problem: string | null;
}

const SecondFactor = ({ visit, codes, problem }: SecondFactorProps) => {
  const { texts, user } = visit;
  const isOn = user.totpSecret !== null;
  return (
    <Sheet title={texts.factorTitle} id="second-factor">
      <div class="stack">
        <p>{isOn ? texts.factorOn(codes) : texts.factorOff}</p>
        <Problem text={problem} />
        <PostForm visit={visit} action={`/account/second-factor/${isOn ? 'end' : 'begin'}`} class="stack">
          {/* Named apart from the other form: labels point to one field. */}
          <Field name="factor-password" label={texts.passwordNow} type="password" autocomplete="current-password" />
          <button type="submit">{isOn ? texts.factorEnd : texts.factorBegin}</button>
        </PostForm>
      </div>
    </Sheet>
  );
};

const Password = ({ visit, problem }: { visit: SignedInVisit; problem: string | null }) => {
  const { texts } = visit;
  return (
    <Sheet title={texts.passwordChange} id="password-change">
      <Problem text={problem} />
      <PostForm visit={visit} action="/account/password" class="stack">
        <Field name="password" label={texts.passwordNow} type="password" autocomplete="current-password" />
        <NewPassword texts={texts} name="new-password" label={texts.passwordNew} />
        <button type="submit" class="primary">
          {texts.passwordChange}
        </button>
        <p class="hint">{texts.passwordChangeHelp}</p>
      </PostForm>
    </Sheet>
  );
};

/** Runs an account act; errors the person can fix are shown beside the form. */
export async function onAccount(
  visit: SignedInVisit,
  form: AccountProblem['form'],
  act: () => Promise<Response>,
): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (isShown(error) && error.code === 'bad-input') {
      return accountPage(visit, { form, text: renderError(visit, error) });
    }
    throw error;
  }
}

export function doChangePassword(visit: SignedInVisit): Promise<Response> {
  const { web, form, texts, user, address, sessionToken } = visit;
  const newPassword = form.get('new-password') ?? '';
  if (newPassword !== form.get('password-again')) {
    return accountPage(visit, { form: 'password', text: texts.setUpMismatch });
  }
  return onAccount(visit, 'password', async () => {
    const password = form.get('password') ?? '';
    await changePassword(web.parts, web.guard, user, { password, newPassword, address, sessionToken });
    return visit.context.redirect('/account?done=password-changed', 303);
  });
}

export async function doEndSession(visit: SignedInVisit): Promise<Response> {
  await endSession(visit.web.parts, visit.user, visit.context.req.param('handle') ?? '');
  return visit.context.redirect('/account?done=session-ended', 303);
}

export async function doEndOtherSessions(visit: SignedInVisit): Promise<Response> {
  await endOtherSessions(visit.web.parts, visit.user, visit.sessionToken);
  return visit.context.redirect('/account?done=sessions-ended', 303);
}
