/** What the attackers of an incident planted, as a list that a webmaster ticks off. */
import type { Finding, Indicator } from '../domain/finding.ts';
import type { IncidentTarget } from '../domain/incident.ts';
import type { Words } from '../domain/words.ts';
import { defang, plainText, portalAddress } from '../text.ts';

/** In the order of the work: what harms visitors first, what helps to find the rest last. */
export const plantedTasks = [
  'file',
  'script',
  'frame',
  'redirect',
  'link',
  'record',
  'host',
  'hash',
  'account',
  'phrase',
] as const;
export type PlantedTask = (typeof plantedTasks)[number];

export const plantedTaskWords: Readonly<Record<PlantedTask, Words>> = {
  file: { vi: 'Lưu bản sao rồi xóa tệp lạ trên máy chủ', en: 'Keep a copy, then delete from the server' },
  script: { vi: 'Gỡ đoạn mã kịch bản tải từ', en: 'Remove scripts loaded from' },
  frame: { vi: 'Gỡ khung nhúng từ', en: 'Remove frames from' },
  redirect: { vi: 'Gỡ lệnh chuyển hướng tới', en: 'Remove redirections to' },
  link: { vi: 'Gỡ liên kết tới', en: 'Remove links to' },
  record: { vi: 'Đối chiếu bản ghi tên miền và chứng thư số', en: 'Check in the domain’s records and certificates' },
  host: {
    vi: 'Xác minh rồi chặn tại tường lửa, tìm trong mã nguồn và cơ sở dữ liệu',
    en: 'Verify, block at the firewall, and search in source and database',
  },
  hash: { vi: 'Tìm tệp có mã SHA-256', en: 'Search for files with the SHA-256' },
  account: {
    vi: 'Tìm tài khoản, hộp thư trong nội dung và danh sách người dùng',
    en: 'Search for the account or mailbox in content and users',
  },
  phrase: { vi: 'Tìm và gỡ nội dung có cụm từ', en: 'Search for and remove content with the phrase' },
};

export interface PlantedItem {
  readonly task: PlantedTask;
  /** Plain text, defanged: to be read and searched for, not opened. */
  readonly value: string;
  /** Pages on which it was seen, as people registered them or as they were found. */
  readonly seen: readonly PlantedPlace[];
}

export interface PlantedPlace {
  readonly url: string;
  /** A path of tags; null where it is not in one place. */
  readonly path: string | null;
}

const mostPlaces = 10;
const names: ReadonlySet<Finding['family']> = new Set(['names', 'certificate', 'registration']);

/** Without duplicates; within a task in the order of the findings, worst first. */
export function plantedItems(targets: readonly Pick<IncidentTarget, 'url' | 'findings'>[]): PlantedItem[] {
  const items = new Map<string, { task: PlantedTask; value: string; seen: PlantedPlace[] }>();
  for (const { url, findings } of targets) {
    for (const finding of findings) {
      if (finding.score <= 0) continue;
      for (const indicator of finding.indicators) {
        const task = taskOf(finding, indicator);
        const value = defang(plainText(indicator.value, 500));
        const key = `${task} ${value}`;
        const item = items.get(key) ?? { task, value, seen: [] };
        items.set(key, item);
        const place = {
          url: portalAddress(url),
          path: finding.place?.path ? plainText(finding.place.path, 200) : null,
        };
        if (item.seen.length < mostPlaces && !item.seen.some((one) => one.url === place.url && one.path === place.path))
          item.seen.push(place);
      }
    }
  }
  return [...items.values()].toSorted((a, b) => plantedTasks.indexOf(a.task) - plantedTasks.indexOf(b.task));
}

function taskOf({ family, kind }: Finding, { type }: Indicator): PlantedTask {
  switch (type) {
    case 'file':
      return 'file';
    case 'hash':
      return 'hash';
    case 'handle':
      return 'account';
    case 'phrase':
      return 'phrase';
    case 'address':
    case 'domain':
      return names.has(family) ? 'record' : 'host';
    case 'url':
      if (family === 'scripts' || family === 'behaviour') return 'script';
      if (family === 'frames') return 'frame';
      return family === 'route' || kind === 'redirection' ? 'redirect' : 'link';
  }
}

/** The whole list as text, to be copied into a task or a message. */
export function plantedText(items: readonly PlantedItem[], language: 'vi' | 'en'): string {
  const lines: string[] = [];
  for (const task of plantedTasks) {
    const ofTask = items.filter((item) => item.task === task);
    if (ofTask.length > 0) lines.push(`${plantedTaskWords[task][language]}:`, ...ofTask.map(lineOf));
  }
  return lines.join('\n');
}

function lineOf({ value, seen }: PlantedItem): string {
  return `[ ] ${value}  <- ${seen.map(({ url, path }) => (path === null ? url : `${url} (${path})`)).join('; ')}`;
}
