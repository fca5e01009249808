/** Tiếng Việt: tài khoản, đăng nhập, nhật ký thao tác. */
import type { Role } from '../../store/users.ts';

const roleHelp: Readonly<Record<Role, string>> = {
  administrator: 'mọi quyền, kể cả tài khoản',
  operator: 'xử lý sự cố, nghi vấn, mẫu chuẩn',
  approver: 'xem và phê duyệt mẫu chuẩn',
  viewer: 'không thao tác',
  auditor: 'xem và tra cứu nhật ký thao tác',
};

export const peopleVi = {
  roleAdministrator: 'Quản trị',
  roleOperator: 'Trực vận hành',
  roleApprover: 'Phê duyệt',
  roleViewer: 'Chỉ xem',
  roleAuditor: 'Kiểm toán',
  roleHelp: (role: Role) => roleHelp[role],
  navPeople: 'Tài khoản',
  navAudit: 'Nhật ký',
  everyAgency: 'Mọi cơ quan',
  save: 'Lưu',

  peopleTitle: 'Tài khoản người dùng',
  peopleIntro:
    'Tài khoản gắn với một cơ quan chỉ thấy các cổng của cơ quan đó, trong mọi danh sách, hình ảnh và tệp tải về.',
  personAdd: 'Thêm tài khoản',
  personAddButton: 'Tạo tài khoản và lấy liên kết',
  personAddHelp:
    'Liên kết hiện một lần trên trang tiếp theo. Người nhận mở liên kết để tự đặt mật khẩu; bạn không cần biết mật khẩu đó.',
  personRole: 'Vai trò',
  personEmail: 'Thư điện tử (không bắt buộc)',
  personAgencyHint: 'Quản trị và kiểm toán luôn làm việc với mọi cơ quan.',
  personSessions: (count: number) => (count === 0 ? 'Không đăng nhập' : `Đang đăng nhập ở ${count} nơi`),
  personDisabled: 'Đã khóa',
  personLinkOpen: (moment: string) => `Chờ đặt mật khẩu đến ${moment}`,
  personChange: 'Vai trò và cơ quan',
  personChangeHelp: 'Đổi vai trò hoặc cơ quan sẽ đăng xuất người này khỏi mọi nơi.',
  personAccount: 'Tài khoản',
  personCreated: 'Tạo lúc',
  personNewLink: 'Tạo liên kết đặt lại mật khẩu',
  personNewLinkHelp:
    'Dùng khi người này quên mật khẩu hoặc liên kết cũ đã hết hạn. Mật khẩu cũ còn dùng được đến lúc đó.',
  personDisable: 'Khóa tài khoản',
  personDisableHelp:
    'Người này bị đăng xuất ngay và không đăng nhập được nữa. Những việc đã làm vẫn còn trong nhật ký.',
  personEnable: 'Mở khóa tài khoản',
  personEnableHelp: 'Người này lại đăng nhập được bằng mật khẩu cũ.',
  linkTitle: 'Liên kết đặt mật khẩu',
  linkIntro: (name: string) =>
    `Hãy chuyển liên kết này cho người dùng ${name} bằng một kênh an toàn. Liên kết dùng được một lần, trong ba ngày.`,
  linkHelp: 'Liên kết không được lưu lại và sẽ không hiện thêm lần nào nữa.',
  choosePasswordTitle: 'Đặt mật khẩu',
  choosePasswordIntro: (name: string) => `Tài khoản ${name}. Liên kết này chỉ dùng được một lần.`,
  choosePasswordClosed: 'Liên kết này đã được dùng hoặc đã hết hạn. Hãy yêu cầu quản trị viên cấp liên kết mới.',
  sessionsTitle: 'Phiên đăng nhập',

  auditTitle: 'Nhật ký thao tác',
  auditIntro:
    'Mọi việc do người dùng thực hiện, mới nhất trước. Mỗi dòng mang mã băm của dòng trước nên không thể sửa, xóa hay chèn mà không bị phát hiện.',
  auditWhole: (rows: number, moment: string) => `Nhật ký nguyên vẹn: đã đối chiếu ${rows} dòng lúc ${moment}.`,
  auditHead: (head: string) => `Mã băm cuối: ${head}`,
  auditBroken: (seq: number) =>
    `Nhật ký đã bị sửa đổi: dòng ${seq} không nối tiếp dòng trước. Hãy giữ nguyên hiện trạng máy chủ và báo ngay cho bộ phận an toàn thông tin.`,
  auditActor: 'Người thực hiện',
  auditAct: 'Việc',
  auditAnyAct: 'Mọi việc',
  auditSubject: 'Đối tượng',
  auditSubjectExample: 'ví dụ: site 3',
  auditFound: (count: number) => `${count} dòng`,
  auditNone: 'Không có dòng nào khớp với điều kiện lọc.',

  donePersonChanged: 'Đã lưu thay đổi của tài khoản.',
  donePersonDisabled: 'Đã khóa tài khoản.',
  donePersonEnabled: 'Đã mở khóa tài khoản.',
  donePasswordChosen: 'Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu mới.',
};
