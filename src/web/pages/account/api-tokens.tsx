/** Tokens for the API: made and revoked on the page of one's account, shown once. */

import { holds } from '../../../core/people/actor.ts';
import { type TokenCapability, tokenCapabilities } from '../../../core/people/api-token.ts';
import { plainText } from '../../../core/text.ts';
import { makeApiToken, revokeApiToken } from '../../../monitor/people/api-tokens.ts';
import type { ApiTokenRow } from '../../../store/people/api-tokens.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Texts } from '../../texts/keys.ts';
import { Age, Moment } from '../../views/badges.tsx';
import { Field, PostForm } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { numberParam } from '../act.ts';

export const capabilityText = {
  see: 'tokenSee',
  judge: 'tokenJudge',
  approve: 'tokenApprove',
  'manage-sites': 'tokenManageSites',
  'export-evidence': 'tokenExportEvidence',
  'handle-requests': 'tokenHandleRequests',
} as const satisfies Record<TokenCapability, keyof Texts>;

const dayMs = 86_400_000;
const usualDays = 90;

interface TokensProps {
  readonly visit: SignedInVisit;
  readonly tokens: readonly ApiTokenRow[];
}

export const ApiTokens = ({ visit, tokens }: TokensProps) => {
  const { texts } = visit;
  const mayGive = tokenCapabilities.filter((capability) => holds(visit.actor, capability));
  return (
    <Sheet title={texts.tokensTitle} id="api-tokens">
      <div class="stack">
        <p>
          {texts.tokensIntro} <a href="/api">{texts.tokensReference}</a>
        </p>
        {tokens.length > 0 && (
          <ul class="sessions">
            {tokens.map((token) => (
              <li>
                <div>
                  <p>
                    <b>{plainText(token.name, 60)}</b> ·{' '}
                    {token.capabilities.map((capability) => texts[capabilityText[capability]]).join(', ')}
                  </p>
                  <p class="meta">
                    {token.expiresAt <= visit.now ? texts.tokenExpired : texts.tokenUntil}{' '}
                    <Moment visit={visit} at={token.expiresAt} /> ·{' '}
                    {token.lastUsedAt === null ? (
                      texts.tokenUnused
                    ) : (
                      <>
                        {texts.tokenUsed} <Age visit={visit} at={token.lastUsedAt} />
                        {token.lastAddress !== null && ` · ${plainText(token.lastAddress, 64)}`}
                      </>
                    )}
                  </p>
                </div>
                <PostForm visit={visit} action={`/account/tokens/${token.id}/revoke`}>
                  <button type="submit">{texts.tokenRevoke}</button>
                </PostForm>
              </li>
            ))}
          </ul>
        )}
        <PostForm visit={visit} action="/account/tokens" class="stack">
          <Field name="token-name" label={texts.tokenName} autocomplete="off" />
          <fieldset class="field">
            <legend>{texts.tokenMayDo}</legend>
            {mayGive.map((capability) => (
              <label class="check">
                <input type="checkbox" name={`may-${capability}`} checked={capability === 'see'} />
                <span>{texts[capabilityText[capability]]}</span>
              </label>
            ))}
          </fieldset>
          <Field name="token-days" label={texts.tokenDays} type="number" value={String(usualDays)} autocomplete="off" />
          <button type="submit">{texts.tokenMake}</button>
        </PostForm>
      </div>
    </Sheet>
  );
};

export async function doMakeToken(visit: SignedInVisit): Promise<Response> {
  const { form, texts, web } = visit;
  const capabilities = tokenCapabilities.filter((one: TokenCapability) => form.has(`may-${one}`));
  const token = await makeApiToken(web.parts, visit.user, {
    name: form.get('token-name') ?? '',
    capabilities,
    agencyId: null,
    validMs: Math.round(Number(form.get('token-days'))) * dayMs,
  });
  return renderPage(visit, {
    title: texts.tokenMadeTitle,
    section: 'account',
    body: (
      <>
        <div class="page-head">
          <h1>{texts.tokenMadeTitle}</h1>
          <p>{texts.tokenMadeIntro}</p>
        </div>
        <div class="sheet stack">
          <p>
            <code class="secret">{token}</code>
          </p>
          <p class="hint">{texts.tokenMadeHelp}</p>
          <p>
            <a href="/account#api-tokens">{texts.accountTitle}</a>
          </p>
        </div>
      </>
    ),
  });
}

export async function doRevokeToken(visit: SignedInVisit): Promise<Response> {
  await revokeApiToken(visit.web.parts, visit.user, numberParam(visit, 'id'));
  return visit.context.redirect('/account?done=token-revoked', 303);
}
