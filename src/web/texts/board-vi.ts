/** Tiếng Việt: acts for one or several portals of the board. */
export const boardVi = {
  groupChoose: 'Chọn',
  groupWith: 'Với các cổng đã chọn',
  groupGoOn: 'Tiếp tục…',
  groupSites: (count: number) => `${count} cổng`,
  groupPauseMeans: (count: number) =>
    `${count} cổng sau không được kiểm tra và không ai nhận cảnh báo về các cổng này, cho đến khi theo dõi tiếp.`,
  groupPauseUntil: 'Tự theo dõi tiếp lúc (để trống: đến khi có người bật lại)',
  groupPauseReason: 'Lý do tạm dừng (không bắt buộc)',
  groupResumeMeans: (count: number) =>
    `${count} cổng sau được theo dõi tiếp; mỗi trang được xem bằng trình duyệt ngay.`,
  groupIntervalMeans: (count: number) => `Mọi trang đã đăng ký của ${count} cổng sau được kiểm tra theo chu kỳ mới.`,
  groupMaintenanceMeans: (count: number) =>
    `${count} cổng sau vẫn được kiểm tra; thư báo động được giữ lại đến khi hết bảo trì (tối đa 72 giờ).`,
  groupTag: 'Gắn nhãn',
  groupUntag: 'Bỏ nhãn',
  groupTagHint: 'Cách nhau bằng dấu phẩy.',
  groupTagMeans: (count: number) => `${count} cổng sau có thêm các nhãn này; nhãn đã có được giữ nguyên.`,
  groupUntagMeans: (count: number) => `${count} cổng sau không còn các nhãn này; nhãn khác được giữ nguyên.`,
  groupLeft: (done: number, left: number) =>
    `${done === 0 ? 'Chưa thực hiện cho cổng nào' : `Đã thực hiện cho ${done} cổng`}; ${left} cổng dưới đây được giữ nguyên. Hãy xem lý do ở từng cổng, sửa rồi thực hiện lại.`,
  doneSitesDecided: 'Đã thực hiện cho các cổng đã chọn; từng cổng được ghi vào nhật ký.',
  rowActs: 'Thao tác',
  rowMenu: (name: string) => `Thao tác với ${name}`,
  rowEdit: 'Sửa thông tin',
  pausedUntil: (until: string) => `Dừng đến ${until}`,
  pausedUntilNote: (until: string) => `Tự theo dõi tiếp lúc ${until}.`,
  pauseReasonNote: (reason: string) => `Lý do: ${reason}`,
};
