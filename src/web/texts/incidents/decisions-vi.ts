/** Tiếng Việt: các quyết định của người vận hành, hệ quả của từng quyết định, và cách rút lại. */
export const decisionsVi = {
  stateConfirming: 'Đang xác nhận',
  stateConfirmingHelp: 'Có dấu hiệu bất thường, hệ thống đang kiểm tra lại để xác nhận',
  confirmingTitle: 'Đang xác nhận',
  confirmingIntro: 'Hệ thống đang kiểm tra lại các trang này; chưa cần quyết định gì.',
  confirmingVotes: (bad: number, looks: number, of: number) =>
    `${bad}/${looks} lượt bất thường, xác nhận sau tối đa ${of} lượt`,
  confirmingNext: (at: string) => `lượt kế tiếp ${at}`,
  confirmingMore: (pages: number) => `Còn ${pages} trang khác đang xác nhận: xem các cổng trên bảng theo dõi`,

  decisionReason: 'Lý do (bắt buộc)',
  acknowledgeMeans: 'Bạn là người xử lý; hệ thống ngừng nhắc và không báo lên cấp tiếp theo.',
  resolveMeans: 'Sự cố kết thúc và cơ quan nhận được thư; nếu trang vẫn bất thường, lượt kiểm tra sau sẽ mở sự cố mới.',
  dismissMeans: 'Sự cố kết thúc, không ai nhận thư; riêng các thay đổi này trên cổng này được bỏ qua trong 7 ngày.',
  reopenMeans: 'Sự cố được mở lại, các trang được kiểm tra ngay; những thay đổi đã bỏ qua lại được báo.',
  approveMeans: 'Nội dung này trở thành mẫu chuẩn; từ nay mọi thay đổi so với mẫu chuẩn đều được báo.',
  incidentReopen: 'Mở lại sự cố',
  undo: 'Hoàn tác',
  undoMail: 'Thư về quyết định này được gửi sau 15 giây.',
  doneUndone: 'Đã hoàn tác.',
  doneReopened: 'Đã mở lại sự cố.',
  eventWithdrawn: 'Rút lại việc tiếp nhận',

  navApprovals: 'Phê duyệt',
  approvalsTitle: 'Chờ phê duyệt',
  approvalsIntro: (pages: number) =>
    `${pages} trang đã học xong và chờ người có thẩm quyền xem xét. Cho đến khi được phê duyệt, mọi lượt kiểm tra còn được đánh giá thêm theo nội dung.`,
  approvalsNone: 'Không có trang nào chờ phê duyệt.',
  approvalsSeveral: 'Phê duyệt các trang đã chọn',
  approvalsSeveralMeans:
    'Chỉ chọn được các trang chưa từng có nghi vấn, đã được kiểm tra bằng trình duyệt và có ảnh; các trang còn lại phải xem xét từng trang.',
  approvalsChanged: 'Trang đã thay đổi',
  approvalsSeen: 'Phát hiện gần nhất lúc',
  approvalsChangedMeans:
    'Các trang này khác với mẫu chuẩn và đang có nghi vấn. Chỉ phê duyệt khi cơ quan chủ quản xác nhận đã tự sửa trang.',
  approvalTitle: 'Phê duyệt mẫu chuẩn',
  approvalPictureAlt: (site: string) => `Ảnh trang của ${site}`,
  approvalLearned: 'Học xong lúc',
  approvalNext: 'Để sau, xem trang tiếp theo',
  approveAndNext: 'Phê duyệt và xem trang tiếp theo',
  obstacleDoubted:
    'Đã có lượt kiểm tra phát hiện nghi vấn ở trang này: hãy xem kỹ nội dung và hình ảnh trước khi phê duyệt.',
  obstacleUnseen: 'Trang chưa được kiểm tra bằng trình duyệt trong thời gian học: phải xem xét riêng.',
  obstacleNotClean: 'Lượt kiểm tra gần nhất không bình thường: phải xem xét riêng.',
  obstacleNoPicture: 'Chưa có ảnh chụp bằng trình duyệt: hãy kiểm tra lại trước khi phê duyệt.',

  suspectPromote: 'Nâng thành sự cố và báo cơ quan',
  suspectPromoteTitle: 'Nâng nghi vấn thành sự cố',
  suspectPromoteMeans: (recipients: number) =>
    `Sự cố được mở và thư trên được gửi cho ${recipients} người sau 15 giây.`,
  suspectPromoteNobody: 'Cổng này chưa có người nhận thư: sự cố được mở nhưng không ai nhận được thư.',
  suspectPromotePreview: 'Thư sẽ gửi',
  suspectPromoteTo: 'Gửi đến',
  suspectNotAttack: 'Không phải tấn công',
  suspectNotAttackMeans:
    'Nghi vấn được đóng; riêng thay đổi này trên cổng này được bỏ qua trong 7 ngày, mọi thay đổi khác vẫn được báo.',
  suspectAssignedTo: (name: string) => `Người xem xét: ${name}`,
  doneSuspectPromoted: 'Đã nâng nghi vấn thành sự cố; thư báo cơ quan sẽ gửi sau 15 giây.',
  doneSuspectRestored: 'Đã đưa nghi vấn trở lại danh sách chờ xem xét.',
  doneSuspectAssigned: 'Đã ghi người xem xét.',
};
