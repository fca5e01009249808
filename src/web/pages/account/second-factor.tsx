/** Enabling and disabling the second factor. */
import {
  beginSecondFactor,
  confirmSecondFactor,
  type Enrolment,
  pendingSecondFactor,
} from '../../../monitor/people/second-factor.ts';
import { provePassword } from '../../../monitor/people/sign-in-guard.ts';
import { tokenHash } from '../../../monitor/people/token.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Field, PostForm, Problem } from '../../views/form.tsx';
import { renderPage } from '../../views/layout.tsx';
import { QrPicture } from '../../views/qr.tsx';
import { onAccount } from './account.tsx';

const prove = (visit: SignedInVisit) =>
  provePassword(visit.web.parts, visit.web.guard, visit.user, {
    password: visit.form.get('factor-password') ?? '',
    address: visit.address,
  });

export function doBegin(visit: SignedInVisit): Promise<Response> {
  return onAccount(visit, 'second-factor', async () => {
    await prove(visit);
    await beginSecondFactor(visit.web.parts, visit.user);
    return visit.context.redirect('/account/second-factor', 303);
  });
}

export function doEnd(visit: SignedInVisit): Promise<Response> {
  return onAccount(visit, 'second-factor', async () => {
    await prove(visit);
    await visit.web.acts.endSecondFactor(visit.actor, visit.user.id);
    return visit.context.redirect('/account?done=factor-off', 303);
  });
}

export async function showSecondFactor(visit: SignedInVisit): Promise<Response> {
  const enrolment = await pendingSecondFactor(visit.web.parts, visit.user);
  return enrolment ? enrolPage(visit, enrolment, null) : visit.context.redirect('/account', 303);
}

export async function doConfirm(visit: SignedInVisit): Promise<Response> {
  const { web, user, form, texts, sessionToken } = visit;
  const enrolment = await pendingSecondFactor(web.parts, user);
  if (!enrolment) return visit.context.redirect('/account', 303);
  const codes = await confirmSecondFactor(web.parts, user, form.get('code') ?? '', tokenHash(sessionToken));
  return codes ? codesPage(visit, codes) : enrolPage(visit, enrolment, texts.codeWrong);
}

function enrolPage(visit: SignedInVisit, { secret, address }: Enrolment, problem: string | null): Promise<Response> {
  const { texts } = visit;
  return renderPage(visit, {
    title: texts.factorTitle,
    section: 'account',
    status: problem === null ? 200 : 400,
    body: (
      <section class="card stack enrol">
        <p class="crumbs">
          <a href="/account">{texts.accountTitle}</a>
        </p>
        <h1>{texts.factorTitle}</h1>
        <p>{texts.factorScan}</p>
        <QrPicture text={address} label={texts.factorPicture} />
        <p>
          {texts.factorType} <code>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        </p>
        <Problem text={problem} />
        <PostForm visit={visit} action="/account/second-factor/confirm" class="stack">
          <Field name="code" label={texts.code} autocomplete="one-time-code" />
          <button type="submit" class="primary">
            {texts.factorConfirm}
          </button>
        </PostForm>
      </section>
    ),
  });
}

/** Shown once: only hashes are kept. */
function codesPage(visit: SignedInVisit, codes: readonly string[]): Promise<Response> {
  const { texts } = visit;
  return renderPage(visit, {
    title: texts.recoveryTitle,
    section: 'account',
    body: (
      <section class="card stack enrol">
        <h1>{texts.recoveryTitle}</h1>
        <p>{texts.recoveryIntro}</p>
        <p>
          {texts.productName} · <b>{visit.user.name}</b>
        </p>
        <ul class="recovery">
          {codes.map((code) => (
            <li>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <p class="buttons">
          <button type="button" data-copy={codes.join('\n')} hidden>
            {texts.copy}
          </button>
          <button type="button" data-print hidden>
            {texts.recoveryPrint}
          </button>
          <span class="meta" role="status" data-copied={texts.copied}></span>
        </p>
        <p>
          <a class="button" href="/account">
            {texts.recoveryKept}
          </a>
        </p>
      </section>
    ),
  });
}
