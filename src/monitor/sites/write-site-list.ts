/** Writes lists of portals that `read-site-list.ts` can read: a template to fill in, and the registered portals. */
import { durationText } from '../../config/fields.ts';
import type { AgencyLanguage } from '../../store/registry/agencies.ts';
import type { RegisteredSite } from '../../store/registry/registry.ts';
import type { Cells } from './read-site-list.ts';
import { type Column, columns, columnsVi, inVietnamese } from './site-list-columns.ts';

type Line = Readonly<Record<Column, string>>;

/** Rows of a table with its headings. */
export function siteListRows(lines: readonly Cells[], language: AgencyLanguage): string[][] {
  const isVi = language === 'vi';
  const head = columns.map((column) => (isVi ? columnsVi[column] : column));
  const cell = (line: Cells, column: Column) =>
    isVi ? inVietnamese(column, line[column] ?? '') : (line[column] ?? '');
  return [head, ...lines.map((line) => columns.map((column) => cell(line, column)))];
}

export function listTemplate(language: AgencyLanguage): string[][] {
  const isVi = language === 'vi';
  const example: Line = {
    url: 'https://cong.example/',
    name: isVi ? 'Cổng thông tin điện tử mẫu (xóa dòng này)' : 'Sample portal (delete this line)',
    agency: isVi ? 'Ủy ban nhân dân tỉnh mẫu' : 'Sample agency',
    language,
    email: 'truc@donvi.example giamsat@hopthu.example',
    every: '5m',
    path: '/tin-tuc /van-ban',
    importance: 'high',
    consent: isVi ? 'Công văn số 12/CV-VP' : 'Letter 12',
    probe: 'no',
    tags: isVi ? 'cấp tỉnh; dịch vụ công' : 'province; services',
  };
  return siteListRows([example], language);
}

/** @param languages of the agencies, keyed by their number */
export function writeSiteList(
  sites: readonly RegisteredSite[],
  languages: ReadonlyMap<number, AgencyLanguage | null>,
  language: AgencyLanguage,
): string[][] {
  return siteListRows(
    sites.map((site) => lineOf(site, languages.get(site.agencyId ?? 0) ?? null)),
    language,
  );
}

function lineOf(site: RegisteredSite, language: AgencyLanguage | null): Line {
  const pages = site.targets.filter(({ role }) => role === 'registered');
  const [everyMs = null, ...others] = new Set(pages.map((page) => page.everyMs));
  return {
    url: site.url,
    name: site.name,
    agency: site.agency ?? '',
    language: language ?? '',
    email: site.recipients.join(' '),
    // The list format has a single interval for all pages of a portal.
    every: everyMs === null || others.length > 0 ? '' : durationText(everyMs),
    path: pages
      .filter(({ url }) => url !== site.url)
      .map(({ url }) => pathOn(site.url, url))
      .join(' '),
    importance: site.importance,
    consent: site.consent ?? '',
    probe: site.mayProbe === 1 ? 'yes' : 'no',
    tags: site.tags.map(({ name }) => name).join('; '),
  };
}

function pathOn(home: string, address: string): string {
  const url = new URL(address);
  return url.origin === new URL(home).origin ? `${url.pathname}${url.search}` : address;
}
