/** Tiếng Việt: trang sự cố như một công cụ làm việc. */
export const incidentVi = {
  incidentAssignee: 'Người xử lý',
  incidentNobody: 'Chưa giao',
  incidentAssign: 'Giao',
  incidentTake: 'Tôi xử lý',
  incidentComment: 'Ý kiến',
  incidentCommentHelp: 'Ai xem được sự cố đều đọc được ý kiến. Ý kiến không gửi qua thư và không xóa được.',
  incidentCommentSend: 'Thêm ý kiến',
  eventAssigned: 'Giao xử lý cho',
  eventUnassigned: 'Bỏ giao xử lý',
  lookAgain: 'Kiểm tra lại ngay',
  lookAgainHelp: 'Xem lại bằng trình duyệt ngay khi có chỗ trống, thường trong vòng một phút.',
  ignoreChange: 'Bỏ qua đúng thay đổi này',
  ignoreHelp: 'Chỉ thay đổi này trên cổng này không bị tính nữa; mọi thay đổi khác vẫn được báo.',
  ignoreFor: 'Trong',
  ignoreDays: (days: number) => `${days} ngày`,
  ignoreButton: 'Bỏ qua',

  doneCommented: 'Đã thêm ý kiến.',
  doneAssigned: 'Đã cập nhật người xử lý.',
  doneLookAsked: 'Đã yêu cầu kiểm tra lại ngay. Hãy tải lại trang sau ít phút để xem kết quả.',
  doneIgnored: 'Thay đổi này sẽ được bỏ qua từ lần kiểm tra tới.',
};
