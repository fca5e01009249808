/** Tiếng Việt: khóa API và bảng các lệnh gọi. */

export const apiVi = {
  tokensTitle: 'Khóa API',
  tokensIntro:
    'Khóa API cho phép hệ thống khác (SOC, trục liên thông) truy cập thay bạn, không vượt quá quyền hiện có của bạn.',
  tokensReference: 'Danh sách lệnh gọi API',
  tokenSee: 'xem',
  tokenJudge: 'xử lý sự cố, nghi vấn',
  tokenApprove: 'phê duyệt mẫu chuẩn',
  tokenManageSites: 'quản lý cổng',
  tokenExportEvidence: 'lấy gói chứng cứ',
  tokenHandleRequests: 'tiếp nhận đề nghị, phản ánh (có dữ liệu cá nhân)',
  tokenMayDo: 'Quyền',
  tokenName: 'Tên khóa (tên hệ thống sử dụng)',
  tokenDays: 'Hiệu lực (ngày, tối đa 365)',
  tokenMake: 'Tạo khóa',
  tokenRevoke: 'Thu hồi',
  tokenUntil: 'Có hiệu lực đến',
  tokenExpired: 'Đã hết hạn từ',
  tokenUsed: 'Dùng gần nhất',
  tokenUnused: 'Chưa được dùng',
  tokenMadeTitle: 'Khóa API mới',
  tokenMadeIntro: 'Hãy chép khóa này vào hệ thống sử dụng ngay bây giờ.',
  tokenMadeHelp: 'Khóa không được lưu lại và sẽ không hiện thêm lần nào nữa. Nếu nghi bị lộ, hãy thu hồi ngay.',
  doneTokenRevoked: 'Đã thu hồi khóa API.',
  apiTitle: 'Giao diện lập trình (API)',
  apiIntro: (perMinute: number) => `Mỗi khóa được gọi tối đa ${perMinute} lần một phút. Mô tả cho máy (OpenAPI 3.1):`,
};
