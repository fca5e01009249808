/** Tiếng Việt: trang công khai. */
export const vi = {
  otherLanguage: 'English',
  skip: 'Bỏ qua phần đầu trang',
  product: 'Vọng Gác',
  tagline: 'Giám sát cổng thông tin điện tử từ bên ngoài',
  home: 'Trang đầu',
  runBy: (operator: string) => `Đơn vị vận hành: ${operator}`,
  contactAt: (contact: string) => `Liên hệ: ${contact}`,

  homeTitle: 'Đề nghị theo dõi, phản ánh trang bị tấn công',
  homeIntro:
    'Vọng Gác kiểm tra cổng thông tin điện tử từ bên ngoài, không cài đặt gì lên máy chủ, và báo cho cơ quan chủ quản khi trang bị thay đổi giao diện, chèn nội dung lạ hoặc chuyển hướng.',
  watchTitle: 'Đề nghị theo dõi cổng thông tin',
  watchShort:
    'Dành cho cơ quan, tổ chức muốn cổng của mình được theo dõi, thường xuyên hoặc trong một dịp lễ, sự kiện.',
  watchGo: 'Gửi đề nghị',
  reportTitle: 'Phản ánh trang có dấu hiệu bị tấn công',
  reportShort: 'Dành cho mọi người: cho biết địa chỉ và điều anh/chị thấy. Không cần ghi tên.',
  reportGo: 'Gửi phản ánh',
  sheetText: 'Nhiều cổng một lúc? Điền biểu mẫu và gửi kèm công văn qua thư điện tử:',
  sheetExcel: 'Biểu mẫu Excel',
  sheetCsv: 'Biểu mẫu CSV',

  watchIntro:
    'Trừ hai ô ngày, các ô đều cần điền. Sau khi gửi, hãy mở thư và bấm xác nhận; cán bộ trực chỉ thấy đề nghị đã xác nhận.',
  agency: 'Tên cơ quan',
  portals: 'Địa chỉ các cổng',
  portalsHint: 'Mỗi dòng một địa chỉ, tối đa 20. Ví dụ: https://sotp.example.gov.vn/',
  contact: 'Người liên hệ',
  phone: 'Điện thoại',
  phoneHint: 'Số có người trực nghe máy; số máy lẻ ghi sau cùng.',
  email: 'Thư điện tử',
  emailHint: 'Nhận thư xác nhận và thư báo động. Nên dùng địa chỉ ở tên miền khác tên miền của cổng.',
  basis: 'Căn cứ đề nghị',
  basisHint: 'Ví dụ: Công văn số 12/CV-VP ngày 10/01/2027.',
  period: 'Thời hạn theo dõi',
  periodHint: 'Để trống nếu cần theo dõi thường xuyên.',
  from: 'Từ ngày (không bắt buộc)',
  to: 'Đến hết ngày (không bắt buộc)',

  reportIntro:
    'Vọng Gác không mở địa chỉ này tự động; cán bộ trực sẽ xem xét. Nếu trang đang được theo dõi, trang sẽ được kiểm tra ngay.',
  url: 'Địa chỉ trang',
  urlHint: 'Chép từ thanh địa chỉ của trình duyệt.',
  seen: 'Anh/chị thấy gì?',
  seenHint:
    'Ví dụ: trang chủ hiện quảng cáo cờ bạc khi mở bằng điện thoại. Không ghi mật khẩu hay thông tin riêng của người khác.',
  you: 'Để được trả lời (không bắt buộc)',
  name: 'Họ tên (không bắt buộc)',
  reportEmail: 'Thư điện tử (không bắt buộc)',
  reportEmailHint: 'Chỉ ghi nếu muốn nhận trả lời: chúng tôi gửi một thư để xác nhận địa chỉ.',

  privacyTitle: 'Bảo vệ dữ liệu cá nhân',
  privacyPurpose: {
    watch: 'Họ tên, điện thoại và thư điện tử chỉ dùng để xử lý đề nghị này và liên hệ khi cổng có sự cố.',
    report: 'Họ tên và thư điện tử, nếu có, chỉ dùng để xem xét phản ánh này và trả lời anh/chị.',
  },
  privacyKept:
    'Yêu cầu chưa xác nhận tự xóa sau 7 ngày; yêu cầu đã đóng tự xóa sau 12 tháng. Dữ liệu không chuyển cho bên khác, không đưa vào bằng chứng hay nguồn dữ liệu chia sẻ.',
  privacyRights: (contact: string) =>
    `Anh/chị có quyền xem, sửa, rút lại sự đồng ý và yêu cầu xóa dữ liệu của mình theo Luật Bảo vệ dữ liệu cá nhân và Nghị định 356/2025/NĐ-CP${contact === '' ? '.' : `: liên hệ ${contact}.`}`,
  consentWatch: 'Tôi đồng ý để đơn vị vận hành xử lý các thông tin trên cho mục đích đã nêu.',
  consentReport:
    'Tôi đồng ý để đơn vị vận hành xử lý họ tên, thư điện tử của tôi cho mục đích đã nêu (chỉ cần khi có ghi).',
  send: 'Gửi',
  mistakes: (count: number) => `Chưa gửi được: có ${count} chỗ cần sửa.`,

  sentTitle: 'Đã nhận',
  sentWatch:
    'Hãy mở hộp thư đã ghi và bấm “Xem lại và xác nhận” trong vòng 7 ngày. Mỗi địa chỉ chỉ được gửi một thư xác nhận trong 24 giờ; nếu đã gửi đề nghị khác hôm nay, hãy dùng liên kết trong thư đã nhận.',
  sentReport: 'Cảm ơn anh/chị. Cán bộ trực sẽ xem xét phản ánh này.',
  sentReportMail:
    'Cảm ơn anh/chị. Cán bộ trực sẽ xem xét phản ánh này. Để nhận trả lời, hãy mở hộp thư đã ghi và bấm “Xem lại và xác nhận”.',

  networkFull: 'Mạng này đã gửi nhiều yêu cầu trong giờ qua. Hãy thử lại sau một giờ.',
  dayFull: 'Hôm nay đã nhận đủ số yêu cầu. Hãy thử lại vào ngày mai, hoặc liên hệ trực tiếp.',
  foreign: 'Biểu mẫu được gửi từ một trang khác nên không được nhận. Hãy mở lại trang này và gửi lại.',
  tooLarge: 'Nội dung gửi quá dài.',
  notFoundTitle: 'Không có trang này',
  notFoundText: 'Địa chỉ không đúng hoặc trang không còn.',
  refusedTitle: 'Chưa nhận được',
  broken: 'Trang gặp lỗi khi xử lý. Hãy thử lại sau.',

  linkOverTitle: 'Liên kết không còn dùng được',
  linkOverText: 'Liên kết đã được dùng, đã hết hạn hoặc đã được thay bằng liên kết mới hơn.',
  confirmTitle: 'Xác nhận yêu cầu',
  confirmIntro: 'Hãy chỉ giữ dấu chọn ở yêu cầu do chính anh/chị gửi. Yêu cầu không được chọn sẽ tự xóa.',
  confirmWatch: (number: number, agency: string) => `Yêu cầu số ${number}: theo dõi cổng của ${agency}`,
  confirmReport: (number: number) => `Phản ánh số ${number}`,
  confirmButton: 'Xác nhận',
  confirmNone: 'Hãy chọn ít nhất một yêu cầu.',
  confirmedTitle: 'Đã xác nhận',
  confirmedText: 'Yêu cầu đã được chuyển tới cán bộ trực. Kết quả sẽ gửi tới địa chỉ này.',
  agreeTitle: 'Xác nhận quyền quản lý',
  agreeIntro: (host: string) =>
    `Có yêu cầu theo dõi ${host} từ bên ngoài. Nếu đơn vị quản lý tên miền này và đồng ý, hãy bấm nút dưới đây.`,
  agreeAgency: 'Cơ quan ghi trong yêu cầu',
  agreePortals: 'Các địa chỉ',
  agreeButton: 'Chúng tôi quản lý tên miền này và đồng ý',
  agreedText: 'Đã ghi nhận sự đồng ý. Cán bộ trực sẽ xử lý yêu cầu.',
  extendTitle: 'Gia hạn theo dõi',
  extendIntro: (day: string) => `Thời hạn hiện tại hết vào cuối ngày ${day}.`,
  extendTo: 'Theo dõi đến hết ngày',
  extendButton: 'Gia hạn',
  extendedText: 'Đã gia hạn theo dõi.',
};
