/** Makes a static copy of a portal's approved pages: only its own files, without scripts, for any web server. */
import { VonggacError } from '../../core/errors.ts';
import { safeJson } from '../../core/evidence/manifest.ts';
import type { Actor } from '../../core/people/actor.ts';
import { noticePath, webRoot } from '../../core/restore/copy-names.ts';
import { copyReadme } from '../../core/restore/copy-readme.ts';
import {
  type CopiedFile,
  type CopiedPage,
  type CopyRecord,
  copyFormat,
  copyNames,
  type MissingItem,
} from '../../core/restore/copy-record.ts';
import { missingText } from '../../core/restore/missing-text.ts';
import { noticePage } from '../../core/restore/notice-page.ts';
import type { RecordedFile } from '../../core/restore/recorded.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getSite } from '../../store/registry/registry.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';
import type { CopyTarget } from './copy-target.ts';
import { type CopyPlan, type PlannedPage, planCopy } from './plan-copy.ts';

export interface MadeCopy extends CopyRecord {
  readonly files: readonly CopiedFile[];
}

type CopyParts = Pick<OperatorParts, 'db' | 'blobs' | 'read' | 'clock' | 'config'>;

/** Files in one copy, and their bytes; a look records 30 MB at most. */
const caps = { files: 3_000, bytes: 300_000_000, missing: 2_000 } as const;

export interface CopyRequest {
  readonly actor: Actor;
  /** Called once it is clear that there is something to copy. */
  readonly open: () => Promise<CopyTarget>;
}

/**
 * @throws VonggacError `refused` when no page has an approved baseline with recorded traffic
 */
export async function makeCopy(parts: CopyParts, siteId: number, { actor, open }: CopyRequest): Promise<MadeCopy> {
  const site = await getSite(parts.db, siteId);
  if (!site) throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
  await assertMayAtSite(parts.db, actor, 'judge', siteId);
  const plan = await planCopy(parts, siteId);
  const target = await open();
  try {
    const copying = new Copying(parts, plan, target, `site ${siteId}`);
    const at = parts.clock();
    const about = { site: { id: siteId, name: site.name, url: site.url }, at, by: actor.name };
    // First, so that a ZIP file shows what it is.
    const dates = plan.pages.map(pageOf);
    await copying.put(
      copyNames.readme,
      copyReadme({ ...about, pages: dates, missing: [], unlisted: 0 }, parts.config.schedule.timezone),
    );
    await copying.put(`${webRoot}/${noticePath}`, noticePage(site.name));
    await copying.all();
    const record = { ...about, pages: copying.pages, ...copying.lacking() };
    if (record.pages.length === 0) throw nothingReadable(siteId);
    await copying.put(copyNames.missing, missingText(record));
    const files = [...copying.written];
    await copying.put(copyNames.record, safeJson({ format: copyFormat, version: 1, ...record, files }));
    await noteCopy(parts, siteId, actor, { ...record, files });
    await target.end();
    return { ...record, files };
  } catch (error) {
    await target.abandon(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

function pageOf({ url, path, look }: PlannedPage): CopiedPage {
  return { url, path, captureId: look.id, at: look.at };
}

function nothingReadable(siteId: number): VonggacError {
  return new VonggacError(
    'refused',
    `The kept pages of site ${siteId} can't be read any more: look again, and approve.`,
    {
      vi: 'Các trang đã lưu của cổng này không còn đọc được: hãy kiểm tra lại rồi phê duyệt.',
    },
  );
}

async function noteCopy(parts: CopyParts, siteId: number, actor: Actor, made: MadeCopy): Promise<void> {
  const { pages, files, missing, unlisted } = made;
  const detail = { pages: pages.length, files: files.length, missing: missing.length + unlisted };
  await write(parts.db, async (trx) => {
    await assertMayAtSite(trx, actor, 'judge', siteId);
    const entry = { at: parts.clock(), actor: actor.name, act: 'static-copy-made' } as const;
    await appendAudit(trx, { ...entry, subject: `site ${siteId}`, detail });
  });
}

type Failure = MissingItem['reason'];

const gone: Failure = { vi: 'nội dung đã lưu bị mất hoặc hỏng', en: 'its stored content is gone or damaged' };
const unread: Failure = { vi: 'không đọc được', en: 'it can’t be read' };
const tooMuch: Failure = { vi: 'vượt quá dung lượng của một bản sao', en: 'beyond the size of one copy' };
const unasked: Failure = { vi: 'không được tải', en: 'not requested' };

/** One copy in the making. Documents refer to further files; each is written once. */
class Copying {
  readonly written: CopiedFile[] = [];
  readonly pages: CopiedPage[] = [];
  readonly #parts: CopyParts;
  readonly #plan: CopyPlan;
  readonly #target: CopyTarget;
  readonly #lane: string;
  readonly #missing = new Map<string, MissingItem>();
  readonly #pending: string[] = [];
  readonly #seen = new Set<string>();
  #unlisted = 0;
  #bytes = 0;

  constructor(parts: CopyParts, plan: CopyPlan, target: CopyTarget, lane: string) {
    this.#parts = parts;
    this.#plan = plan;
    this.#target = target;
    this.#lane = lane;
    for (const item of plan.missing) this.#lacks(item);
  }

  async put(name: string, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.#bytes += bytes.byteLength;
    this.written.push(await this.#target.add(name, bytes));
  }

  async all(): Promise<void> {
    for (const page of this.#plan.pages) await this.#page(page);
    for (let path = this.#pending.shift(); path !== undefined; path = this.#pending.shift()) {
      const file = this.#plan.contents.get(path);
      if (file !== undefined) await this.#file(path, file);
    }
  }

  lacking(): Pick<CopyRecord, 'missing' | 'unlisted'> {
    return { missing: [...this.#missing.values()], unlisted: this.#unlisted };
  }

  async #page(page: PlannedPage): Promise<void> {
    const { url, finalUrl, path, look } = page;
    const bytes = await this.#content(look.renderedHash ?? '');
    if (bytes === null) return this.#lacks({ type: 'page', url, reason: gone });
    if (!(await this.#document('page', path, finalUrl, bytes)))
      return this.#lacks({ type: 'page', url, reason: unread });
    this.pages.push(pageOf(page));
  }

  async #file(path: string, { url, hash, kind }: RecordedFile): Promise<void> {
    const fails = (reason: Failure) => this.#lacks({ type: 'failed', url, reason });
    if (this.written.length >= caps.files || this.#bytes >= caps.bytes) return fails(tooMuch);
    const bytes = await this.#content(hash);
    if (bytes === null) return fails(gone);
    if (kind === 'plain') return this.put(`${webRoot}/${path}`, bytes);
    const isWritten = await this.#document(
      kind === 'frame' ? 'page' : kind === 'svg' ? 'svg' : 'style',
      path,
      url,
      bytes,
    );
    if (!isWritten) fails(unread);
  }

  async #document(kind: 'page' | 'style' | 'svg', path: string, url: string, bytes: Uint8Array): Promise<boolean> {
    const place = { ...this.#plan.names, url, path };
    const document = await this.#parts.read('copyDocument', { kind, bytes, place }, this.#lane);
    if (document === null) return false;
    await this.put(`${webRoot}/${path}`, document.bytes);
    for (const used of document.used) {
      if (this.#seen.has(used)) continue;
      this.#seen.add(used);
      this.#pending.push(used);
    }
    for (const address of document.missing) this.#lacksAddress(address);
    return true;
  }

  async #content(hash: string): Promise<Uint8Array | null> {
    return this.#parts.blobs.get(hash).catch(() => null);
  }

  #lacksAddress(url: string): void {
    const failure = this.#plan.failed.get(url);
    this.#lacks(
      failure === undefined
        ? { type: 'unasked', url, reason: unasked }
        : { type: 'failed', url, reason: { vi: 'không tải được hoặc không ghi lại được', en: failure } },
    );
  }

  #lacks(item: MissingItem): void {
    if (this.#missing.has(item.url)) return;
    if (this.#missing.size < caps.missing) this.#missing.set(item.url, item);
    else this.#unlisted += 1;
  }
}
