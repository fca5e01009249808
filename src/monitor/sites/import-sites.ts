/** Imports portals from a list: all lines or none; on request, only the valid ones. */

import { z } from 'zod';
import { duration } from '../../config/fields.ts';
import { isMailAddress, normaliseAddress } from '../../core/address.ts';
import { readTags, tagNames } from '../../core/domain/tag.ts';
import type { Words } from '../../core/domain/words.ts';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Agency } from '../../store/registry/agencies.ts';
import { write } from '../../store/write.ts';
import type { ConfigParts, RecordParts } from '../parts.ts';
import { ownAgency } from './own-agency.ts';
import { createPace } from './pace.ts';
import { planSite, type SitePlan } from './plan-site.ts';
import { type Cells, type ListedLine, readSiteList, type SiteList, type SiteListFile } from './read-site-list.ts';
import { enterSite, type Registered, type Vet, vetSite } from './register-site.ts';
import { type Column, inEnglish } from './site-list-columns.ts';
import type { SiteRequest, VettedSite } from './site-request.ts';

/** A file's text, or lines already read from one. */
export type ListSource = SiteListFile | SiteList;

export interface CellProblem {
  /** Null: the line as a whole. */
  readonly column: Column | null;
  readonly words: Words;
}

/** A line of the file that can't be imported. */
export interface BadLine {
  readonly line: number;
  /** The address as written in the line. */
  readonly address: string;
  readonly cells: Cells;
  readonly problems: readonly CellProblem[];
  /** All problems in one. */
  readonly reason: Words;
}

export interface ImportReport {
  readonly good: readonly (Registered & { readonly line: number })[];
  readonly bad: readonly BadLine[];
}

/** What an import would do; nothing is written. */
export interface ImportPlan {
  readonly good: readonly { readonly line: number; readonly site: VettedSite; readonly plan: SitePlan }[];
  readonly bad: readonly BadLine[];
  /** The lines read, to be submitted again with corrections. */
  readonly list: SiteList;
}

export type ImportParts = RecordParts & ConfigParts & { readonly vet: Vet };

interface Reading {
  /** An agency's account registers for its own agency only, and touches no portal of others. */
  readonly actor: Actor;
  /** Called after each vetted line. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Called after each short transaction. */
  readonly onRegistered?: (done: number, all: number) => void;
}

/** Enough for a list of all portals of a country. */
const mostLines = 20_000;
/** Lines written in one transaction, if time allows. */
const mostAtOnce = 100;

/** Several values in one cell are separated by semicolons, commas or spaces. */
const list = z
  .string()
  .transform((text) => text.split(/[;,\s]+/).filter((item) => item !== ''))
  .default([]);
const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((text) => (text === '' ? undefined : text));
const emptyIsNone = (value: unknown) => (value === '' ? undefined : value);

const lineSchema = z.strictObject({
  url: z.string().trim().min(1, 'is missing'),
  name: optionalText,
  agency: optionalText,
  language: z.preprocess(emptyIsNone, z.enum(['vi', 'en']).optional()),
  email: list,
  every: z.preprocess(emptyIsNone, duration.optional()),
  path: list,
  importance: z.preprocess(emptyIsNone, z.enum(['low', 'normal', 'high']).optional()),
  consent: optionalText,
  probe: z.preprocess(emptyIsNone, z.stringbool().optional()),
  tags: z.string().transform(tagNames).optional(),
});

const columnNames = lineSchema.keyof();

/** How to correct each column. */
const mendVi: Readonly<Partial<Record<Column, string>>> = {
  url: 'Thiếu địa chỉ của cổng.',
  language: 'Ngôn ngữ chỉ nhận vi hoặc en.',
  every: 'Chu kỳ phải là số kèm đơn vị, ví dụ 5m hoặc 1h.',
  importance: 'Mức quan trọng chỉ nhận cao, thường hoặc thấp (high, normal, low).',
  probe: 'Dò tệp lạ chỉ nhận có hoặc không.',
};

/**
 * Vets every line and reports all mistakes at once.
 * @throws VonggacError `bad-input` when the file as a whole can't be read
 */
export async function planImport(parts: ImportParts, source: ListSource, reading: Reading): Promise<ImportPlan> {
  const { actor } = reading;
  assertMay(actor, 'manage-sites', actor.scope.agencyId);
  const agency = await ownAgency(parts.db, actor);
  const siteList = 'lines' in source ? source : await readSiteList(source);
  const { lines } = siteList;
  assertLength(lines.length);
  const pace = createPace();
  const good: ImportPlan['good'][number][] = [];
  const bad: BadLine[] = [];
  const seen = new Map<string, number>();
  for (const [index, listed] of lines.entries()) {
    const vetted = await vetLine(parts, listed, { actor, agency, seen });
    if ('problems' in vetted) bad.push(badLine(listed, vetted.problems));
    else {
      for (const { url } of vetted.site.addresses) seen.set(url, listed.line);
      good.push({ line: listed.line, ...vetted });
    }
    reading.onProgress?.(index + 1, lines.length);
    if (pace.isOver()) await pace.rest();
  }
  return { good, bad, list: siteList };
}

/**
 * Writes what was vetted in many short transactions: nobody else can write, or read, during one. Whoever imports the
 * list again after a failure finds what was written unchanged.
 */
export async function importSites(
  parts: ImportParts,
  source: ListSource,
  options: Reading & { readonly partial: boolean },
): Promise<ImportReport> {
  const { good, bad } = await planImport(parts, source, options);
  if (bad.length > 0 && !options.partial) return { good: [], bad };
  const entering = { merge: true, actor: options.actor };
  const entered: (Registered & { line: number })[] = [];
  const pace = createPace();
  while (entered.length < good.length) {
    const piece = await write(parts.db, async (trx) => {
      const written: typeof entered = [];
      for (const { line, site } of good.slice(entered.length, entered.length + mostAtOnce)) {
        written.push({ line, ...(await enterSite(trx, parts, site, entering)) });
        if (pace.isOver()) break;
      }
      return written;
    });
    entered.push(...piece);
    options.onRegistered?.(entered.length, good.length);
    await pace.rest();
  }
  return { good: entered, bad };
}

/** How a line is vetted among the others. */
export interface Among {
  readonly actor: Actor;
  readonly agency: Agency | null;
  /** Lines by the addresses that they name. */
  readonly seen: ReadonlyMap<string, number>;
}

type VettedLine =
  | { readonly site: VettedSite; readonly plan: SitePlan }
  | { readonly problems: readonly CellProblem[] };

export async function vetLine(
  parts: ImportParts,
  listed: ListedLine,
  { actor, agency, seen }: Among,
): Promise<VettedLine> {
  if (listed.fault) return { problems: [{ column: null, words: listed.fault }] };
  const read = requestOf(listed.cells);
  const { request } = read;
  const problems = [...read.problems, ...emailProblems(listed.cells), ...(request ? problemsIn(request, agency) : [])];
  if (!request || problems.length > 0) return { problems };
  try {
    const site = await vetSite({ ...request, ...(agency ? { agency: agency.name } : {}) }, parts.vet);
    for (const { url } of site.addresses) assertNew(url, seen.get(url));
    return { site, plan: await planSite(parts.db, site, { merge: true, actor }) };
  } catch (error) {
    if (!(error instanceof VonggacError)) throw error;
    const words = { vi: error.vi ?? error.message, en: error.message };
    // A bad address is the portal's own, unless that one is well-formed.
    const isOfPath = error.code === 'bad-input' && request.paths.length > 0 && normaliseAddress(request.url).ok;
    return { problems: [{ column: isOfPath ? 'path' : 'url', words }] };
  }
}

function requestOf(cells: Cells): { readonly request: SiteRequest | null; readonly problems: readonly CellProblem[] } {
  const columnsOf = columnNames.options.filter((column) => cells[column] !== undefined);
  const entries = columnsOf.map((column) => [column, inEnglish(column, cells[column] ?? '')]);
  const result = lineSchema.safeParse({ url: '', ...Object.fromEntries(entries) });
  if (result.success) {
    const { email, every, path, ...rest } = result.data;
    return { request: { ...rest, emails: email, everyMs: every, paths: path }, problems: [] };
  }
  const problems = result.error.issues.map((issue): CellProblem => {
    const column = columnNames.safeParse(issue.path[0]).data ?? null;
    const vi = column === null ? undefined : mendVi[column];
    return { column, words: { vi: vi ?? 'Ô này không đọc được.', en: `${issue.path.join('.')} ${issue.message}` } };
  });
  return { request: null, problems };
}

function emailProblems({ email }: Cells): CellProblem[] {
  const wrong = list.parse(email).filter((one) => !isMailAddress(one));
  return wrong.map((one) => ({
    column: 'email',
    words: {
      vi: `“${one.slice(0, 100)}” không phải là địa chỉ thư điện tử.`,
      en: `'${one.slice(0, 100)}' is not an email address.`,
    },
  }));
}

/** Mistakes that belong to a cell; the same sentences as for a single portal (`vetSite`). */
function problemsIn(request: SiteRequest, agency: Agency | null): CellProblem[] {
  const problems: CellProblem[] = [];
  const add = (column: Column, vi: string, en: string) => problems.push({ column, words: { vi, en } });
  if (agency !== null && request.agency !== undefined && request.agency !== agency.name) {
    add(
      'agency',
      'Cột cơ quan không phải là cơ quan của bạn: hãy để trống ô này.',
      'This is not your agency: leave the cell empty.',
    );
  }
  if (request.language && !request.agency && agency === null) {
    add(
      'agency',
      'Ngôn ngữ của thư được đặt theo cơ quan: hãy ghi cả tên cơ quan.',
      'A language belongs to an agency: name the agency too.',
    );
  }
  const tags = readTags(request.tags ?? []);
  if (!tags.ok) add('tags', tags.reason.vi, tags.reason.en);
  if (request.probe && !request.consent) {
    add(
      'consent',
      'Muốn kiểm tra tệp lạ phải có văn bản đồng ý: hãy ghi rõ ai đã đồng ý.',
      'Probing for dropped files needs recorded consent: name who gave it.',
    );
  }
  return problems;
}

export function badLine({ line, cells }: ListedLine, problems: readonly CellProblem[]): BadLine {
  const reason = {
    vi: problems.map(({ words }) => words.vi).join(' '),
    en: problems.map(({ words }) => words.en).join('; '),
  };
  return { line, address: (cells.url ?? '').slice(0, 200), cells, problems, reason };
}

function assertNew(url: string, before: number | undefined): void {
  if (before === undefined) return;
  throw new VonggacError('refused', `line ${before} already has the same address: ${url}`, {
    vi: `Địa chỉ ${url} đã có ở dòng ${before}: hãy xóa bớt một chỗ.`,
  });
}

export function assertLength(lines: number): void {
  if (lines === 0) {
    throw new VonggacError('bad-input', 'The file lists no portals.', { vi: 'Danh sách không có cổng nào.' });
  }
  if (lines <= mostLines) return;
  throw new VonggacError('bad-input', `The file has ${lines} lines, more than ${mostLines}: split it.`, {
    vi: `Danh sách có ${lines} dòng, mỗi lần chỉ nhập được ${mostLines} dòng: hãy chia nhỏ tệp.`,
  });
}
