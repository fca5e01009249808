/** Changes in a page's source and response between the baseline and one look. */
import { plainText } from '../../../core/text.ts';
import { readEvidence } from '../../../store/reads/evidence.ts';
import { evidenceSource } from '../../evidence-text.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { RouteDifference } from '../../views/compare/route-difference.tsx';
import { SourceDifferenceView } from '../../views/compare/source-difference.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { moment, registeredAddress } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';

export async function showSourceDifference(visit: SignedInVisit): Promise<Response> {
  const evidence = await readEvidence(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  if (!evidence) return failurePage(visit, 'not-found');
  const { texts } = visit;
  const { check, before, after } = evidence;
  const of = visit.url.searchParams.get('of') === 'rendered' ? 'rendered' : 'received';
  const difference = await evidenceSource(visit.web.parts, evidence, of);
  const path = `/looks/${check.id}/source-difference`;
  return renderPage(visit, {
    title: `${texts.sourceDifference} · ${plainText(evidence.siteName, 120)}`,
    assets: ['incident.css', 'incident.js'],
    body: (
      <div class="stacked">
        <div class="page-head">
          <p class="crumbs">
            <a href={`/sites/${evidence.siteId}`}>{plainText(evidence.siteName, 160)}</a> ›{' '}
            <a href={`/looks/${check.id}`}>{texts.lookTitle(check.id)}</a>
          </p>
          <h1>{texts.sourceDifference}</h1>
          <p class="meta">
            {registeredAddress(evidence.targetUrl)} ·{' '}
            {before && `${texts.pictureBefore.toLowerCase()} ${moment(visit, before.at)} · `}
            {texts.pictureAfter.toLowerCase()} {moment(visit, check.at)}
          </p>
        </div>
        {before && after && (
          <Sheet title={texts.routeDifference} id="route">
            <RouteDifference visit={visit} before={before} after={after} />
          </Sheet>
        )}
        <Sheet title={texts.sourceDifference} id="source">
          <nav class="tabs" aria-label={texts.sourceDifference}>
            <a href={path} aria-current={of === 'received' ? 'true' : undefined}>
              {texts.sourceOfReceived}
            </a>
            <a href={`${path}?of=rendered`} aria-current={of === 'rendered' ? 'true' : undefined}>
              {texts.sourceOfRendered}
            </a>
          </nav>
          <SourceDifferenceView visit={visit} difference={difference} />
        </Sheet>
      </div>
    ),
  });
}
