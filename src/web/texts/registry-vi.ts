/** Tiếng Việt: changing and removing portals, importing a list. */
export const registryVi = {
  cancel: 'Không làm nữa',

  siteLanguage: 'Ngôn ngữ thư gửi cơ quan',
  siteLanguageHint: 'Áp dụng cho mọi cổng của cơ quan này.',
  siteLanguageDefault: 'Theo cấu hình chung',
  siteLanguageVi: 'Tiếng Việt trước',
  siteLanguageEn: 'Tiếng Anh trước',
  siteProbe: 'Cho phép dò tệp lạ',
  siteProbeHint: 'Cơ quan đã đồng ý bằng văn bản; hãy ghi văn bản đó ở mục cơ sở theo dõi.',

  editSite: 'Sửa',
  editSiteTitle: (name: string) => `Sửa thông tin: ${name}`,
  editSiteAddressFixed: (address: string) =>
    `Trang chủ ${address} không sửa được: địa chỉ khác là một cổng khác, hãy đăng ký mới.`,
  editSiteStop: 'Thôi theo dõi các trang',
  editSiteStopHint: 'Đánh dấu trang không cần theo dõi nữa; mẫu chuẩn của trang đó thôi được dùng.',
  editSiteButton: 'Lưu thay đổi',
  editSiteDoneTitle: 'Đã lưu thay đổi',
  editSiteDoneText: (name: string) => `Thông tin của ${name} đã được cập nhật. Cần lưu ý:`,
  doneSiteChanged: 'Đã cập nhật thông tin cổng; thông tin cũ và mới được ghi vào nhật ký.',
  doneSiteUnchanged: 'Không có gì thay đổi.',

  removeSite: 'Ngừng theo dõi hẳn cổng này…',
  removeSiteTitle: (name: string) => `Ngừng theo dõi ${name}?`,
  removeSiteWhat: 'Điều gì sẽ xảy ra',
  removeSiteEnds: 'Cổng không được kiểm tra nữa và không hiện trên bảng theo dõi; không ai nhận thư về cổng này.',
  removeSiteIncident: 'Sự cố đang mở của cổng được kết thúc, các nghi vấn được đóng.',
  removeSiteKept:
    'Các lượt kiểm tra, sự cố, bằng chứng và nhật ký được giữ trên máy chủ đủ thời hạn lưu trữ, nhưng không còn xem được ở đây.',
  removeSiteAgain: 'Địa chỉ này có thể đăng ký lại; khi đó là một cổng mới và phải học lại từ đầu.',
  removeSitePauseInstead: 'Nếu chỉ nghỉ một thời gian, hãy dùng «Tạm dừng theo dõi» ở trang của cổng.',
  removeSiteButton: 'Ngừng theo dõi',
  doneSiteRemoved: 'Đã ngừng theo dõi cổng.',

  importInstead: 'Có nhiều cổng? Nhập cả danh sách từ tệp.',
  importTitle: 'Nhập danh sách cổng',
  importIntro: 'Tệp được kiểm tra trước; chưa có gì được đăng ký cho tới khi bạn xem lại và xác nhận.',
  importFile: 'Danh sách',
  importFileLabel: 'Tệp CSV hoặc YAML',
  importFileHint: (kilobytes: number) =>
    `Tối đa ${kilobytes} kB và 1.000 dòng. Trong Excel hãy lưu thành kiểu “CSV UTF-8”.`,
  importTemplate: 'Tải tệp mẫu',
  importPaste: 'Hoặc dán danh sách',
  importPasteHint: 'Có thể chép thẳng từ bảng tính, kể cả dòng tên cột.',
  importPreview: 'Xem trước',
  importNothing: 'Hãy chọn một tệp hoặc dán danh sách.',
  importMistakes: 'Các dòng cần sửa',
  importMistakesText: (bad: number, good: number) =>
    `Chưa có gì được đăng ký. Có ${bad} dòng cần sửa${good === 0 ? '' : `, ${good} dòng khác đã đúng`}.`,
  importLine: 'Dòng',
  importMend: 'Cần sửa',
  importAgain: 'Chọn lại tệp đã sửa',
  importPlan: 'Sẽ thực hiện',
  importPlanText: (added: number, extended: number, unchanged: number) =>
    `${added} cổng mới, ${extended} cổng đã có được bổ sung, ${unchanged} cổng không đổi. Chưa có gì được đăng ký.`,
  importDoes: 'Kết quả',
  importAdds: (pages: number, emails: number) => `Cổng mới: ${pages} trang, ${emails} địa chỉ nhận thư`,
  importExtends: (pages: number, emails: number) =>
    `Đã có, bổ sung ${pages} trang, ${emails} địa chỉ nhận thư; các thông tin khác giữ nguyên`,
  importKnown: 'Đã có, không có gì mới',
  importConfirm: 'Đăng ký tất cả',
  importDoneTitle: 'Đã nhập danh sách',
  importDoneText: (added: number, extended: number, unchanged: number) =>
    `Đã đăng ký ${added} cổng mới, bổ sung ${extended} cổng, ${unchanged} cổng không đổi. Các cổng mới được học mẫu chuẩn ngay từ bây giờ.`,

  ignoredNow: (until: string, name: string) => `Đang bỏ qua đến ${until}, do ${name}`,
  ignoredSee: 'Các thay đổi đang bỏ qua',
  assignedTo: (name: string) => `Người xử lý: ${name}`,

  historyShow: 'Lọc các lượt kiểm tra',
  historyAll: 'Tất cả',
  historyChanges: 'Chỉ lúc thay đổi',
  historyPictures: 'Có ảnh',
  historyStrip: 'Các lượt gần đây',
  historyNext: 'Lượt kế tiếp',
  historyNoneSuch: 'Không có lượt nào như vậy.',
  historyPictureAlt: (moment: string) => `Ảnh trang lúc ${moment}`,
  gapPaused: 'tạm dừng theo dõi',
  gapStopped: 'Vọng Gác không chạy, không cổng nào được kiểm tra',
  gapUnknown: 'không rõ nguyên nhân',
  gapText: (span: string, why: string) => `Không có lượt kiểm tra nào trong ${span}: ${why}`,
};
