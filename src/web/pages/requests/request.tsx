/** One request: what it says, who owns its hosts, and what to do with it. */
import { proofName, proofPath, proofText } from '../../../core/requests/proof.ts';
import { isClosed } from '../../../core/requests/request.ts';
import { plainText } from '../../../core/text.ts';
import type { WholeRequest } from '../../../monitor/requests/need-request.ts';
import { type HostProof, mayBeAsked, type ProofView, readProofs } from '../../../monitor/requests/proof-of-hosts.ts';
import { findRequest, type StoredRequest, sameRequests } from '../../../store/requests/requests.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Decision } from '../../views/decision.tsx';
import { Choice, Field, Lines, PostForm, Problem } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { moment } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { Details, periodText } from './request-details.tsx';
import { titleOf } from './requests.tsx';

export function showRequest(visit: SignedInVisit): Promise<Response> {
  return requestPage(visit, null);
}

/** @param problem why an act was refused */
export async function requestPage(visit: SignedInVisit, problem: string | null): Promise<Response> {
  const { texts, web } = visit;
  const id = numberParam(visit, 'id');
  const request = await findRequest(web.parts.db, id);
  if (request === null) return failurePage(visit, 'not-found');
  const { details } = request;
  const whole = details === null ? null : { ...request, details };
  const proofs = whole === null ? null : await readProofs(web.parts.db, whole);
  const same = (await sameRequests(web.parts.db, request.duplicateKey)).filter((one) => one !== id);
  return renderPage(visit, {
    title: texts.requestNumber(id),
    section: 'requests',
    status: problem === null ? 200 : 400,
    body: (
      <div class="narrow-page">
        <div class="page-head">
          <p class="crumbs">
            <a href="/requests">{texts.requestsTitle}</a>
          </p>
          <h1 dir="auto">{titleOf(visit, request)}</h1>
          <p>
            {texts.requestNumber(id)} · {request.kind === 'watch' ? texts.requestWatch : texts.requestReport} ·{' '}
            <b class={`request-status request-${request.status}`}>{texts.requestStatus(request.status)}</b>
          </p>
        </div>
        <Problem text={problem} />
        {whole === null || proofs === null ? (
          <p class="empty sheet">{texts.requestErased}</p>
        ) : (
          <>
            <Details visit={visit} request={whole} isKnownAgency={proofs.agency !== null} same={same} />
            {whole.kind === 'watch' && whole.status === 'waiting' && (
              <Ownership visit={visit} request={whole} proofs={proofs} />
            )}
            <Decisions visit={visit} request={whole} proofs={proofs} />
          </>
        )}
      </div>
    ),
  });
}

interface OwnershipProps {
  readonly visit: SignedInVisit;
  readonly request: WholeRequest;
  readonly proofs: ProofView;
}

const Ownership = ({ visit, request, proofs }: OwnershipProps) => {
  const { texts } = visit;
  return (
    <Sheet title={texts.requestOwnership} id="ownership">
      <p>{texts.requestOwnershipHelp}</p>
      <p>
        <code class="request-token">{proofText(request.proofToken)}</code>
      </p>
      {proofs.hosts.map((host) => (
        <Host visit={visit} request={request} proofs={proofs} host={host} />
      ))}
    </Sheet>
  );
};

const Host = ({ visit, request, proofs, host }: OwnershipProps & { readonly host: HostProof }) => {
  const { texts } = visit;
  const path = `/requests/${request.id}`;
  return (
    <div class="request-host">
      <h3>{plainText(host.host, 253)}</h3>
      <p class={host.isProven ? 'request-proven' : 'request-not-proven'}>
        {host.isProven ? texts.requestProven : texts.requestNotProven}
      </p>
      {host.proofs.map(({ method, at, actor }) => (
        <p class="meta">
          {texts.requestProofBy(method)} · {moment(visit, at)} · {plainText(actor, 80)}
        </p>
      ))}
      {host.registered.length > 0 ? (
        <Called visit={visit} request={request} proofs={proofs} host={host} />
      ) : (
        <>
          <p class="hint">{texts.requestProofDns(proofName(host.host))}</p>
          <p class="hint">{texts.requestProofFile(`${host.origin}${proofPath}`)}</p>
          <div class="buttons">
            <PostForm visit={visit} action={`${path}/check`}>
              <button type="submit" name="host" value={host.host}>
                {texts.requestCheck}
                <span class="hidden"> {host.host}</span>
              </button>
            </PostForm>
            {mayBeAsked(proofs, host.host).map((address) => (
              <PostForm visit={visit} action={`${path}/mail`}>
                <input type="hidden" name="host" value={host.host} />
                <button type="submit" name="address" value={address}>
                  {texts.requestMail(plainText(address, 100))}
                </button>
              </PostForm>
            ))}
            {request.source === 'sheet' && (
              <PostForm visit={visit} action={`${path}/proof`}>
                <input type="hidden" name="method" value="document" />
                <button type="submit" name="host" value={host.host}>
                  {texts.requestDocument}
                  <span class="hidden"> {host.host}</span>
                </button>
              </PostForm>
            )}
          </div>
          {proofs.known.some(({ phone }) => phone !== null) && (
            <CalledForm visit={visit} request={request} proofs={proofs} host={host} />
          )}
        </>
      )}
    </div>
  );
};

const Called = (props: OwnershipProps & { readonly host: HostProof }) => {
  const { visit, host, proofs } = props;
  const { texts } = visit;
  return (
    <>
      <p>
        {texts.requestRegistered}{' '}
        {host.registered.map(({ siteId, site }) => (
          <a href={`/sites/${siteId}`}>{plainText(site, 120)}</a>
        ))}
      </p>
      <p class="hint">{texts.requestRegisteredHelp}</p>
      {proofs.known.some(({ phone }) => phone !== null) ? (
        <CalledForm {...props} />
      ) : (
        <p class="banner banner-unknown">{texts.requestNoKnown}</p>
      )}
    </>
  );
};

const CalledForm = ({ visit, request, proofs, host }: OwnershipProps & { readonly host: HostProof }) => {
  const { texts } = visit;
  const known = proofs.known.filter(({ phone }) => phone !== null);
  return (
    <PostForm visit={visit} action={`/requests/${request.id}/proof`} class="stack">
      <input type="hidden" name="method" value="telephone" />
      <input type="hidden" name="host" value={host.host} />
      <Choice
        name={`contact-${host.host}`}
        label={texts.requestCalled}
        value=""
        choices={known.map(({ id, name, phone }) => [
          String(id),
          `${plainText(name, 80)}, ${plainText(phone ?? '', 40)}`,
        ])}
      />
      <button type="submit">{texts.requestCalledButton}</button>
    </PostForm>
  );
};

const Decisions = ({ visit, request, proofs }: OwnershipProps) => {
  const { texts } = visit;
  const path = `/requests/${request.id}`;
  if (isClosed(request.status)) return null;
  if (request.status === 'learning' || request.status === 'watched')
    return <Extension visit={visit} request={request} />;
  const isReady = proofs.hosts.every(({ isProven }) => isProven);
  const isReport = request.kind === 'report';
  return (
    <Sheet title={isReport ? texts.requestReview : texts.requestDecide} id="decide" class="request-decide">
      {isReport && <Look visit={visit} request={request} />}
      {!isReport && request.status === 'waiting' && (
        <PostForm visit={visit} action={`${path}/approve`} class="stack">
          <p>{texts.requestApproveMeans}</p>
          {!isReady && <p class="request-not-proven">{texts.requestApproveFirst}</p>}
          <button type="submit" class="primary" disabled={!isReady}>
            {texts.requestApprove}
          </button>
        </PostForm>
      )}
      {isReport && (
        <PostForm visit={visit} action={`${path}/answer`} class="stack">
          <Lines
            name="note"
            label={texts.requestAnswerWords}
            hint={texts.requestAnswerMeans}
            value=""
            rows={3}
            needed
          />
          <button type="submit" class="primary">
            {texts.requestAnswerButton}
          </button>
        </PostForm>
      )}
      {!isReport && request.status === 'waiting' && (
        <Decision
          visit={visit}
          id="refuse"
          title={texts.requestRefuse}
          means={texts.requestRefuseMeans}
          action={`${path}/refuse`}
          needsReason
        />
      )}
      <Decision
        visit={visit}
        id="close"
        title={texts.requestClose}
        means={texts.requestCloseMeans}
        action={`${path}/close`}
        needsReason={false}
      />
    </Sheet>
  );
};

/** Only where nothing registered is concerned: that page was looked at already. */
const Look = ({ visit, request }: { visit: SignedInVisit; request: WholeRequest }) => {
  const { texts } = visit;
  const { look } = request.details;
  if (request.targetId !== null) {
    return (
      <p>
        {texts.requestReportedPage}: <a href={`/targets/${request.targetId}`}>{request.targetId}</a>
      </p>
    );
  }
  return (
    <PostForm visit={visit} action={`/requests/${request.id}/look`} class="stack">
      <p class="hint">{texts.requestLookHelp}</p>
      {look !== null && (
        <p>
          <b>{texts.requestLooked(texts.requestLookLevel(look.level), moment(visit, look.at))}</b>
        </p>
      )}
      <button type="submit">{texts.requestLook}</button>
    </PostForm>
  );
};

const Extension = ({ visit, request }: { visit: SignedInVisit; request: StoredRequest }) => {
  const { texts } = visit;
  return (
    <Sheet title={texts.requestExtend} id="extend">
      <p>{periodText(visit, request)}</p>
      <PostForm visit={visit} action={`/requests/${request.id}/extend`} class="stack">
        <Field name="to" label={texts.requestExtendTo} type="date" autocomplete="off" />
        <button type="submit" class="primary">
          {texts.requestExtend}
        </button>
      </PostForm>
    </Sheet>
  );
};
