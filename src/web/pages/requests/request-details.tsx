/** What a request says, as safe text. */
import type { PropsWithChildren } from 'hono/jsx';
import { dialled } from '../../../core/people/telephone.ts';
import { hostOf, lastDayOf } from '../../../core/requests/typed.ts';
import { dayWords, plainText, shownAddress } from '../../../core/text.ts';
import type { WholeRequest } from '../../../monitor/requests/need-request.ts';
import type { StoredRequest } from '../../../store/requests/requests.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Sheet } from '../../views/layout.tsx';
import { moment, render } from '../../views/wording.ts';

interface DetailsProps {
  readonly visit: SignedInVisit;
  readonly request: WholeRequest;
  readonly isKnownAgency: boolean;
  /** Numbers of equal requests. */
  readonly same: readonly number[];
}

export const Details = ({ visit, request, isKnownAgency, same }: DetailsProps) => {
  const { texts } = visit;
  const { details } = request;
  return (
    <Sheet title={texts.requestNumber(request.id)} id="details">
      <dl class="facts request-facts">
        {details.kind === 'watch' ? (
          <>
            <Fact label={texts.requestAgency}>
              <span dir="auto">{plainText(details.agency, 200)}</span>
              {isKnownAgency && <small> {texts.requestKnownAgency}</small>}
            </Fact>
            <Addresses visit={visit} urls={details.portals} />
            <Fact label={texts.requestContact}>
              <span dir="auto">{plainText(details.contact, 120)}</span>
            </Fact>
            <Fact label={texts.requestPhone}>
              <a href={`tel:${dialled(details.phone)}`}>{plainText(details.phone, 40)}</a>
            </Fact>
            <Email visit={visit} request={request} />
            <Fact label={texts.requestBasis}>
              <span dir="auto">{plainText(details.basis, 300)}</span>
            </Fact>
            <Fact label={texts.requestPeriod}>{periodText(visit, request)}</Fact>
          </>
        ) : (
          <>
            <Addresses visit={visit} urls={[details.url]} />
            <Fact label={texts.requestSeen}>
              <p class="request-seen" dir="auto">
                {details.seen
                  .split('\n')
                  .map((line) => plainText(line, 2_000))
                  .join('\n')}
              </p>
            </Fact>
            <Fact label={texts.requestReporter}>
              <span dir="auto">{plainText(details.name, 120) || texts.requestAnonymous}</span>
            </Fact>
            {details.email !== '' && <Email visit={visit} request={request} />}
          </>
        )}
        <Fact label={texts.requestSource}>
          {request.source === 'sheet' ? texts.requestFromSheet : texts.requestFromForm} ·{' '}
          {moment(visit, request.createdAt)}
          {request.repeats > 0 && ` · ${texts.requestRepeats(request.repeats)}`}
        </Fact>
        {same.length > 0 && (
          <Fact label={texts.requestOthers}>
            {same.map((id) => (
              <a href={`/requests/${id}`}>{id} </a>
            ))}
          </Fact>
        )}
        {details.answer !== '' && <Fact label={texts.requestAnswer}>{plainText(details.answer, 1_000)}</Fact>}
        {request.siteIds.length > 0 && (
          <Fact label={texts.requestSites}>
            {request.siteIds.map((id) => (
              <a href={`/sites/${id}`}>{id} </a>
            ))}
          </Fact>
        )}
      </dl>
    </Sheet>
  );
};

const Fact = ({ label, children }: PropsWithChildren<{ label: string }>) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

/** Defanged: nobody should open by mistake what a stranger typed. */
const Addresses = ({ visit, urls }: { visit: SignedInVisit; urls: readonly string[] }) => (
  <Fact label={visit.texts.requestAddresses}>
    {urls.map((url) => (
      <p>
        {shownAddress(url)}
        {hostOf(url)
          .split('.')
          .some((label) => label.startsWith('xn--')) && <small> {visit.texts.requestForeignLetters}</small>}
      </p>
    ))}
  </Fact>
);

const Email = ({ visit, request }: { visit: SignedInVisit; request: WholeRequest }) => (
  <Fact label={visit.texts.requestEmail}>
    {plainText(request.details.email, 254)}{' '}
    <small>
      {request.confirmedAt === null
        ? visit.texts.requestEmailUnconfirmed
        : visit.texts.requestEmailConfirmed(moment(visit, request.confirmedAt))}
    </small>
  </Fact>
);

export function periodText(visit: SignedInVisit, { periodFrom, periodTo, createdAt }: StoredRequest): string {
  const { texts, web } = visit;
  const day = (at: number) => render(visit, dayWords(at, web.parts.config.schedule.timezone));
  const from = day(periodFrom ?? createdAt);
  return periodTo === null ? texts.requestPeriodFrom(from) : texts.requestPeriodTo(from, day(lastDayOf(periodTo)));
}
