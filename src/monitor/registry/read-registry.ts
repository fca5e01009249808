/** The registry as it is now. */
import { registrySettings } from '../../config/registry-file.ts';
import { settingInput } from '../../config/settings.ts';
import type { PresentRegistry } from '../../core/registry/registry.ts';
import { watchedAgencies } from '../../store/registry/agencies.ts';
import { contactsByAgency } from '../../store/registry/contacts.ts';
import { listSites } from '../../store/registry/registry.ts';
import type { OperatorParts } from '../parts.ts';

export async function readRegistry({ db, config }: Pick<OperatorParts, 'db' | 'config'>): Promise<PresentRegistry> {
  const watched = await watchedAgencies(db);
  const contacts = await contactsByAgency(
    db,
    watched.map(({ id }) => id),
  );
  const agencies = watched.map(({ id, name, language }) => ({
    name,
    language,
    contacts: (contacts.get(id) ?? []).map(({ agencyId: _, ...contact }) => contact),
  }));
  const sites = (await listSites(db)).map((site) => {
    const pages = site.targets.filter(({ role }) => role === 'registered');
    const [everyMs = null, ...others] = new Set(pages.map((page) => page.everyMs));
    return {
      id: site.id,
      url: site.url,
      name: site.name,
      agency: site.agency,
      emails: site.recipients,
      pages: pages.map(({ url }) => url).filter((url) => url !== site.url),
      tags: site.tags.map((tag) => tag.name),
      importance: site.importance,
      consent: site.consent,
      probe: site.mayProbe === 1,
      // Pages with intervals of their own have none in common.
      everyMs: others.length > 0 ? null : everyMs,
      paused: site.status === 'paused',
    };
  });
  const settings = Object.fromEntries(registrySettings.map((key) => [key, settingInput(config, key)]));
  return { agencies, sites, settings };
}
