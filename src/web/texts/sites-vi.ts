/** Tiếng Việt: registering portals, what is learned of a page. */
export const sitesVi = {
  boardEmptyTitle: 'Chưa có cổng thông tin nào',
  boardEmptyStep1: 'Đăng ký cổng đầu tiên',
  boardEmptyStep1Text: 'Chỉ cần địa chỉ, tên cổng và thư điện tử của người trực. Không phải cài gì lên cổng.',
  boardEmptyStep2: 'Hoặc nhập cả danh sách',
  boardEmptyStep2Text: 'Ghi danh sách ra tệp CSV (cột url, name, agency, email) rồi chạy trên máy chủ:',
  boardEmptyStep3: 'Xem Vọng Gác học',
  boardEmptyStep3Text: (looks: number) =>
    `Mỗi trang được kiểm tra ${looks} lượt để lập mẫu chuẩn tạm thời. Người có thẩm quyền xem lại và phê duyệt; từ đó cổng mới hiện màu xanh.`,
  boardEmptyViewer: 'Tài khoản của bạn chỉ được xem. Hãy nhờ người vận hành đăng ký cổng.',

  filterAnyAgency: 'Mọi cơ quan',

  addSite: 'Thêm cổng thông tin',
  addSiteIntro:
    'Vọng Gác kiểm tra từ bên ngoài, không cài gì lên cổng. Cổng vừa đăng ký được học mẫu chuẩn trước, sau đó mới theo dõi.',
  addSiteAddress: 'Địa chỉ trang chủ',
  addSiteAddressHint: 'Ví dụ: https://tinh.example.gov.vn/',
  addSiteName: 'Tên cổng',
  addSiteNameHint: 'Để trống thì dùng tên miền.',
  addSiteAgencyHint: 'Cơ quan chủ quản; chọn trong danh sách hoặc ghi tên mới.',
  addSiteEmails: 'Thư điện tử nhận cảnh báo',
  addSiteEmailsHint: 'Mỗi dòng một địa chỉ. Nên có một địa chỉ ngoài tên miền của cổng, phòng khi tên miền bị chiếm.',
  addSitePages: 'Các trang khác cần theo dõi',
  addSitePagesHint: 'Mỗi dòng một đường dẫn như /tin-tuc, hoặc một địa chỉ đầy đủ. Tối đa 50 trang.',
  addSiteTooManyPages: 'Mỗi lần đăng ký tối đa 50 trang và 50 địa chỉ thư; phần còn lại hãy nhập bằng tệp.',
  addSiteConsentHint: 'Văn bản hoặc người đã đồng ý cho theo dõi.',
  addSiteButton: 'Đăng ký và bắt đầu học',
  addSiteDoneTitle: 'Đã đăng ký',
  addSiteDoneText: (name: string) => `${name} đã được đăng ký. Cần lưu ý:`,
  addSiteSee: 'Xem cổng vừa đăng ký',
  doneSiteAdded: 'Đã đăng ký cổng. Lượt kiểm tra đầu tiên bắt đầu ngay.',

  interval: 'Chu kỳ kiểm tra',
  intervalDefault: (span: string) => `Theo cấu hình chung (${span})`,
  learningProgress: (done: number, all: number) => `đang học, đã có ${done}/${all} lượt`,
};
