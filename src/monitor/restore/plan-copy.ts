/** What a copy of a portal is made from: the kept looks of its approved pages, and the traffic recorded with them. */
import { registrableDomain } from '../../core/address.ts';
import type { StoredTraffic } from '../../core/domain/traffic.ts';
import { VonggacError } from '../../core/errors.ts';
import { fileName, pagePaths } from '../../core/restore/copy-names.ts';
import type { MissingItem } from '../../core/restore/copy-record.ts';
import { addressKey, type RecordedFile, recordedFiles } from '../../core/restore/recorded.ts';
import type { PathsByAddress } from '../../core/restore/references.ts';
import { captureMeta } from '../../store/codecs/capture-codecs.ts';
import { readArchive } from '../../store/evidence/archives.ts';
import { type CopySource, copySources, type KeptLook } from '../../store/targets/copy-sources.ts';
import type { OperatorParts } from '../parts.ts';

export interface PlannedPage {
  /** As registered. */
  readonly url: string;
  /** Where it was found in the end, against which it names others. */
  readonly finalUrl: string;
  readonly path: string;
  readonly look: KeptLook;
}

export interface CopyPlan {
  readonly pages: readonly PlannedPage[];
  /** What a path within the web root is a copy of. */
  readonly contents: ReadonlyMap<string, RecordedFile>;
  readonly names: {
    readonly pages: PathsByAddress;
    readonly files: PathsByAddress;
    readonly frames: PathsByAddress;
    readonly hosts: readonly string[];
  };
  readonly failed: ReadonlyMap<string, string>;
  readonly missing: readonly MissingItem[];
}

type Reason = MissingItem['reason'];
type PlanParts = Pick<OperatorParts, 'db' | 'blobs'>;

const unapproved: Reason = { vi: 'chưa được phê duyệt', en: 'its baseline is not approved' };
const unrecorded: Reason = { vi: 'không còn lưu lượng đã ghi', en: 'no recorded traffic is kept' };
/** Looks of one page whose traffic is joined: each may have left out something else. */
const looksEach = 6;
/** Pages in one copy. */
const mostPages = 50;
/** Characters of all recorded addresses together: every thread that rewrites is given the list. */
const addressCharacters = 1_000_000;

/** @throws VonggacError when no page can be shown */
export async function planCopy(parts: PlanParts, siteId: number): Promise<CopyPlan> {
  const sources = await copySources(parts.db, siteId);
  const missing: MissingItem[] = [];
  const chosen: { source: CopySource; look: KeptLook; finalUrl: string }[] = [];
  const traffic: StoredTraffic[] = [];
  for (const source of sources.slice(0, mostPages)) {
    const recorded = source.isApproved ? await recordedLooks(parts, source) : [];
    const [first] = recorded;
    if (first === undefined) {
      missing.push({ type: 'page', url: source.url, reason: source.isApproved ? unrecorded : unapproved });
      continue;
    }
    chosen.push({ source, look: first.look, finalUrl: first.finalUrl });
    traffic.push(...recorded.map((one) => one.traffic));
  }
  for (const { url } of sources.slice(mostPages))
    missing.push({
      type: 'page',
      url,
      reason: { vi: 'vượt quá số trang của một bản sao', en: 'beyond the pages of one copy' },
    });
  if (chosen.length === 0) throw refusal(siteId, sources);
  const paths = pagePaths(chosen.map(({ source }) => source.url));
  const pages = chosen.map(({ source: { url }, look, finalUrl }, index) => ({
    url,
    finalUrl,
    look,
    path: paths[index] ?? '',
  }));
  const { files, failed } = recordedFiles(traffic);
  return { pages, failed, missing, ...named(pages, files) };
}

/**
 * With their traffic, newest first; those on the page's own time before those on real time, where a slide may have
 * turned between the picture and the markup.
 */
async function recordedLooks(parts: PlanParts, { looks }: CopySource) {
  const recorded: { look: KeptLook; finalUrl: string; isRealTime: boolean; traffic: StoredTraffic }[] = [];
  for (const look of looks.slice(0, looksEach)) {
    // Damaged traffic is like traffic that is no longer kept.
    const traffic = await readArchive(parts.db, parts.blobs, look.id).catch(() => null);
    const { finalUrl, rendering } = captureMeta.decode(look.metaJson, look.id);
    if (traffic !== null) recorded.push({ look, finalUrl, isRealTime: rendering?.realTime ?? true, traffic });
  }
  return recorded.toSorted((a, b) => Number(a.isRealTime) - Number(b.isRealTime));
}

function refusal(siteId: number, sources: readonly CopySource[]): VonggacError {
  if (!sources.some(({ isApproved }) => isApproved))
    return new VonggacError(
      'refused',
      `No page of site ${siteId} has an approved baseline, and a provisional one may show an attack: approve one first.`,
      {
        vi: 'Chưa trang nào của cổng này có mẫu chuẩn được phê duyệt (mẫu tạm có thể đã chứa nội dung tấn công): hãy phê duyệt trước.',
      },
    );
  return new VonggacError(
    'refused',
    `No traffic of the approved looks of site ${siteId} is kept: learn the page again while the portal is well ('vonggac baseline learn'), and approve it.`,
    {
      vi: 'Không còn lưu lượng đã ghi của các lượt được phê duyệt: khi cổng bình thường, hãy học lại trang rồi phê duyệt.',
    },
  );
}

function named(pages: readonly PlannedPage[], files: ReadonlyMap<string, RecordedFile>) {
  const pathsOfPages: Record<string, string> = Object.create(null);
  for (const { url, finalUrl, path } of pages) {
    for (const key of [addressKey(url), addressKey(finalUrl)]) if (key !== null) pathsOfPages[key] ??= path;
  }
  const hosts = [...new Set(pages.flatMap(({ url, finalUrl }) => [url, finalUrl].flatMap(hostsOf)))];
  const domains = new Set(hosts.map((host) => registrableDomain(hostnameOf(host))));
  const pathsOfFiles: Record<string, string> = Object.create(null);
  const pathsOfFrames: Record<string, string> = Object.create(null);
  const contents = new Map<string, RecordedFile>();
  let characters = 0;
  for (const [url, file] of files) {
    characters += url.length;
    if (characters > addressCharacters) break;
    if (file.kind === 'script' || file.ending === '') continue;
    const isFrame = file.kind === 'frame';
    // Documents of others are left out: what is in them is not the portal's.
    if (isFrame && !domains.has(registrableDomain(URL.parse(file.url)?.hostname ?? ''))) continue;
    const path = fileName(file);
    (isFrame ? pathsOfFrames : pathsOfFiles)[url] = path;
    contents.set(path, file);
  }
  return { contents, names: { pages: pathsOfPages, files: pathsOfFiles, frames: pathsOfFrames, hosts } };
}

/** Also under `www.`, or without it. */
function hostsOf(address: string): string[] {
  const host = URL.parse(address)?.host ?? '';
  return [host, host.startsWith('www.') ? host.slice(4) : `www.${host}`];
}

function hostnameOf(host: string): string {
  return URL.parse(`http://${host}/`)?.hostname ?? host;
}
