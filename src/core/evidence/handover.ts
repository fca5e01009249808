/** The record of handing over electronic evidence, as offices write it: a page to print and sign. */
import { momentWords, plainText, portalAddress } from '../text.ts';
import type { PackedFile } from './manifest.ts';

export interface Handover {
  readonly incident: { readonly number: number; readonly site: string; readonly url: string };
  readonly at: number;
  readonly timeZone: string;
  readonly by: string;
  readonly recipient: string | null;
  readonly purpose: string | null;
  readonly keyFingerprint: string;
  readonly missing: number;
  readonly files: readonly PackedFile[];
}

const dots = '…………………………………………………………';

/** Holds no script, loads nothing, and shows foreign text as text. */
export function handoverHtml(facts: Handover): string {
  const { incident, at, timeZone, by, recipient, purpose, files, missing, keyFingerprint } = facts;
  const [, day = '', month = '', year = ''] = /(\d{2})\/(\d{2})\/(\d{4})/.exec(momentWords(at, timeZone).vi) ?? [];
  const rows = files.map(
    ({ name, sizeBytes, sha256 }, index) =>
      `<tr><td>${index + 1}</td><td>${shown(name, 200)}</td><td>${sizeBytes}</td><td class="hash">${sha256}</td></tr>`,
  );
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Biên bản giao nhận chứng cứ điện tử, sự cố ${incident.number}</title>
<style>
body{font:13pt/1.45 'Times New Roman',serif;max-width:18cm;margin:1.5cm auto;padding:0 1em;color:#000;background:#fff}
.motto,h1{text-align:center}.motto p{margin:0}.motto p:last-child{display:inline-block;border-bottom:1px solid}
h1{font-size:15pt;margin:1.2em 0 .6em}h2{font-size:13pt;margin:1em 0 .3em}p{margin:.25em 0}
.lines{display:grid;grid-template-columns:auto 1fr;gap:.15em .8em;margin:0}.lines dt{white-space:nowrap}.lines dd{margin:0}
table{border-collapse:collapse;width:100%;font-size:9.5pt}th,td{border:1px solid;padding:2pt 4pt;text-align:left;overflow-wrap:anywhere}
thead{display:table-header-group}tr{break-inside:avoid}.hash{font:8pt/1.3 monospace;width:8.4cm}
.signs{display:grid;grid-template-columns:1fr 1fr;text-align:center;margin-top:1.5em;min-height:4.5cm;break-inside:avoid}.signs i{display:block}
@page{size:A4;margin:1.5cm}@media print{body{margin:0;max-width:none}}
@media (max-width:600px){.signs,.lines{grid-template-columns:1fr}}
</style></head><body>
<div class="motto"><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p><b>Độc lập - Tự do - Hạnh phúc</b></p></div>
<h1>BIÊN BẢN GIAO NHẬN CHỨNG CỨ ĐIỆN TỬ</h1>
<p>Hôm nay, ngày ${day} tháng ${month} năm ${year}, tại ${dots}, chúng tôi gồm:</p>
<h2>I. BÊN GIAO</h2>
${people(`Người lập gói: ${by === 'command line' ? 'tại máy chủ (dòng lệnh)' : shown(by, 80)}`)}
<h2>II. BÊN NHẬN</h2>
${people(`Đơn vị: ${recipient === null ? dots : shown(recipient, 300)}`)}
<h2>III. NỘI DUNG GIAO NHẬN</h2>
<p>Gói chứng cứ điện tử về sự cố số ${incident.number} tại ${shown(incident.site, 160)} (${shown(portalAddress(incident.url), 220)}), lập lúc ${shown(momentWords(at, timeZone).vi, 60)}.</p>
<p>Mục đích: ${purpose === null ? dots : shown(purpose, 500)}</p>
<p>Mã SHA-256 của tệp manifest.json (ghi khi giao): ${dots}</p>
<p>Dấu vân tay khóa ký: <span class="hash">${shown(keyFingerprint, 64)}</span></p>
<p>${missing === 0 ? 'Gói không thiếu mục nào.' : `Gói thiếu ${missing} mục, nêu tại tệp README.txt.`}</p>
<table><thead><tr><th>TT</th><th>Tệp</th><th>Cỡ (byte)</th><th>SHA-256</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>
<p>Hai bên đã kiểm tra mã SHA-256 của từng tệp. Biên bản được lập thành ……… bản có giá trị như nhau, mỗi bên giữ ……… bản.</p>
<div class="signs"><p><b>ĐẠI DIỆN BÊN GIAO</b><i>(Ký, ghi rõ họ tên)</i></p><p><b>ĐẠI DIỆN BÊN NHẬN</b><i>(Ký, ghi rõ họ tên)</i></p></div>
</body></html>
`;
}

function people(first: string): string {
  return `<p>${first}</p><dl class="lines"><dt>Họ và tên:</dt><dd>${dots}</dd><dt>Chức vụ, đơn vị:</dt><dd>${dots}</dd><dt>Điện thoại:</dt><dd>${dots}</dd></dl>`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function shown(text: string, max: number): string {
  return plainText(text, max).replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}
