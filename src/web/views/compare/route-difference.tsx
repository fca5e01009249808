/** Changes in the response: address, status, route, certificate, headers. */
import { plainText, shownAddress } from '../../../core/text.ts';
import type { CaptureRow } from '../../../store/reads/evidence.ts';
import { type CaptureMeta, captureMeta } from '../../capture-meta.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { foreign } from '../foreign.ts';

/** These differ at every look and mean nothing. */
const restless = new Set(['date', 'age', 'expires', 'etag', 'last-modified', 'content-length', 'set-cookie']);
const maxHeaders = 40;

interface Fact {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

interface Props {
  readonly visit: SignedInVisit;
  readonly before: CaptureRow;
  readonly after: CaptureRow;
}

export const RouteDifference = ({ visit, before, after }: Props) => {
  const { texts } = visit;
  const changed = factsOf(visit, captureMeta(before), captureMeta(after)).filter((fact) => fact.before !== fact.after);
  if (changed.length === 0) return <p class="empty">{texts.routeSame}</p>;
  return (
    <table class="route-difference">
      <thead>
        <tr>
          <th scope="col">{texts.routeFact}</th>
          <th scope="col">{texts.valueBefore}</th>
          <th scope="col">{texts.valueAfter}</th>
        </tr>
      </thead>
      <tbody>
        {changed.map((fact) => (
          <tr>
            <th scope="row">{fact.name}</th>
            <td {...foreign}>{fact.before === '' ? '–' : <del>{fact.before}</del>}</td>
            <td {...foreign}>{fact.after === '' ? '–' : <ins>{fact.after}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

function factsOf({ texts }: SignedInVisit, before: CaptureMeta, after: CaptureMeta): Fact[] {
  const fact = (name: string, of: (meta: CaptureMeta) => string) => ({ name, before: of(before), after: of(after) });
  const names = [before, after].flatMap((meta) => meta.headers.map(([name]) => name.toLowerCase()));
  const headers = [...new Set(names)].filter((name) => !restless.has(name)).slice(0, maxHeaders);
  return [
    fact(texts.technicalAddress, (meta) => shownAddress(meta.finalUrl)),
    fact(texts.httpStatus, (meta) => String(meta.status)),
    fact(texts.technicalRoute, (meta) => meta.hops.map((hop) => `${hop.status} ${shownAddress(hop.url)}`).join(' → ')),
    fact(texts.routeServer, (meta) => plainText(meta.hops.at(-1)?.address ?? '', 60)),
    fact(texts.technicalCertificate, certificateOf),
    ...headers.map((name) => fact(plainText(name, 60), (meta) => headerOf(meta, name))),
  ];
}

function certificateOf({ hops }: CaptureMeta): string {
  const certificate = hops.findLast((hop) => hop.certificate !== null)?.certificate ?? null;
  return certificate ? plainText(`${certificate.subject} · ${certificate.issuer}`, 300) : '';
}

function headerOf({ headers }: CaptureMeta, name: string): string {
  const values = headers.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
  return plainText(values.join(', '), 300);
}
