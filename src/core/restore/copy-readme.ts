/** How to serve a copy, for the administrator of a web server who does not have this product. */
import { momentWords, plainText, portalAddress } from '../text.ts';
import { contentPolicy } from './content-policy.ts';
import { noticePath, webRoot } from './copy-names.ts';
import { type CopyRecord, copyNames } from './copy-record.ts';

export function copyReadme(record: CopyRecord, timeZone: string): string {
  const parts = [vietnamese(record, timeZone), servers, english(record, timeZone)];
  return `${parts.flatMap((lines) => [...lines, '', '='.repeat(72), '']).join('\n')}\n`;
}

function pagesOf({ pages }: CopyRecord, timeZone: string, language: 'vi' | 'en'): string[] {
  return pages.map(
    ({ url, path, at }) => `  ${portalAddress(url)} -> ${webRoot}/${path} (${momentWords(at, timeZone)[language]})`,
  );
}

function vietnamese(record: CopyRecord, timeZone: string): string[] {
  const { site, at, by } = record;
  return [
    'BẢN SAO TĨNH CỦA CỔNG, DÙNG TẠM TRONG THỜI GIAN LÀM SẠCH MÁY CHỦ',
    `Cổng: ${plainText(site.name, 160)} (${portalAddress(site.url)})`,
    `Lập lúc: ${momentWords(at, timeZone).vi}, bởi ${plainText(by, 80)}`,
    '',
    'Bản sao được lập từ trạng thái đã phê duyệt của cổng, do Vọng Gác ghi lại khi kiểm tra từ bên ngoài:',
    ...pagesOf(record, timeZone, 'vi'),
    '',
    'CÁCH DÙNG',
    `  1. Chép thư mục ${webRoot} lên một máy chủ sạch, KHÔNG phải máy chủ đang bị xâm nhập.`,
    `  2. Cấu hình máy chủ web lấy ${webRoot} làm thư mục gốc (mẫu ở phần sau), không bật PHP, ASP hay CGI.`,
    '  3. Mở thử trên mạng nội bộ, so với ảnh mẫu trên Vọng Gác, rồi mới trỏ tên miền sang.',
    '  4. Khi máy chủ chính đã sạch và đã vá lỗ hổng, trỏ tên miền về như cũ.',
    '',
    'NHỮNG GÌ KHÔNG HOẠT ĐỘNG',
    `  - Biểu mẫu, đăng nhập, tìm kiếm: dẫn tới ${noticePath}; dữ liệu người dùng nhập không được gửi đi.`,
    '  - Mã kịch bản (JavaScript): đã gỡ toàn bộ, kể cả của cổng. Trình đơn, băng ảnh đứng yên như lúc ghi.',
    '  - Khung nhúng của bên khác (bản đồ, video, mạng xã hội): thay bằng thông báo.',
    `  - Trang không có trong bản sao: dẫn tới ${noticePath}.`,
    `  Danh sách những gì còn thiếu: ${copyNames.missing}. Mã SHA-256 của từng tệp: ${copyNames.record}.`,
    '',
    'Mã 503 ở trang thông báo (nginx, Apache; IIS chỉ trả mã 404) cho công cụ tìm kiếm biết việc này chỉ là tạm thời; thứ hạng của cổng được giữ.',
  ];
}

function english(record: CopyRecord, timeZone: string): string[] {
  const { site, at, by } = record;
  return [
    'STATIC COPY OF A PORTAL, FOR THE HOURS IN WHICH ITS SERVER IS BEING CLEANED',
    `Portal: ${plainText(site.name, 160)} (${portalAddress(site.url)})`,
    `Made: ${momentWords(at, timeZone).en} by ${plainText(by, 80)}`,
    '',
    'It shows the approved state of the portal as Vọng Gác recorded it from outside:',
    ...pagesOf(record, timeZone, 'en'),
    '',
    'HOW TO USE IT',
    `  1. Copy the folder ${webRoot} to a clean server, NOT to the one that was attacked.`,
    `  2. Serve ${webRoot} as the root folder (examples above), without PHP, ASP or CGI.`,
    '  3. Open it in your own network and compare it with the picture in Vọng Gác; then point the domain there.',
    '  4. Point the domain back once the server is clean and its hole is closed.',
    '',
    'WHAT DOES NOT WORK',
    `  - Forms, log-ins, search: they lead to ${noticePath}; nothing that people type is sent.`,
    '  - Scripts: all are removed, the portal’s own too. Menus and slides stand still as recorded.',
    '  - Frames of others (maps, videos, social networks): a notice in their place.',
    `  - Pages that are not in the copy: their links lead to ${noticePath}.`,
    `  What is missing: ${copyNames.missing}. SHA-256 of each file: ${copyNames.record}.`,
    '',
    'Status 503 at the notice (nginx, Apache; IIS answers with 404) tells search engines that this is temporary; the portal keeps its rank.',
  ];
}

const servers: readonly string[] = [
  'CẤU HÌNH MÁY CHỦ WEB / WEB SERVER CONFIGURATION',
  '',
  'nginx:',
  '  server {',
  '    listen 443 ssl;',
  '    server_name TEN-MIEN;',
  `    root /srv/ban-sao/${webRoot};`,
  '    index index.html;',
  '    charset utf-8;',
  `    error_page 403 404 405 =503 /${noticePath};`,
  '    add_header X-Content-Type-Options nosniff always;',
  '    add_header X-Frame-Options SAMEORIGIN always;',
  '    add_header Referrer-Policy strict-origin-when-cross-origin always;',
  '    add_header Strict-Transport-Security max-age=31536000 always;',
  `    add_header Content-Security-Policy "${contentPolicy}" always;`,
  '  }',
  '',
  'Apache (mod_headers, mod_rewrite):',
  `  DocumentRoot /srv/ban-sao/${webRoot}`,
  `  <Directory /srv/ban-sao/${webRoot}>`,
  '    Options None',
  '    AllowOverride None',
  '    Require method GET HEAD',
  '  </Directory>',
  '  AddDefaultCharset utf-8',
  '  RewriteEngine On',
  '  RewriteCond %{DOCUMENT_ROOT}%{REQUEST_URI} !-f',
  '  RewriteCond %{DOCUMENT_ROOT}%{REQUEST_URI} !-d',
  '  RewriteRule ^ - [R=503,L]',
  `  ErrorDocument 503 /${noticePath}`,
  `  ErrorDocument 404 /${noticePath}`,
  `  ErrorDocument 403 /${noticePath}`,
  '  Header always set X-Content-Type-Options nosniff',
  '  Header always set X-Frame-Options SAMEORIGIN',
  '  Header always set Referrer-Policy strict-origin-when-cross-origin',
  `  Header always set Content-Security-Policy "${contentPolicy}"`,
  '',
  'IIS (web.config, đặt ở thư mục gốc / in the root folder):',
  '  <configuration><system.webServer>',
  '    <handlers accessPolicy="Read" />',
  '    <staticContent><remove fileExtension=".woff2" /><mimeMap fileExtension=".woff2" mimeType="font/woff2" />',
  '      <remove fileExtension=".webp" /><mimeMap fileExtension=".webp" mimeType="image/webp" />',
  '      <remove fileExtension=".avif" /><mimeMap fileExtension=".avif" mimeType="image/avif" /></staticContent>',
  '    <httpErrors errorMode="Custom"><remove statusCode="404" />',
  `      <error statusCode="404" path="${noticePath}" responseMode="File" /></httpErrors>`,
  '    <httpProtocol><customHeaders>',
  '      <add name="X-Content-Type-Options" value="nosniff" />',
  '      <add name="X-Frame-Options" value="SAMEORIGIN" />',
  `      <add name="Content-Security-Policy" value="${contentPolicy}" />`,
  '    </customHeaders></httpProtocol>',
  '  </system.webServer></configuration>',
];
