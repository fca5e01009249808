/** Tiếng Việt: trang mà liên kết trong thư dẫn đến. */
export const mailVi = {
  mailGathered: 'Gộp vào thư tổng hợp',
  mailOutside: 'Người nhận ngoài cơ quan',
  acknowledgeByLinkTitle: 'Tiếp nhận sự cố',
  acknowledgeByLinkIntro: (recipient: string) =>
    `Bấm nút dưới đây để xác nhận đơn vị đã biết và đang xử lý. Việc tiếp nhận được ghi nhận dưới tên ${recipient}.`,
  acknowledgeByLinkButton: (open: number) => (open < 2 ? 'Xác nhận tiếp nhận' : `Xác nhận tiếp nhận ${open} sự cố`),
  acknowledgeByLinkEvidence: 'Đăng nhập để xem bằng chứng',
  acknowledgeByLinkMany: (count: number) => `${count} sự cố trong thư tổng hợp`,
  acknowledgeByLinkMore: (rest: number) => `và ${rest} sự cố khác trong thư`,
  acknowledgeByLinkAllDone: 'Các sự cố này đã có người tiếp nhận hoặc đã kết thúc.',
  acknowledgeByLinkReopened:
    'Liên kết này đã được dùng. Sau đó sự cố có diễn biến mới và cần tiếp nhận lại: hãy dùng liên kết trong thư mới nhất.',
  acknowledgeByLinkClosed:
    'Liên kết này không còn dùng được: đã quá hạn hoặc địa chỉ nhận thư đã thay đổi. Hãy đăng nhập để xem sự cố.',
};
