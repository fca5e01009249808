/** Carries out a plan of the registry, step by step: each is one act with its own entry in the audit log. */
import { isSettingKey } from '../../config/settings.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import {
  mostPruned,
  type PresentContact,
  type RegistryChange,
  type WantedContact,
} from '../../core/registry/registry.ts';
import { readSettings } from '../../store/records/settings.ts';
import { findAgency } from '../../store/registry/agencies.ts';
import { getSite } from '../../store/registry/registry.ts';
import { addContact, editContact } from '../agencies/change-contacts.ts';
import { chooseAgencyLanguage } from '../notices/agency-language.ts';
import type { OperatorParts } from '../parts.ts';
import { changeSettings } from '../settings/change-settings.ts';
import { changeInterval } from '../sites/change-interval.ts';
import { editSite, versionOf } from '../sites/edit-site.ts';
import { registerSite, type Vet, vetSite } from '../sites/register-site.ts';
import { switchSite } from '../sites/switch-site.ts';

type ApplyParts = OperatorParts & { readonly vet: Vet };

/** @throws VonggacError `refused` when more sites than allowed would be paused */
export function assertPrune(changes: readonly RegistryChange[], active: number, allowed: number | undefined): void {
  const pruned = changes.filter(({ type }) => type === 'prune-site').length;
  const most = allowed ?? mostPruned(active);
  if (pruned <= most) return;
  throw new VonggacError(
    'failed',
    `${pruned} of ${active} monitored sites are not in the file and would be paused: if that is meant, repeat with --prune-at-most ${pruned}.`,
  );
}

/** @returns warnings that a person should read */
export async function applyChange(parts: ApplyParts, actor: Actor, change: RegistryChange): Promise<readonly string[]> {
  const { db } = parts;
  switch (change.type) {
    case 'add-site':
      return addSite(parts, actor, change.site);
    case 'change-site':
      return changeSite(parts, actor, change);
    case 'change-interval': {
      const site = await getSite(db, change.id);
      const pages =
        site?.targets.filter(({ role, everyMs }) => role === 'registered' && everyMs !== change.everyMs) ?? [];
      for (const page of pages) await changeInterval(parts, actor, page.id, change.everyMs);
      return [];
    }
    case 'pause-site':
    case 'prune-site': {
      const reason = change.type === 'prune-site' ? 'Không còn trong tệp đăng ký' : undefined;
      await switchSite(parts, actor, change.id, 'paused', reason === undefined ? {} : { reason });
      return [];
    }
    case 'resume-site':
      await switchSite(parts, actor, change.id, 'active');
      return [];
    case 'choose-language':
      await chooseAgencyLanguage(parts, actor, await agencyIdOf(parts, change.agency), change.language);
      return [];
    case 'add-contact':
      await addContact(parts, actor, await agencyIdOf(parts, change.agency), typed(change.contact));
      return [];
    case 'change-contact': {
      const fields = Object.fromEntries(change.fields.map(({ field, to }) => [field, to]));
      await editContact(parts, actor, change.contact.id, typed({ ...change.contact, ...fields }));
      return [];
    }
    case 'prune-contact':
      await editContact(parts, actor, change.contact.id, typed({ ...change.contact, mail: 'off' }));
      return [];
    case 'change-setting':
      return changeSetting(parts, actor, change.key, change.to);
  }
}

async function addSite(parts: ApplyParts, actor: Actor, site: (RegistryChange & { type: 'add-site' })['site']) {
  const { url, emails = [], pages = [], paused, agency, consent, everyMs, ...rest } = site;
  const request = {
    ...rest,
    url,
    emails,
    paths: pages,
    agency: agency ?? undefined,
    consent: consent ?? undefined,
    everyMs: everyMs ?? undefined,
  };
  const { siteId, warnings } = await registerSite(parts, await vetSite(request, parts.vet), { merge: false, actor });
  if (paused) await switchSite(parts, actor, siteId, 'paused');
  return warnings.map(({ en }) => en);
}

async function changeSite(parts: ApplyParts, actor: Actor, change: RegistryChange & { type: 'change-site' }) {
  const site = await getSite(parts.db, change.id);
  if (!site) throw new VonggacError('not-found', `There is no site ${change.id}.`);
  const agency = site.agencyId === null ? null : await findAgency(parts.db, { id: site.agencyId });
  const wanted = { ...change.site, ...Object.fromEntries(change.fields.map(({ field, to }) => [field, to])) };
  const { name, emails, tags, importance, probe, pages } = wanted;
  const { warnings } = await editSite(parts, actor, change.id, {
    request: {
      name,
      emails,
      tags,
      importance,
      probe,
      agency: wanted.agency ?? undefined,
      consent: wanted.consent ?? undefined,
      paths: pages.filter((page) => !site.targets.some(({ url }) => url === page)),
    },
    language: agency?.language ?? null,
    stop: [],
    version: versionOf(site, agency?.language ?? null),
  });
  return warnings.map(({ en }) => en);
}

async function agencyIdOf({ db }: ApplyParts, name: string): Promise<number> {
  const agency = await findAgency(db, { name });
  if (agency) return agency.id;
  throw new VonggacError('failed', `There is no agency '${name}': register one of its sites first, in the same file.`);
}

/** As a person would type it. */
function typed(contact: WantedContact | PresentContact) {
  return {
    name: contact.name,
    role: contact.role ?? '',
    phone: contact.phone ?? '',
    email: contact.email ?? '',
    language: contact.language ?? '',
    mail: contact.mail ?? 'alarms',
    nightCap: contact.nightCap === null || contact.nightCap === undefined ? '' : String(contact.nightCap),
  };
}

/** The daemon notices the change by itself. */
async function changeSetting(parts: ApplyParts, actor: Actor, key: string, input: unknown): Promise<string[]> {
  if (!isSettingKey(key)) throw new VonggacError('bug', `${key} is not a setting.`);
  const seenAt = (await readSettings(parts.db)).get(key)?.changedAt ?? 0;
  const outcome = await changeSettings(parts, async () => undefined, actor, [{ key, value: { input }, seenAt }]);
  if (outcome.status !== 'refused') return [];
  throw new VonggacError('failed', outcome.problems.map(({ words }) => words.en).join(' '));
}
