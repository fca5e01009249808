/** Details for specialists: route, certificate, headers, what the page tried. All of it is untrusted page content. */
import type { Child } from 'hono/jsx';
import type { Certificate, Hop } from '../../core/domain/capture.ts';
import { cutOffWords } from '../../core/terms.ts';
import { dayWords, plainText, shownAddress } from '../../core/text.ts';
import type { Evidence } from '../../store/reads/evidence.ts';
import { captureMeta } from '../capture-meta.ts';
import type { Visit } from '../gate/route.ts';
import { foreign } from './foreign.ts';
import { render } from './wording.ts';

const maxItems = 30;

export const Technical = ({ visit, evidence }: { visit: Visit; evidence: Evidence }) => {
  const { texts } = visit;
  const { check, after } = evidence;
  if (!after) return null;
  const meta = captureMeta(after);
  const certificate = meta.hops.findLast((hop) => hop.certificate !== null)?.certificate ?? null;
  return (
    <details class="technical">
      <summary>{texts.technical}</summary>
      <dl class="facts">
        <Fact name={texts.technicalAddress}>{shownAddress(meta.finalUrl)}</Fact>
        <Fact name={texts.httpStatus}>{meta.status}</Fact>
        {meta.vantage !== undefined && <Fact name={texts.technicalVantage}>{plainText(meta.vantage, 60)}</Fact>}
        {meta.cutOff && <Fact name={texts.technicalCutOff}>{render(visit, cutOffWords[meta.cutOff])}</Fact>}
        <Fact name={texts.technicalRoute}>
          <List items={meta.hops.map(hopText)} />
        </Fact>
        {certificate && <Fact name={texts.technicalCertificate}>{certificateText(visit, certificate)}</Fact>}
        <Fact
          name={texts.technicalNavigations}
          items={(meta.rendering?.navigations ?? []).map((url) => shownAddress(url))}
        />
        <Fact
          name={texts.technicalDialogs}
          items={(meta.rendering?.dialogs ?? []).map((text) => plainText(text, 300))}
        />
        <Fact name={texts.technicalPopups} items={(meta.rendering?.popups ?? []).map((url) => shownAddress(url))} />
        <Fact
          name={texts.technicalHeaders}
          items={meta.headers.map(([name, value]) => `${plainText(name, 100)}: ${plainText(value, 300)}`)}
        />
      </dl>
      <p class="downloads">
        <a href={`/looks/${check.id}/source`} download>
          {texts.sourceReceived}
        </a>
        {after.renderedHash !== null && (
          <a href={`/looks/${check.id}/rendered`} download>
            {texts.sourceRendered}
          </a>
        )}
      </p>
    </details>
  );
};

const Fact = (props: { name: string; items?: readonly string[]; children?: Child }) =>
  props.items !== undefined && props.items.length === 0 ? null : (
    <>
      <dt>{props.name}</dt>
      <dd>{props.items === undefined ? props.children : <List items={props.items} />}</dd>
    </>
  );

const List = ({ items }: { items: readonly string[] }) => (
  <ul>
    {items.slice(0, maxItems).map((item) => (
      <li {...foreign}>{item}</li>
    ))}
    {items.length > maxItems && <li>… +{items.length - maxItems}</li>}
  </ul>
);

function hopText(hop: Hop): string {
  return `${hop.status} ${shownAddress(hop.url)}${hop.address === null ? '' : ` (${plainText(hop.address, 60)})`}`;
}

function certificateText(visit: Visit, certificate: Certificate): string {
  const trust =
    certificate.error === null ? '' : ` · ${visit.texts.technicalCertificateBad(plainText(certificate.error, 60))}`;
  const until = visit.texts.technicalCertificateUntil(
    render(visit, dayWords(certificate.validTo, visit.web.parts.config.schedule.timezone)),
  );
  return `${plainText(certificate.subject, 150)} · ${plainText(certificate.issuer, 150)} · ${until}${trust}`;
}
