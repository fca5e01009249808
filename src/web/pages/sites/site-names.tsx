/** Names around a portal's pages, as accepted and as last seen. */
import type { Accepted } from '../../../core/names/accepted-values.ts';
import { issuerOf } from '../../../core/names/issuer.ts';
import type { NameLook } from '../../../core/names/name-look.ts';
import { plainText } from '../../../core/text.ts';
import type { HostNamesRow } from '../../../store/schema/schema.ts';
import { acceptedOf, latestNameLook } from '../../../store/targets/host-names.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Moment } from '../../views/badges.tsx';
import { Sheet } from '../../views/layout.tsx';
import { moment } from '../../views/wording.ts';

interface Props {
  readonly visit: SignedInVisit;
  readonly hosts: readonly HostNamesRow[];
}

export const SiteNames = ({ visit, hosts }: Props) =>
  hosts.length === 0 ? null : (
    <Sheet title={visit.texts.namesTitle} id="names">
      {hosts.map((row) => (
        <HostNames visit={visit} row={row} />
      ))}
    </Sheet>
  );

const HostNames = ({ visit, row }: { visit: SignedInVisit; row: HostNamesRow }) => {
  const { texts } = visit;
  const accepted = acceptedOf(row);
  const look = latestNameLook(row);
  const { learnLooks } = visit.web.parts.config.names;
  const addresses = [...(accepted?.records.A ?? []), ...(accepted?.records.AAAA ?? [])];
  return (
    <dl class="facts">
      <dt>
        <a href={`/targets/${row.targetId}`}>{plainText(look?.host ?? URL.parse(row.homeUrl)?.hostname ?? '', 120)}</a>
      </dt>
      <dd>
        {accepted !== null && accepted.looks >= learnLooks ? null : (
          <span class="old">{texts.namesLearning(accepted?.looks ?? 0, learnLooks)}</span>
        )}
      </dd>
      <dt>{texts.namesServers}</dt>
      <dd>
        <Values visit={visit} values={accepted?.records.NS ?? []} />
      </dd>
      <dt>{texts.namesAddresses}</dt>
      <dd>
        <Values visit={visit} values={addresses} />
      </dd>
      {look?.tls && (
        <>
          <dt>{texts.namesCertificate}</dt>
          <dd>{certificateText(visit, look.tls.certificate)}</dd>
        </>
      )}
      <dt>{texts.namesRegistration}</dt>
      <dd>
        <Registration visit={visit} row={row} expiresAt={accepted?.registration?.expiresAt ?? null} />
      </dd>
      {look !== null && (
        <>
          <dt>{texts.namesLastLook}</dt>
          <dd>
            <Moment visit={visit} at={look.at} />
          </dd>
        </>
      )}
    </dl>
  );
};

const shownValues = 4;

/** Most recently seen values first. */
const Values = ({ visit, values }: { visit: SignedInVisit; values: readonly Accepted[] }) => {
  const { texts } = visit;
  if (values.length === 0) return <span class="old">{texts.namesUnknown}</span>;
  const latest = [...values].sort((a, b) => b.lastSeenAt - a.lastSeenAt);
  const rest = latest.length - shownValues;
  return (
    <ul>
      {latest.slice(0, shownValues).map(({ value }) => (
        <li>{plainText(value, 120)}</li>
      ))}
      {rest > 0 && <li class="old">{texts.namesMore(rest)}</li>}
    </ul>
  );
};

function certificateText(visit: SignedInVisit, certificate: NonNullable<NameLook['tls']>['certificate']): string {
  const { texts } = visit;
  if (certificate === null) return texts.namesNoCertificate;
  const until = texts.namesCertificateUntil(plainText(issuerOf(certificate), 80), moment(visit, certificate.validTo));
  return certificate.error === null
    ? until
    : `${until}; ${texts.namesCertificateBad(plainText(certificate.error, 60))}`;
}

interface RegistrationProps {
  readonly visit: SignedInVisit;
  readonly row: HostNamesRow;
  /** As published by the registry. */
  readonly expiresAt: number | null;
}

const Registration = ({ visit, row, expiresAt }: RegistrationProps) => {
  const { texts } = visit;
  if (expiresAt !== null) return <span>{texts.namesRegistrationUntil(moment(visit, expiresAt))}</span>;
  if (row.expiresAt !== null) return <span>{texts.namesByHand(moment(visit, row.expiresAt))}</span>;
  if (row.registrationAt === null) return <span class="old">{texts.namesUnknown}</span>;
  return (
    <span class="old">
      {texts.namesNoService} <code>vonggac site expiry {row.siteId} YYYY-MM-DD</code>
    </span>
  );
};
