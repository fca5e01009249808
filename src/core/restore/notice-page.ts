/** The page of a copy that stands for everything that does not work in it. */
import { plainText } from '../text.ts';
import { contentPolicy } from './content-policy.ts';

export function noticePage(siteName: string): string {
  const name = escaped(plainText(siteName, 160));
  return `<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Chức năng tạm ngưng - ${name}</title>
<style>
body { margin: 0; padding: 8vh 6vw; background: #f5f6f8; color: #1c2430; font: 17px/1.6 system-ui, "Segoe UI", Arial, sans-serif; }
main { max-width: 40em; margin: 0 auto; padding: 1.5em 2em; background: #fff; border: 1px solid #d5dae2; border-top: 4px solid #1f5fa8; }
h1 { margin: 0 0 .6em; font-size: 1.4em; line-height: 1.3; }
p { margin: 0 0 1em; }
.en { color: #55606e; font-size: .92em; }
</style>
</head>
<body>
<main>
<h1>Nội dung hoặc chức năng này tạm ngưng</h1>
<p>${name} đang được khôi phục. Trong thời gian này chỉ phục vụ bản sao tĩnh của một số trang; đăng nhập, tìm kiếm, gửi biểu mẫu và các trang khác tạm thời chưa sử dụng được.</p>
<p>Thông tin quý vị vừa nhập không được gửi đi. Mong quý vị thông cảm và quay lại sau.</p>
<p><a href="index.html">Về trang chủ</a></p>
<p class="en" lang="en">This content or function is suspended while the portal is being restored. Nothing you typed was sent. Please come back later.</p>
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
