/** A list of portals from a CSV or YAML file: all of it goes in, or nothing, or the good lines when that was asked for. */
import { parse as parseCsv } from 'csv-parse/sync';
import { isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { duration } from '../config/fields.ts';
import { VonggacError } from '../core/errors.ts';
import type { DeskParts } from './parts.ts';
import {
  type Registered,
  registerSite,
  type SiteRequest,
  type Vet,
  type VettedSite,
  vetSite,
} from './register-site.ts';

/** A line of the file that can't go in. */
export interface BadLine {
  readonly line: number;
  readonly reason: string;
}

export interface ImportReport {
  readonly good: readonly (Registered & { readonly line: number })[];
  readonly bad: readonly BadLine[];
}

/** Several values in one CSV cell are separated by semicolons or spaces. */
const list = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(/[;\s]+/))])
  .transform((items) => items.map((item) => item.trim()).filter((item) => item !== ''));
const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((text) => (text === '' ? undefined : text));

const lineSchema = z.strictObject({
  url: z.string().trim().min(1, 'is missing'),
  name: optionalText,
  agency: optionalText,
  language: z.preprocess((value) => (value === '' ? undefined : value), z.enum(['vi', 'en']).optional()),
  email: list.default([]),
  every: z.preprocess((value) => (value === '' ? undefined : value), duration.optional()),
  path: list.default([]),
  importance: z.preprocess((value) => (value === '' ? undefined : value), z.enum(['low', 'normal', 'high']).optional()),
  consent: optionalText,
  probe: z.preprocess((value) => (value === '' ? undefined : value), z.stringbool().or(z.boolean()).optional()),
});

interface RawLine {
  readonly line: number;
  readonly value: unknown;
}

/**
 * @param onProgress told after each vetted line
 * @throws VonggacError `bad-input` when the file as a whole can't be read
 */
export async function importSites(
  parts: Pick<DeskParts, 'db' | 'clock' | 'config'> & { readonly vet: Vet },
  file: { readonly name: string; readonly text: string },
  options: {
    readonly partial: boolean;
    readonly actor: string;
    readonly onProgress?: (done: number, all: number) => void;
  },
): Promise<ImportReport> {
  const lines = /\.ya?ml$/i.test(file.name) ? readYaml(file.text) : readCsv(file.text);
  const bad: BadLine[] = [];
  const vetted: { line: number; site: VettedSite }[] = [];
  const seen = new Map<string, number>();
  for (const [index, { line, value }] of lines.entries()) {
    try {
      const site = await vetSite(requestOf(value), parts.vet);
      const home = site.addresses[0]?.url ?? '';
      const before = seen.get(home);
      if (before !== undefined)
        throw new VonggacError('bad-input', `the same address stands in line ${before} already.`, {
          vi: `địa chỉ này đã có ở dòng ${before}.`,
        });
      seen.set(home, line);
      vetted.push({ line, site });
    } catch (error) {
      if (!(error instanceof VonggacError)) throw error;
      bad.push({ line, reason: error.message });
    }
    options.onProgress?.(index + 1, lines.length);
  }
  if (bad.length > 0 && !options.partial) return { good: [], bad };
  const good: (Registered & { line: number })[] = [];
  for (const { line, site } of vetted)
    good.push({ line, ...(await registerSite(parts, site, { merge: true, actor: options.actor })) });
  return { good, bad };
}

function requestOf(value: unknown): SiteRequest {
  const result = lineSchema.safeParse(value);
  if (!result.success) {
    const reasons = result.error.issues.map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown column ${issue.keys.join(', ')}`
        : `${issue.path.join('.')} ${issue.message}`,
    );
    const columns = result.error.issues.map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `không có cột ${issue.keys.join(', ')}`
        : `cột ${issue.path.join('.')} thiếu hoặc có giá trị không hợp lệ`,
    );
    throw new VonggacError('bad-input', reasons.join('; '), { vi: columns.join('; ') });
  }
  const { email, every, path, ...rest } = result.data;
  return { ...rest, emails: email, everyMs: every, paths: path };
}

function readCsv(text: string): RawLine[] {
  try {
    const rows = parseCsv(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[];
    const first = rows[0];
    if (first && !('url' in first.record)) {
      throw new VonggacError(
        'bad-input',
        "The first line must name the columns, with 'url' among them: url,name,agency,language,email,every,path,importance,consent,probe.",
        {
          vi: 'Dòng đầu phải ghi tên các cột, trong đó có «url»: url,name,agency,language,email,every,path,importance,consent,probe.',
        },
      );
    }
    return rows.map(({ record, info }) => ({ line: info.lines, value: record }));
  } catch (cause) {
    if (cause instanceof VonggacError) throw cause;
    throw new VonggacError(
      'bad-input',
      `The CSV file can't be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause, vi: 'Không đọc được tệp CSV: hãy kiểm tra dấu ngoặc kép và dấu phân cách, rồi lưu lại theo mã UTF-8.' },
    );
  }
}

/** Spreadsheets save with commas, semicolons or tabs; the header tells which. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/\r?\n|$/));
  return [',', ';', '\t'].find((mark) => header.includes(mark)) ?? ',';
}

function readYaml(text: string): RawLine[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const error = document.errors[0];
  if (error)
    throw new VonggacError('bad-input', `The YAML file can't be read: ${error.message.split('\n')[0] ?? error.code}`, {
      vi: `Không đọc được tệp YAML: có lỗi ở dòng ${counter.linePos(error.pos[0]).line}.`,
    });
  const items = isSeq(document.contents) ? document.contents : document.get('sites');
  if (!isSeq(items))
    throw new VonggacError('bad-input', 'The YAML file must hold a list of sites, or a list under "sites:".', {
      vi: 'Tệp YAML phải chứa danh sách các cổng, hoặc danh sách trong mục «sites:».',
    });
  return items.items.map((item) => {
    const range = (item as { range?: [number, number, number] | null }).range;
    return {
      line: counter.linePos(range?.[0] ?? 0).line,
      value: (item as { toJS(d: unknown): unknown }).toJS(document),
    };
  });
}
