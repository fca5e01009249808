/** Tiếng Việt: trang mà liên kết trong thư dẫn đến. */
export const mailVi = {
  monitorTroubles: 'Hệ thống giám sát đang có vấn đề',
  troubleCount: (count: number, worst: string) => `${count} vấn đề của hệ thống: ${worst}`,
  mailWaiting: (messages: number, since: string) => `Còn ${messages} thư chưa gửi được, thư cũ nhất từ ${since}.`,
  mailNoServer:
    'Chưa cấu hình máy chủ thư: người quản trị máy chủ khai báo smtp.host trong tệp cấu hình rồi khởi động lại.',
  mailServerDown: (since: string) => `Máy chủ thư không nhận thư từ ${since}; hệ thống thử lại mỗi phút.`,
  mailSendNow: 'Gửi lại ngay',
  browserFailing: (since: string) =>
    `Trình duyệt không hoạt động từ ${since}: các trang chỉ được kiểm tra nhanh (HTTP), không có ảnh chụp.`,
  diskLow: (gigabytes: string) => `Ổ đĩa chỉ còn trống ${gigabytes} GB: không lưu được bằng chứng mới.`,
  looksLate: (pages: number, late: string) =>
    `${pages} trang chưa được kiểm tra đúng lịch, trang chậm nhất chậm ${late}.`,
  doneMailRetried: 'Đang gửi lại toàn bộ thư chưa gửi được.',

  mailGathered: 'Gộp vào thư tổng hợp',
  mailOutside: 'Người nhận ngoài cơ quan',
  acknowledgeByLinkTitle: 'Tiếp nhận sự cố',
  acknowledgeByLinkIntro: (recipient: string) =>
    `Bấm nút dưới đây để xác nhận đơn vị đã nắm thông tin và đang xử lý. Người tiếp nhận được ghi là ${recipient}.`,
  acknowledgeByLinkButton: (open: number) => (open < 2 ? 'Xác nhận tiếp nhận' : `Xác nhận tiếp nhận ${open} sự cố`),
  ownWorkButton: 'Chúng tôi tự sửa, không phải sự cố',
  ownWorkHint:
    'Sự cố được ghi là đã tiếp nhận, kèm ý kiến này của cơ quan. Việc giám sát vẫn tiếp tục; người vận hành sẽ xem xét và quyết định.',
  eventOwnWork: 'Cơ quan cho biết tự sửa trang',
  ownWorkClaimed: (who: string, at: string) =>
    `${who} cho biết cơ quan tự sửa trang, không phải sự cố (${at}). Hãy xác minh qua điện thoại trước khi quyết định: kẻ chiếm được hộp thư cũng có thể trả lời như vậy.`,
  acknowledgeByLinkEvidence: 'Đăng nhập để xem bằng chứng',
  acknowledgeByLinkMany: (count: number) => `${count} sự cố trong thư tổng hợp`,
  acknowledgeByLinkMore: (rest: number) => `và ${rest} sự cố khác trong thư`,
  acknowledgeByLinkAllDone: 'Các sự cố này đã có người tiếp nhận hoặc đã kết thúc.',
  acknowledgeByLinkReopened:
    'Liên kết này đã được dùng. Sau đó sự cố có diễn biến mới và cần tiếp nhận lại: hãy dùng liên kết trong thư mới nhất.',
  acknowledgeByLinkClosed:
    'Liên kết này không còn dùng được: đã quá hạn hoặc địa chỉ nhận thư đã thay đổi. Hãy đăng nhập để xem sự cố.',
};
