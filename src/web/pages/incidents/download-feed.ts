/** An incident as STIX or MISP, to be imported elsewhere by hand; programs use the API. */
import { mispEvent } from '../../../core/feeds/misp.ts';
import { stixBundle } from '../../../core/feeds/stix.ts';
import { readIncident } from '../../../store/reads/incidents.ts';
import { feedIncident, feedOptions, readScreenshots } from '../../api/feed-incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';

export async function downloadFeed(visit: SignedInVisit): Promise<Response> {
  const { web, scope, language, context } = visit;
  const incident = await readIncident(web.parts.db, scope, numberParam(visit, 'number'));
  if (!incident) return failurePage(visit, 'not-found');
  const [facts, options] = [feedIncident(incident, language), feedOptions(web)];
  const isStix = context.req.param('format') === 'stix';
  const feed = isStix
    ? stixBundle(facts, options)
    : mispEvent(facts, options, await readScreenshots(web, scope, incident));
  return context.body(JSON.stringify(feed, null, 2), 200, {
    'Content-Type': isStix ? 'application/stix+json;version=2.1' : 'application/json',
    'Content-Disposition': `attachment; filename="vonggac-su-co-${incident.number}-${isStix ? 'stix' : 'misp'}.json"`,
  });
}
