/** Remarks on a verdict: no evidence, but what a person needs to know about how the page was seen. */

import { quoted } from '../detect/shared/quoted.ts';
import type { Finding, Verdict } from '../domain/finding.ts';
import type { Words } from '../domain/words.ts';
import type { Look } from '../facts/look.ts';

export function withRemarks(verdict: Verdict, looks: readonly Look[]): Verdict {
  const remarks = [overBudget(looks), download(looks), outdatedTls(looks)].flatMap((one) => one ?? []);
  return remarks.length === 0 ? verdict : { ...verdict, findings: [...verdict.findings, ...remarks] };
}

function overBudget(looks: readonly Look[]): Finding | null {
  if (!looks.some((look) => look.received?.overBudget || look.rendered?.overBudget)) return null;
  return remark('over-budget', {
    vi: 'Trang quá lớn hoặc lồng quá sâu nên chỉ được đọc theo cách rút gọn.',
    en: 'The page is too big or nested too deeply and was read in the short way only.',
  });
}

/** Types that browsers save instead of showing. */
const savedTypes = /^(?:application\/(?!pdf\b|xhtml|xml|json|javascript)|binary\/|font\/)/i;

function download(looks: readonly Look[]): Finding | null {
  const look = looks.find(({ received }) => received === null);
  if (look === undefined) return null;
  const header = (name: string) => look.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
  const type = header('content-type').split(';', 1)[0]?.trim() ?? '';
  if (!savedTypes.test(type) && !/^\s*attachment/i.test(header('content-disposition'))) return null;
  const named = type === '' ? '' : ` (${quoted(type)})`;
  return remark('download-in-place', {
    vi: `Máy chủ gửi một tệp để tải xuống${named} thay cho trang: người xem không thấy trang nào.`,
    en: `The server sends a file to download${named} in place of the page: visitors see no page.`,
  });
}

/** Versions that no current browser accepts (RFC 8996). */
const outdated = new Set(['SSLv3', 'TLSv1', 'TLSv1.1']);

function outdatedTls(looks: readonly Look[]): Finding | null {
  const version = looks.flatMap(({ hops }) => hops.map(({ certificate }) => certificate?.protocol ?? ''));
  const found = version.find((one) => outdated.has(one));
  if (found === undefined) return null;
  return remark('tls-outdated', {
    vi: `Máy chủ chỉ hỗ trợ ${found}, phiên bản quá cũ mà trình duyệt hiện nay không mở: người dân không vào được, và trang chỉ được kiểm tra bằng HTTP.`,
    en: `The host speaks ${found} at most, which current browsers refuse: people can't open the page, and it is checked by HTTP only.`,
  });
}

function remark(detector: string, reason: Words): Finding {
  return {
    detector,
    family: 'self',
    kind: 'defacement',
    score: 0,
    reason,
    fingerprint: null,
    indicators: [],
  };
}
