/** Short steps, each naming its kind, so that tests can tell them apart. */
import type { Words } from '../../src/core/domain/words.ts';
import type { Playbook } from '../../src/core/incidents/playbook.ts';

const step = (vi: string, en = `${vi} (en)`): Words => ({ vi, en });
/** The same for every kind that preserves traces. */
const keepTraces = step('Giữ nguyên hiện trạng', 'Keep everything as it is');

export const testPlaybook: Playbook = {
  attacks: {
    defacement: [keepTraces, step('Cô lập máy chủ, báo cáo VNCERT/CC')],
    injection: [keepTraces, step('Xem mã nguồn')],
    redirection: [step('Kiểm tra cấu hình')],
    takeover: [step('Gọi ngay nhà đăng ký tên miền')],
    cloaking: [step('Thử bằng điện thoại')],
    'ransom-note': [step('Không trả tiền chuộc')],
    certificate: [step('Hỏi đơn vị vận hành')],
  },
  unknown: {
    unavailable: [step('Mở trang từ mạng khác')],
    blocked: [step('Cho phép truy cập')],
    maintenance: [step('Hỏi lịch bảo trì')],
    parked: [step('Kiểm tra hạn đăng ký')],
    'error-page': [step('Kiểm tra cơ sở dữ liệu')],
    'cut-off': [step('Kiểm tra tải')],
    blind: [step('Quý cơ quan không cần làm gì')],
    gone: [step('Quý cơ quan không cần làm gì')],
  },
  afterwards: [step('Xác định nguyên nhân')],
  campaign: [step('Tìm điểm chung của các cổng')],
};
