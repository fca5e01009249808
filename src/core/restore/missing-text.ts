/** The list of what a copy lacks, for whoever serves it. */
import { plainText } from '../text.ts';
import type { CopyRecord, MissingItem } from './copy-record.ts';

const headings: Readonly<Record<MissingItem['type'], string>> = {
  page: 'TRANG CHƯA CÓ TRONG BẢN SAO / PAGES THAT ARE NOT IN THE COPY',
  failed: 'TỆP ĐƯỢC TRANG YÊU CẦU NHƯNG KHÔNG GHI LẠI ĐƯỢC / FILES THAT WERE REQUESTED BUT NOT RECORDED',
  unasked:
    'ĐỊA CHỈ CÓ TRONG TRANG NHƯNG TRÌNH DUYỆT KHÔNG TẢI KHI CHỤP ẢNH / ADDRESSES THAT THE BROWSER DID NOT REQUEST FOR THE PICTURE',
};

export function missingText({ missing, unlisted }: Pick<CopyRecord, 'missing' | 'unlisted'>): string {
  if (missing.length === 0 && unlisted === 0)
    return 'Bản sao không thiếu mục nào.\nNothing is missing from the copy.\n';
  const parts = (['page', 'failed', 'unasked'] as const).flatMap((type) => {
    const items = missing.filter((item) => item.type === type);
    return items.length === 0 ? [] : [headings[type], ...items.map(lineOf), ''];
  });
  if (unlisted > 0) parts.push(`Còn ${unlisted} mục khác không liệt kê. / ${unlisted} more are not listed.`);
  return `${parts.join('\n')}\n`;
}

function lineOf({ url, reason }: MissingItem): string {
  return `  - ${plainText(url, 500)}\n    ${reason.vi} / ${reason.en}`;
}
