/** Imports portals from a CSV or YAML file: all lines, or none, or only the good ones on request. */

import { z } from 'zod';
import { duration } from '../../config/fields.ts';
import type { Words } from '../../core/domain/words.ts';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Agency } from '../../store/registry/agencies.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { ownAgency } from './own-agency.ts';
import { planSite, type SitePlan } from './plan-site.ts';
import { columns, readSiteList, type SiteListFile } from './read-site-list.ts';
import { enterSite, type Registered, type Vet, vetSite } from './register-site.ts';
import type { SiteRequest, VettedSite } from './site-request.ts';

/** A line of the file that can't be imported. */
export interface BadLine {
  readonly line: number;
  /** The address as written in the line. */
  readonly address: string;
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
}

type ImportParts = Pick<OperatorParts, 'db' | 'clock' | 'config'> & { readonly vet: Vet };

interface Reading {
  /** An agency's account registers for its own agency only, and touches no portal of others. */
  readonly actor: Actor;
  readonly mostLines?: number;
  /** Called after each vetted line. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** Several values in one CSV cell are separated by semicolons, commas or spaces. */
const list = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(/[;,\s]+/))])
  .transform((items) => items.map((item) => item.trim()).filter((item) => item !== ''));
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
  email: list.default([]),
  every: z.preprocess(emptyIsNone, duration.optional()),
  path: list.default([]),
  importance: z.preprocess(emptyIsNone, z.enum(['low', 'normal', 'high']).optional()),
  consent: optionalText,
  probe: z.preprocess(emptyIsNone, z.stringbool().or(z.boolean()).optional()),
});

/** How to correct each column. */
const mendVi: Readonly<Record<string, string>> = {
  url: 'thiếu địa chỉ của cổng',
  language: 'ngôn ngữ chỉ nhận vi hoặc en',
  every: 'chu kỳ phải là số kèm đơn vị, ví dụ 5m hoặc 1h',
  importance: 'mức quan trọng chỉ nhận cao, thường hoặc thấp (high, normal, low)',
  probe: 'dò tệp lạ chỉ nhận có hoặc không',
};

/**
 * Vets every line and reports all mistakes at once.
 * @throws VonggacError `bad-input` when the file as a whole can't be read
 */
export async function planImport(parts: ImportParts, file: SiteListFile, reading: Reading): Promise<ImportPlan> {
  const { actor } = reading;
  assertMay(actor, 'manage-sites', actor.scope.agencyId);
  const agency = await ownAgency(parts.db, actor);
  const lines = readSiteList(file);
  assertLength(lines.length, reading.mostLines ?? Number.POSITIVE_INFINITY);
  const good: ImportPlan['good'][number][] = [];
  const bad: BadLine[] = [];
  const seen = new Map<string, number>();
  for (const [index, { line, value }] of lines.entries()) {
    try {
      const site = await vetSite(ofAgency(requestOf(value), agency), parts.vet);
      for (const { url } of site.addresses) assertNew(url, seen.get(url));
      const plan = await planSite(parts.db, site, { merge: true, actor });
      for (const { url } of site.addresses) seen.set(url, line);
      good.push({ line, site, plan });
    } catch (error) {
      if (!(error instanceof VonggacError)) throw error;
      bad.push({ line, address: addressIn(value), reason: { vi: error.vi ?? error.message, en: error.message } });
    }
    reading.onProgress?.(index + 1, lines.length);
  }
  return { good, bad };
}

/** Writes all of it in one transaction. */
export async function importSites(
  parts: ImportParts,
  file: SiteListFile,
  options: Reading & { readonly partial: boolean },
): Promise<ImportReport> {
  const { good, bad } = await planImport(parts, file, options);
  if (bad.length > 0 && !options.partial) return { good: [], bad };
  const entering = { merge: true, actor: options.actor };
  return write(parts.db, async (trx) => {
    const entered: (Registered & { line: number })[] = [];
    for (const { line, site } of good) entered.push({ line, ...(await enterSite(trx, parts, site, entering)) });
    return { good: entered, bad };
  });
}

function requestOf(value: unknown): SiteRequest {
  if (typeof value === 'object' && value !== null && 'surplus' in value) {
    throw new VonggacError('bad-input', 'has more cells than columns: quote values that contain the separator', {
      vi: 'Dòng này có nhiều ô hơn số cột: chữ có chứa dấu phân cách phải đặt trong dấu nháy kép.',
    });
  }
  const result = lineSchema.safeParse(value);
  if (result.success) {
    const { email, every, path, ...rest } = result.data;
    return { ...rest, emails: email, everyMs: every, paths: path };
  }
  const reasons = result.error.issues.map((issue): Words => {
    if (issue.code === 'unrecognized_keys') {
      const names = issue.keys.map((key) => key.slice(0, 60)).join(', ');
      return { vi: `không có cột “${names}” (có ${columns.join(', ')})`, en: `unknown column ${names}` };
    }
    const [column = ''] = issue.path.map(String);
    const vi = mendVi[column] ?? (column === '' ? 'dòng này không phải là một cổng' : `cột ${column} phải là chữ`);
    return { vi, en: `${issue.path.join('.')} ${issue.message}` };
  });
  const sentence = reasons.map(({ vi }) => vi).join('; ');
  throw new VonggacError('bad-input', reasons.map(({ en }) => en).join('; '), {
    vi: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`,
  });
}

function ofAgency(request: SiteRequest, agency: Agency | null): SiteRequest {
  if (agency === null) return request;
  if (request.agency !== undefined && request.agency !== agency.name) {
    throw new VonggacError('bad-input', 'This is not your agency: leave the cell empty.', {
      vi: 'Cột cơ quan không phải là cơ quan của bạn: hãy để trống ô này.',
    });
  }
  return { ...request, agency: agency.name };
}

function assertNew(url: string, before: number | undefined): void {
  if (before === undefined) return;
  throw new VonggacError('bad-input', `line ${before} already has the same address: ${url}`, {
    vi: `Địa chỉ ${url} đã có ở dòng ${before}: hãy xóa bớt một chỗ.`,
  });
}

function assertLength(lines: number, most: number): void {
  if (lines === 0) {
    throw new VonggacError('bad-input', 'The file lists no portals.', { vi: 'Danh sách không có cổng nào.' });
  }
  if (lines <= most) return;
  throw new VonggacError('bad-input', `The file has ${lines} lines, more than ${most}: split it.`, {
    vi: `Danh sách có ${lines} dòng, mỗi lần chỉ nhập được ${most} dòng: hãy chia nhỏ tệp.`,
  });
}

function addressIn(value: unknown): string {
  const url = typeof value === 'object' && value !== null && 'url' in value ? value.url : null;
  return typeof url === 'string' ? url.slice(0, 200) : '';
}
