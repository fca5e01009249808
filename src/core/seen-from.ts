/**
 * What a second way out says of a page that is bad or can't be seen from here: whether it is everywhere, or only from
 * here. It explains; it never lowers what was seen, because attackers choose whom they show what.
 */
import type { CaptureFailure, CaptureFailureKind, Finding, Need, Verdict, Words } from './model.ts';
import { plainText } from './text.ts';

/** The same look by another way out, judged by itself. */
export interface ElsewhereLook {
  readonly name: string;
  readonly verdict: Verdict;
  /** Why nothing was received there. */
  readonly failure: CaptureFailureKind | null;
}

/** Its findings are told with an alarm, although they weigh nothing. */
export const seenFromId = 'seen-from';

/** The names of hosts are looked up here for every way out. */
const ownNames: ReadonlySet<CaptureFailureKind> = new Set(['name-not-found', 'name-lookup-failed', 'address-refused']);

interface Standing {
  readonly verdict: Verdict;
  readonly failures: readonly CaptureFailure[];
  readonly hasLooks: boolean;
  readonly hasBrowser: boolean;
}

/** What another way out could settle; nothing while it would only repeat what is known here. */
export function vantageNeeds(
  names: readonly string[],
  { verdict, failures, hasLooks, hasBrowser }: Standing,
  elsewhere: readonly ElsewhereLook[],
): Need[] {
  if (verdict.level === 'clean' || verdict.kind === 'blind' || verdict.onlyFor?.alone) return [];
  if (!hasLooks && failures.every(({ kind }) => ownNames.has(kind))) return [];
  return names
    .filter((name) => elsewhere.every((one) => one.name !== name))
    .map((name) => ({ type: 'vantage', name, tier: hasLooks && hasBrowser ? 'browser' : 'http' }));
}

/** The verdict with what was seen from elsewhere. What can be seen only there counts as if it were seen here. */
export function withElsewhere(verdict: Verdict, elsewhere: readonly ElsewhereLook[]): Verdict {
  if (elsewhere.length === 0) return verdict;
  const worst = verdict.level === 'unknown' ? worstOf(elsewhere) : null;
  const remarks = elsewhere.map((one) => remark(verdict, one));
  if (worst === null) return { ...verdict, findings: [...verdict.findings, ...remarks] };
  const { findings } = worst.verdict;
  return { ...worst.verdict, conclusive: false, findings: [...findings, ...remarks], onlyFrom: worst.name };
}

function worstOf(elsewhere: readonly ElsewhereLook[]): ElsewhereLook | null {
  const bad = elsewhere.filter(({ verdict }) => isBad(verdict));
  return bad.sort((a, b) => b.verdict.score - a.verdict.score)[0] ?? null;
}

function isBad({ level }: Verdict): boolean {
  return level === 'suspect' || level === 'alarm';
}

function remark(here: Verdict, there: ElsewhereLook): Finding {
  const name = plainText(there.name, 60);
  return {
    detector: seenFromId,
    family: 'self',
    kind: 'defacement',
    score: 0,
    reason: wordsOf(here, there, name),
    fingerprint: null,
  };
}

function wordsOf(here: Verdict, { verdict: there, failure }: ElsewhereLook, name: string): Words {
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
      vi: `Từ điểm quan sát “${name}” cũng thấy trang bất thường: không chỉ nhìn từ đây mới thấy.`,
      en: `The page also looks bad from “${name}”: not only from here.`,
    };
  }
  if (there.level === 'unknown') {
    return {
      vi: `Từ điểm quan sát “${name}” không xem được trang nên chưa đối chiếu được.`,
      en: `The page can’t be seen from “${name}”, so there is nothing to compare with.`,
    };
  }
  return {
    vi: `Từ điểm quan sát “${name}” trang vẫn bình thường: chỉ nhìn từ đây mới thấy. Kẻ tấn công có thể chọn người xem nên dấu hiệu này vẫn được tính; hãy kiểm tra cả đường truyền và máy chủ DNS của hệ thống giám sát.`,
    en: `The page is as ever when seen from “${name}”: only from here is it bad. Attackers choose whom they show what, so it counts in full; check the monitor’s own network and name servers too.`,
  };
}

function wordsOfUnseen(there: Verdict, name: string): Words {
  if (isBad(there)) {
    return {
      vi: `Từ đây không xem được trang; dấu hiệu bất thường được thấy từ điểm quan sát “${name}”.`,
      en: `The page can’t be seen from here; what is bad was seen from “${name}”.`,
    };
  }
  if (there.level === 'unknown') {
    return {
      vi: `Từ điểm quan sát “${name}” cũng không xem được trang: nhiều khả năng lỗi nằm ở phía cổng.`,
      en: `The page can’t be seen from “${name}” either: the fault is most likely the portal’s.`,
    };
  }
  return {
    vi: `Từ điểm quan sát “${name}” vẫn xem được trang và trang bình thường: cổng đang hoạt động, nhiều khả năng đường truyền của hệ thống giám sát gặp lỗi hoặc địa chỉ của hệ thống bị chặn.`,
    en: `The page can be seen from “${name}” and is as ever: the portal is up, and most likely our own network fails or our address is blocked.`,
  };
}
