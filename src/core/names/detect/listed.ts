/** A block list used by others names the domain or one of its addresses. */

import { hostIndicators } from '../../detect/shared/indicators.ts';
import { isAccepted } from '../accepted-values.ts';
import type { NamesDetector } from './detector.ts';
import { namesEvidence, listed as shown } from './names-evidence.ts';

const id = 'listed';

export const listed: NamesDetector = {
  id,
  detect({ known, look, policy }) {
    return (look.listings ?? []).flatMap(({ codes, entry, list, status }) => {
      const name = `${list} ${entry}`;
      if (status !== 'listed' || isAccepted(known?.accepted.listings, name)) return [];
      const isAddress = /^[\d.]+$|:/.test(entry);
      const what = isAddress
        ? { vi: `Địa chỉ ${shown([entry])}`, en: `The address ${shown([entry])}` }
        : { vi: `Tên miền ${shown([entry])}`, en: `The domain ${shown([entry])}` };
      const ask = isAddress
        ? {
            vi: 'Thư và truy cập có thể bị chặn ở nước ngoài; đề nghị kiểm tra máy chủ có bị lợi dụng gửi thư rác hoặc phát tán mã độc không.',
            en: 'Mail and visits may be blocked abroad; check whether the server sends spam or spreads malware.',
          }
        : {
            vi: 'Đề nghị kiểm tra cổng có bị chèn trang lừa đảo hoặc mã độc không, rồi gửi yêu cầu gỡ khỏi danh sách.',
            en: 'Check the portal for planted phishing pages or malware, then ask for removal.',
          };
      return [
        namesEvidence(policy, {
          detector: id,
          family: 'names',
          kind: 'injection',
          cues: [isAddress ? 'listed.address' : 'listed.domain'],
          reason: {
            vi: `${what.vi} bị đưa vào danh sách chặn ${shown([list])} (mã ${shown(codes)}). ${ask.vi}`,
            en: `${what.en} is on the block list ${shown([list])} (code ${shown(codes)}). ${ask.en}`,
          },
          what: [name],
          after: [name],
          indicators: hostIndicators([entry]),
        }),
      ];
    });
  },
};
