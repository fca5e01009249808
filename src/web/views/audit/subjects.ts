/** The subject of an audit row by its current name, linked if it has a page. */
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import type { AuditNames, NamedSite } from '../../../store/reads/audit-names.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { settingTitle } from '../settings/areas.ts';
import { playbookPartName } from '../settings/playbook-names.ts';
import { registeredAddress } from '../wording.ts';
import { actorText, subjectText } from './words.ts';

/** A piece of text, and the page that it leads to. */
export interface Piece {
  readonly text: string;
  readonly href: string | null;
}

type Naming = (visit: SignedInVisit, names: AuditNames, id: string) => readonly Piece[] | null;

const naming: Readonly<Record<string, Naming>> = {
  site: (visit, names, id) => {
    const site = names.sites.get(id);
    return site ? [sitePiece(visit, site)] : null;
  },
  target: (visit, names, id) => {
    const target = names.targets.get(id);
    if (!target) return null;
    const { url, site } = target;
    const isWatched = site.isWatched && !url.startsWith('removed:');
    const page = { text: registeredAddress(url), href: isWatched ? `/targets/${id}` : null };
    return [page, sitePiece(visit, site)];
  },
  incident: (visit, names, id) => ofSite(visit, names.incidents.get(id), `incident ${id}`, `/incidents/${id}`),
  suspect: (visit, names, id) => {
    const suspect = names.suspects.get(id);
    return ofSite(visit, suspect?.site, `suspect ${id}`, `/looks/${suspect?.checkId}`);
  },
  check: (visit, names, id) => ofSite(visit, names.checks.get(id), `check ${id}`, `/looks/${id}`),
  agency: (_, names, id) => {
    const name = names.agencies.get(id);
    return name === undefined ? null : [{ text: plainText(name, 160), href: `/agencies/${id}` }];
  },
  user: (visit, names, name) => [
    { text: subjectText(visit, `user ${name}`), href: userPiece(visit, names, name).href },
  ],
  playbook: (visit, _, part) => [
    {
      text: `${subjectText(visit, 'playbook')}: ${plainText(playbookPartName(part, visit.texts, visit.language), 160)}`,
      href: holds(visit.actor, 'see-settings') ? `/settings/playbook/${part}` : null,
    },
  ],
  setting: (visit, _, key) => [
    { text: settingTitle(visit.texts, key), href: holds(visit.actor, 'see-settings') ? '/settings' : null },
  ],
};

/** A subject that is no longer stored is shown by number. */
export function subjectPieces(visit: SignedInVisit, names: AuditNames, subject: string): readonly Piece[] {
  const [kind = '', ...rest] = subject.split(' ');
  const named = Object.hasOwn(naming, kind) ? naming[kind]?.(visit, names, rest.join(' ')) : null;
  return named ?? [{ text: subjectText(visit, subject), href: null }];
}

function ofSite(visit: SignedInVisit, site: NamedSite | undefined, subject: string, href: string): Piece[] | null {
  if (!site) return null;
  return [{ text: subjectText(visit, subject), href: site.isWatched ? href : null }, sitePiece(visit, site)];
}

export function sitePiece({ texts }: SignedInVisit, { id, name, isWatched }: NamedSite): Piece {
  const text = plainText(name, 160);
  return isWatched ? { text, href: `/sites/${id}` } : { text: texts.auditSiteGone(text), href: null };
}

/** A person, by account or by a contact's address. */
export function userPiece(visit: SignedInVisit, names: AuditNames, name: string): Piece {
  const id = holds(visit.actor, 'manage-people') ? names.users.get(name) : undefined;
  return {
    text: contactNamed(visit, names, name) ?? actorText(visit, name),
    href: id === undefined ? null : `/people/${id}`,
  };
}

/** `Nguyễn Thu Hà (ha.nt@dieuphoi.example)`; null for an address that is no contact's. */
export function contactNamed(visit: SignedInVisit, names: AuditNames, address: string): string | null {
  const { duty, national } = visit.web.parts.config;
  const wanted = address.toLowerCase();
  const listed = [...duty.officers, ...duty.heads, ...national.contacts];
  const name = names.contacts.get(wanted) ?? listed.find(({ email }) => email?.toLowerCase() === wanted)?.name;
  return name === undefined ? null : plainText(`${name} (${address})`, 200);
}
