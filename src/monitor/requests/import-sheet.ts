/** Requests that came by mail in the template sheet: read, previewed, and entered in the queue by an operator. */
import { randomBytes } from 'node:crypto';
import type { Words } from '../../core/domain/words.ts';
import { VonggacError } from '../../core/errors.ts';
import { foldText } from '../../core/facts/text/text-folding.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Read } from '../../core/ports.ts';
import { noFindings, type Period, type WatchDetails } from '../../core/requests/request.ts';
import { duplicateKey, readWatch, type TypedWatch } from '../../core/requests/typed.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { insertRequest, sameRequests } from '../../store/requests/requests.ts';
import { write } from '../../store/write.ts';
import { type ListFile, readTableFile } from '../sites/read-list-file.ts';
import type { TableRow } from '../sites/read-site-list.ts';
import type { RequestParts } from './request-parts.ts';
import { type SheetColumn, sheetColumnOf, sheetColumns, sheetColumnsVi } from './sheet-columns.ts';
import { momentOf } from './submit.ts';

export interface PlannedRequest {
  /** Lines of the sheet, one for each portal. */
  readonly lines: readonly number[];
  readonly details: WatchDetails;
  readonly period: Period;
  /** As many equal ones are open already. */
  readonly known: number;
}

export interface SheetPlan {
  readonly good: readonly PlannedRequest[];
  readonly bad: readonly { readonly lines: readonly number[]; readonly reasons: readonly Words[] }[];
  /** Headings without a use here. */
  readonly unused: readonly string[];
}

const mostRows = 1_000;
const longestCell = 1_000;

type Importing = RequestParts & { readonly read: Read };

/**
 * Rows that differ in nothing but the portal are one request.
 * @throws VonggacError `bad-input` when the file as a whole can't be read
 */
export async function planSheet(parts: Importing, actor: Actor, file: ListFile): Promise<SheetPlan> {
  assertMay(actor, 'handle-requests', null);
  const [head, ...rows] = await readTableFile(parts.read, file);
  const headings = (head?.cells ?? []).map((cell) => cell.trim());
  const columns = headings.map(sheetColumnOf);
  assertColumns(columns);
  if (rows.length === 0 || rows.length > mostRows) throw badCount(rows.length);
  const unused = headings.filter((heading, index) => heading !== '' && columns[index] === null);
  const good: PlannedRequest[] = [];
  const bad: SheetPlan['bad'][number][] = [];
  for (const group of grouped(columns, rows)) {
    const read = readWatch(group.typed, momentOf(parts));
    if (!read.ok) bad.push({ lines: group.lines, reasons: Object.values(read.mistakes) });
    else {
      const known = (await sameRequests(parts.db, duplicateKey(read.value.details))).length;
      good.push({ lines: group.lines, ...read.value, known });
    }
  }
  return { good, bad, unused: unused.map((one) => one.slice(0, 60)) };
}

/** Enters all of them, or none. @returns their numbers */
export async function importSheet(parts: Importing, actor: Actor, file: ListFile): Promise<readonly number[]> {
  const { good, bad } = await planSheet(parts, actor, file);
  const [first] = bad;
  if (first !== undefined) {
    const where = first.lines.join(', ');
    throw new VonggacError('bad-input', `Line ${where}: ${first.reasons.map(({ en }) => en).join(' ')}`, {
      vi: `Dòng ${where}: ${first.reasons.map(({ vi }) => vi).join(' ')}`,
    });
  }
  return write(parts.db, async (trx) => {
    const ids: number[] = [];
    const now = parts.clock();
    for (const { details, period } of good) {
      const row = {
        kind: 'watch' as const,
        status: 'waiting' as const,
        source: 'sheet' as const,
        language: 'vi' as const,
        duplicateKey: duplicateKey(details),
        createdAt: now,
        changedAt: now,
        // The sheet came from that mailbox, as the operator saw.
        confirmedAt: now,
        periodFrom: period.from,
        periodTo: period.to,
        targetId: null,
        proofToken: randomBytes(10).toString('hex'),
      };
      const id = await insertRequest(trx, row, { ...details, ...noFindings });
      await appendAudit(trx, { at: now, actor: actor.name, act: 'request-imported', subject: `request ${id}` });
      ids.push(id);
    }
    return ids;
  });
}

interface Group {
  readonly lines: readonly number[];
  readonly typed: TypedWatch;
}

type Cells = Partial<Record<SheetColumn, string>>;

/** A row with an empty cell continues the one above it, as in sheets with merged cells; one that differs is another. */
function grouped(columns: readonly (SheetColumn | null)[], rows: readonly TableRow[]): Group[] {
  interface Open {
    readonly lines: number[];
    readonly urls: string[];
    readonly cells: Cells;
  }
  const groups = new Map<string, Open>();
  let above: Cells = {};
  for (const { line, cells } of rows) {
    const own: Cells = {};
    for (const [index, column] of columns.entries()) {
      const cell = (cells[index] ?? '').trim().slice(0, longestCell);
      if (column !== null && cell !== '') own[column] = cell;
    }
    const isContinued = own.agency === undefined && own.url !== undefined;
    const whole: Cells = isContinued ? { ...above, ...own } : own;
    above = whole;
    const { url = '', ...rest } = whole;
    const key = JSON.stringify(sheetColumns.map((column) => foldText(column === 'url' ? '' : (rest[column] ?? ''))));
    const group: Open = groups.get(key) ?? { lines: [], urls: [], cells: rest };
    groups.set(key, group);
    group.lines.push(line);
    group.urls.push(...url.split(/[;\s]+/));
  }
  return [...groups.values()].map(({ lines, urls, cells }) => ({
    lines,
    typed: {
      agency: cells.agency ?? '',
      portals: urls.join('\n'),
      contact: cells.contact ?? '',
      phone: cells.phone ?? '',
      email: cells.email ?? '',
      basis: cells.basis ?? '',
      from: cells.from ?? '',
      to: cells.to ?? '',
      // By the letter that the sheet belongs to.
      consent: true,
    },
  }));
}

function assertColumns(columns: readonly (SheetColumn | null)[]): void {
  const needed = ['agency', 'url', 'contact', 'phone', 'email', 'basis'] as const;
  const missing = needed.filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  const names = missing.map((column) => `“${sheetColumnsVi[column]}”`).join(', ');
  throw new VonggacError('bad-input', `The first row lacks columns: ${missing.join(', ')}; use the template sheet.`, {
    vi: `Dòng đầu thiếu cột ${names}: hãy dùng biểu mẫu.`,
  });
}

function badCount(count: number): VonggacError {
  return count === 0
    ? new VonggacError('bad-input', 'The sheet has no rows.', { vi: 'Biểu mẫu không có dòng nào.' })
    : new VonggacError('bad-input', `The sheet has more than ${mostRows} rows: split it.`, {
        vi: `Biểu mẫu có hơn ${mostRows} dòng: hãy chia nhỏ.`,
      });
}
