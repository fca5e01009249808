/**
 * What a vantage reports of a page that is bad or unreachable from here: whether that holds everywhere, or only here.
 * It explains and never lowers a verdict, because attackers choose whom to show what.
 */
import type { CaptureFailure, CaptureFailureKind } from '../domain/capture.ts';
import type { Finding, Need, Verdict } from '../domain/finding.ts';
import type { Words } from '../domain/words.ts';
import { plainText } from '../text.ts';

/** The same look from another vantage, judged separately. */
export interface VantageLook {
  readonly name: string;
  readonly verdict: Verdict;
  /** Why nothing was received there. */
  readonly failure: CaptureFailureKind | null;
}

/** Its findings are reported with an alarm, although they weigh nothing. */
export const seenFromId = 'seen-from';

/** Host names are resolved here for every vantage. */
const ownNames: ReadonlySet<CaptureFailureKind> = new Set([
  'name-not-found',
  'name-lookup-failed',
  'resolver-failed',
  'address-refused',
]);

interface SeenFromHere {
  readonly verdict: Verdict;
  readonly failures: readonly CaptureFailure[];
  readonly hasLooks: boolean;
  readonly hasBrowser: boolean;
}

/** What another vantage could settle; nothing if it would only repeat what is known here. */
export function vantageNeeds(
  names: readonly string[],
  { verdict, failures, hasLooks, hasBrowser }: SeenFromHere,
  vantageLooks: readonly VantageLook[],
): Need[] {
  if (verdict.level === 'clean' || verdict.kind === 'blind' || verdict.onlyFor?.alone) return [];
  if (!hasLooks && failures.every(({ kind }) => ownNames.has(kind))) return [];
  return names
    .filter((name) => vantageLooks.every((one) => one.name !== name))
    .map((name) => ({ type: 'vantage', name, tier: hasLooks && hasBrowser ? 'browser' : 'http' }));
}

/** The verdict including other vantages. What is visible only there counts as if seen here. */
export function withVantages(verdict: Verdict, vantageLooks: readonly VantageLook[]): Verdict {
  if (vantageLooks.length === 0) return verdict;
  const worst = verdict.level === 'unknown' ? worstOf(vantageLooks) : null;
  const remarks = vantageLooks.map((one) => remark(verdict, one));
  if (worst === null) return { ...verdict, findings: [...verdict.findings, ...remarks] };
  const { findings } = worst.verdict;
  return { ...worst.verdict, conclusive: false, findings: [...findings, ...remarks], onlyFrom: worst.name };
}

function worstOf(vantageLooks: readonly VantageLook[]): VantageLook | null {
  const bad = vantageLooks.filter(({ verdict }) => isBad(verdict));
  return bad.sort((a, b) => b.verdict.score - a.verdict.score)[0] ?? null;
}

function isBad({ level }: Verdict): boolean {
  return level === 'suspect' || level === 'alarm';
}

function remark(here: Verdict, there: VantageLook): Finding {
  const name = plainText(there.name, 60);
  return {
    detector: seenFromId,
    family: 'self',
    kind: 'defacement',
    score: 0,
    reason: wordsOf(here, there, name),
    fingerprint: null,
    indicators: [],
  };
}

function wordsOf(here: Verdict, { verdict: there, failure }: VantageLook, name: string): Words {
  if (failure === 'proxy-failed') {
    return {
      vi: `Điểm quan sát “${name}” không cho kết quả: máy chủ trung gian không thiết lập được kết nối.`,
      en: `The vantage point “${name}” gave no result: its proxy could not connect.`,
    };
  }
  return isBad(here) ? wordsOfBad(there, name) : wordsOfUnseen(there, name);
}

function wordsOfBad(there: Verdict, name: string): Words {
  if (isBad(there)) {
    return {
      vi: `Từ điểm quan sát “${name}” trang cũng bất thường, không chỉ khi quan sát từ hệ thống giám sát.`,
      en: `The page is also abnormal from “${name}”, not only from here.`,
    };
  }
  if (there.level === 'unknown') {
    return {
      vi: `Từ điểm quan sát “${name}” không lấy được nội dung trang nên chưa đối chiếu được.`,
      en: `The page can’t be reached from “${name}”, so there is nothing to compare with.`,
    };
  }
  return {
    vi: `Từ điểm quan sát “${name}” trang vẫn bình thường, chỉ bất thường khi quan sát từ hệ thống giám sát. Kẻ tấn công có thể chọn người xem nên dấu hiệu này vẫn có giá trị; cần kiểm tra cả đường truyền và máy chủ DNS của hệ thống giám sát.`,
    en: `The page is normal from “${name}” and abnormal only from here. Attackers choose whom to show what, so it counts in full; check the monitor’s own network and name servers too.`,
  };
}

function wordsOfUnseen(there: Verdict, name: string): Words {
  if (isBad(there)) {
    return {
      vi: `Từ hệ thống giám sát không truy cập được trang; dấu hiệu bất thường được phát hiện từ điểm quan sát “${name}”.`,
      en: `The page can’t be reached from here; the findings were made from “${name}”.`,
    };
  }
  if (there.level === 'unknown') {
    return {
      vi: `Từ điểm quan sát “${name}” cũng không truy cập được trang: nhiều khả năng lỗi nằm ở phía cổng.`,
      en: `The page can’t be reached from “${name}” either: the fault is most likely on the portal’s side.`,
    };
  }
  return {
    vi: `Từ điểm quan sát “${name}” trang vẫn truy cập được và bình thường: cổng đang hoạt động, nhiều khả năng đường truyền của hệ thống giám sát gặp lỗi hoặc địa chỉ của hệ thống giám sát bị chặn.`,
    en: `The page can be reached from “${name}” and is normal: the portal is up, and most likely the monitor’s network has failed or its address is blocked.`,
  };
}
