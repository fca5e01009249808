/** The package's explanation, for somebody who does not have this product. */
import { momentWords, plainText, portalAddress } from '../text.ts';
import type { Manifest } from './manifest.ts';

export interface ReadmeFacts {
  readonly manifest: Manifest;
  readonly at: number;
  readonly timeZone: string;
  /** Median of the clock differences measured during the looks, in milliseconds; null: none was measured. */
  readonly clockOffsetMs: number | null;
  readonly policyVersion: string;
}

export function readmeText(facts: ReadmeFacts): string {
  return `${[...vietnamese(facts), '', '='.repeat(72), '', ...english(facts)].join('\n')}\n`;
}

function vietnamese({ manifest, at, timeZone, clockOffsetMs, policyVersion }: ReadmeFacts): string[] {
  const { incident, missing, key } = manifest;
  return [
    `GÓI CHỨNG CỨ SỰ CỐ #${incident.number}`,
    `Cổng: ${plainText(incident.site, 160)} (${portalAddress(incident.url)})`,
    `Lập lúc: ${momentWords(at, timeZone).vi} (${manifest.export.at}), bởi ${plainText(manifest.export.by, 80)}`,
    `Vọng Gác ${manifest.product.version}, bộ quy tắc ${policyVersion}`,
    clockOffsetMs === null
      ? 'Độ lệch đồng hồ: không đo được.'
      : `Độ lệch đồng hồ của máy chủ được giám sát so với máy lập chứng cứ: ${seconds(clockOffsetMs, ',')} giây (trung vị, theo tiêu đề Date).`,
    '',
    'CẢNH BÁO: gói này chứa nội dung do kẻ tấn công tạo ra. Không mở các trang đã lưu bằng trình duyệt thông thường.',
    '',
    'CÁC TỆP',
    '  archive.warc.gz            lưu lượng mạng đã ghi, theo chuẩn WARC 1.1 (ISO 28500)',
    '  incident.json              sự cố, diễn biến, thông báo đã gửi',
    '  looks/SỐ/look.json         một lượt kiểm tra: kết luận, dấu hiệu, chỉ dấu, tiêu đề HTTP, chứng thư số',
    '  looks/SỐ/facts.json        dữ kiện rút ra từ trang',
    '  looks/SỐ/names.json        bản ghi tên miền và định tuyến',
    '  looks/SỐ/rendered.html.txt mã trang sau khi trình duyệt xử lý, để ở dạng văn bản',
    '  looks/SỐ/screenshot.png    ảnh chụp; difference.png: điểm ảnh thay đổi được tô',
    '  baselines/SỐ/…             trạng thái bình thường dùng để so sánh',
    '  audit/audit-chain.jsonl    trích nhật ký thao tác; dòng về việc khác chỉ còn mã băm',
    '  audit/evidence-chain.jsonl trích chuỗi chứng cứ; audit/records.jsonl: bản ghi mà chuỗi xác nhận',
    '  BIEN-BAN-GIAO-NHAN.html    biên bản giao nhận chứng cứ điện tử, để in',
    '  manifest.json              danh mục tệp; manifest.sig: chữ ký Ed25519; manifest.tsr: dấu thời gian (nếu có)',
    '  SHA256SUMS                 mã SHA-256 của mọi tệp; SHA256SUMS.sig: chữ ký Ed25519',
    '',
    'CÁCH KIỂM TRA, KHÔNG CẦN VỌNG GÁC',
    '  1. sha256sum -c SHA256SUMS',
    '  2. openssl pkeyutl -verify -pubin -inkey KHOA.pem -rawin -in manifest.json -sigfile manifest.sig',
    '     KHOA.pem phải lấy từ nguồn khác với gói này: https://ĐỊA-CHỈ-VỌNG-GÁC/.well-known/vonggac-key',
    `     Dấu vân tay SHA-256 của khóa: ${key.fingerprint}`,
    '  3. openssl ts -verify -data manifest.json -in manifest.tsr -CAfile CA.pem',
    '  4. Mã băm mỗi dòng của audit-chain.jsonl: SHA-256 của JSON {act, actor, at, detailJson, previousHash, subject}',
    '     theo đúng thứ tự ấy, không khoảng trắng; dòng sau mang mã băm của dòng trước (previousHash).',
    '     evidence-chain.jsonl: {at, detail, digest, kind, previousHash, ref}; digest là SHA-256 của "text" trong records.jsonl.',
    '     "seal" chỉ kiểm tra được tại nơi lập, bằng khóa riêng của nơi ấy.',
    '  Có Vọng Gác: vonggac evidence verify GÓI.zip --key KHOA.pem',
    '',
    missing.length === 0 ? 'Gói đầy đủ: không thiếu mục nào.' : `GÓI THIẾU ${missing.length} MỤC:`,
    ...missing.map(({ what, reason }) => `  - ${plainText(what, 300)}: ${reason.vi}`),
  ];
}

function english({ manifest, at, timeZone, clockOffsetMs, policyVersion }: ReadmeFacts): string[] {
  const { incident, missing, key } = manifest;
  return [
    `EVIDENCE PACKAGE OF INCIDENT ${incident.number}`,
    `Portal: ${plainText(incident.site, 160)} (${portalAddress(incident.url)})`,
    `Made: ${momentWords(at, timeZone).en} (${manifest.export.at}), by ${plainText(manifest.export.by, 80)}`,
    `Vọng Gác ${manifest.product.version}, policy ${policyVersion}`,
    clockOffsetMs === null
      ? 'Clock difference: not measured.'
      : `Clock of the watched hosts relative to this monitor: ${seconds(clockOffsetMs, '.')} s (median, by the Date header).`,
    '',
    'WARNING: this package holds what an attacker wrote. Do not open the stored pages in an ordinary browser.',
    '',
    'FILES',
    '  archive.warc.gz            recorded network traffic, WARC 1.1 (ISO 28500)',
    '  incident.json              the incident, its timeline, and the notifications sent',
    '  looks/N/look.json          one look: verdict, findings, indicators, HTTP headers, certificates',
    '  looks/N/facts.json         facts derived from the page',
    '  looks/N/names.json         name and route records',
    '  looks/N/rendered.html.txt  markup after the browser ran the page, as text',
    '  looks/N/screenshot.png     the picture; difference.png: changed pixels painted',
    '  baselines/N/…              the normal state that it was compared with',
    '  audit/audit-chain.jsonl    extract of the audit log; rows about other matters show their hashes only',
    '  audit/evidence-chain.jsonl extract of the evidence chain; audit/records.jsonl: the records it vouches for',
    '  BIEN-BAN-GIAO-NHAN.html    record of handing over electronic evidence, to print',
    '  manifest.json              the list of files; manifest.sig: Ed25519 signature; manifest.tsr: time stamp, if any',
    '  SHA256SUMS                 SHA-256 of every file; SHA256SUMS.sig: Ed25519 signature',
    '',
    'HOW TO VERIFY WITHOUT THIS PRODUCT',
    '  1. sha256sum -c SHA256SUMS',
    '  2. openssl pkeyutl -verify -pubin -inkey KEY.pem -rawin -in manifest.json -sigfile manifest.sig',
    '     Take KEY.pem from elsewhere than this package: https://ADDRESS-OF-VONGGAC/.well-known/vonggac-key',
    `     SHA-256 fingerprint of the key: ${key.fingerprint}`,
    '  3. openssl ts -verify -data manifest.json -in manifest.tsr -CAfile CA.pem',
    '  4. The hash of a row in audit-chain.jsonl is the SHA-256 of the JSON {act, actor, at, detailJson, previousHash,',
    '     subject} in that order without white space; each row carries the hash of the row before it (previousHash).',
    '     evidence-chain.jsonl: {at, detail, digest, kind, previousHash, ref}; digest is the SHA-256 of "text" in',
    '     records.jsonl. "seal" can be verified only where it was made, with the secret key there.',
    '  With the product: vonggac evidence verify PACKAGE.zip --key KEY.pem',
    '',
    missing.length === 0
      ? 'The package is complete: nothing is missing.'
      : `MISSING FROM THE PACKAGE: ${missing.length}`,
    ...missing.map(({ what, reason }) => `  - ${plainText(what, 300)}: ${reason.en}`),
  ];
}

function seconds(ms: number, separator: string): string {
  return `${ms < 0 ? '-' : '+'}${(Math.abs(ms) / 1_000).toFixed(1).replace('.', separator)}`;
}
