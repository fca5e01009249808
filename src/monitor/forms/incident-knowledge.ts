/** Gathers what the monitor knows of an incident for its reports. */
import { distinctAddresses } from '../../core/address.ts';
import { VonggacError } from '../../core/errors.ts';
import { courseWords } from '../../core/forms/course-words.ts';
import { type IncidentKnowledge, type KnownValues, knownValues } from '../../core/forms/known-values.ts';
import { readable } from '../../store/codecs/codec.ts';
import { looksOfIncident } from '../../store/evidence/incident-looks.ts';
import { reportFacts } from '../../store/forms/report-facts.ts';
import { sendingsOf } from '../../store/forms/reports.ts';
import type { Database, Trx } from '../../store/handle.ts';
import { getIncident } from '../../store/incidents/incidents.ts';
import { getSite } from '../../store/registry/registry.ts';
import { hostNamesOf, latestNameLook } from '../../store/targets/host-names.ts';
import type { OperatorParts } from '../parts.ts';

/** Looks per page that are counted as evidence. */
const countedLooks = 200;
const shownAddresses = 12;

export async function knownOfIncident(
  { config, db }: Pick<OperatorParts, 'config'> & { readonly db: Database | Trx },
  number: number,
): Promise<KnownValues> {
  const incident = await getIncident(db, number);
  const site = incident && (await getSite(db, incident.siteId));
  if (!incident || !site)
    throw new VonggacError('not-found', `There is no incident ${number}: see 'vonggac incident list'.`);
  const { events, sent } = await reportFacts(db, number);
  const national = new Set(config.national.contacts.map(({ email }) => email?.toLowerCase()));
  const initial = (await sendingsOf(db, number)).find(({ form }) => form === 'initial');
  const { looks, left } = await looksOfIncident(db, number, countedLooks);
  const knowledge: IncidentKnowledge = {
    incident,
    site,
    contacts: site.contacts,
    publicAddresses: await publicAddresses(db, site.id),
    told: sent.map(({ at, endpoint }) => ({ at, address: endpoint, isNational: national.has(endpoint.toLowerCase()) })),
    events: events.flatMap(({ at, actor, type, note }) => {
      const what = courseWords(type, note);
      return what === null ? [] : [{ at, actor, what }];
    }),
    looks: looks.length + left,
    initial: initial ? { number: initial.number, date: initial.sentOn } : null,
    timeZone: config.schedule.timezone,
  };
  return knownValues(knowledge);
}

/** As the latest look at the names of its hosts found them. */
async function publicAddresses(db: Database | Trx, siteId: number): Promise<string[]> {
  const rows = await hostNamesOf(db, siteId);
  const found = rows.flatMap((row) => {
    const look = readable(() => latestNameLook(row));
    const answers = (look?.resolvers ?? []).flatMap((one) => one.answers);
    return answers.filter(({ type }) => type === 'A' || type === 'AAAA').flatMap(({ values }) => values);
  });
  return distinctAddresses(found).slice(0, shownAddresses);
}
