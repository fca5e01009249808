/** Tiếng Việt: pictures of figures, the overview. */
export const chartsVi = {
  navOverview: 'Tổng quan',
  overviewTitle: 'Tổng quan',
  overviewSpan: (from: string, to: string) => `Từ ${from} đến ${to}.`,
  overviewShow: 'Xem',
  periodChoice: 'Khoảng thời gian',
  periodQuarter: 'Quý (13 tuần)',
  periodYear: '12 tháng',

  figureNone: 'chưa có',
  figureIncidents: 'Sự cố trong kỳ',
  figureLive: 'Đang mở',
  figureFalse: 'Báo động giả (không tính)',
  figureAcknowledge: 'Tiếp nhận (trung vị)',
  figureRecover: 'Khắc phục (trung vị)',

  chartOf: (title: string) => `Biểu đồ: ${title}`,
  chartFigures: 'Số liệu',
  chartFiguresOf: (title: string) => `Số liệu: ${title}`,
  chartFrom: 'Bắt đầu từ',
  chartTotal: 'Tổng',
  chartMissing: 'Không có dữ liệu',

  barsTitle: 'Sự cố theo loại',
  barsDescription: (all: number, sums: string) =>
    all === 0
      ? 'Không có sự cố nào trong kỳ.'
      : `${all} sự cố trong kỳ: ${sums}. Mỗi sự cố tính một lần, theo loại phát hiện đầu tiên.`,

  calendarTitle: 'Lịch báo động trong năm',
  calendarDescription: (alarms: number, days: number, missing: number) =>
    `${alarms} sự cố trong ${days} ngày của 53 tuần gần nhất${missing > 0 ? `; ${missing} ngày không có dữ liệu` : ''}. Mỗi cột là một tuần, mỗi ô là một ngày.`,
  calendarAlarms: 'Sự cố được mở',
  calendarNone: 'Không có sự cố',
  calendarSome: (count: string) => `${count} sự cố`,
  calendarMany: (least: number) => `từ ${least} sự cố`,
  calendarDay: (day: string, count: number) => `${day}: ${count === 0 ? 'không có sự cố' : `${count} sự cố`}`,
  weekdayMonday: 'Hai',
  weekdayWednesday: 'Tư',
  weekdayFriday: 'Sáu',

  timesTitle: 'Thời gian tiếp nhận và khắc phục',
  timesNone: 'Không có sự cố nào trong kỳ.',
  timesHow:
    'Tính trên các sự cố mở trong kỳ, không tính báo động giả. Tiếp nhận: từ lúc mở sự cố đến lần tiếp nhận đầu tiên. Khắc phục: từ lúc mở đến khi kết thúc, chỉ tính sự cố đã khắc phục. Trung vị: một nửa số sự cố không lâu hơn; p90: 90 % số sự cố không lâu hơn. Thang thời gian lô-ga-rít, từ một phút đến 30 ngày.',
  timeToAcknowledge: 'Tiếp nhận (trung vị · p90)',
  timeToRecover: 'Khắc phục (trung vị · p90)',
  timesOf: (count: number, all: number) => `${count}/${all} sự cố`,
  timesNotYet: 'chưa có sự cố nào',
  timesMore: (count: number) => `và ${count} cơ quan khác`,

  portalsTitle: 'Độ phủ và mức sẵn sàng theo cổng',
  portalsByHour: 'Mỗi ô của độ phủ là một giờ.',
  portalsByDay: 'Mỗi ô của độ phủ là một ngày.',
  coverage: 'Độ phủ',
  coverageTotal: 'Phủ',
  coverFull: 'Kiểm tra đủ',
  coverMost: 'Thiếu dưới 10 %',
  coverSome: 'Thiếu từ 10 %',
  coverMissing: 'Không có lượt kiểm tra (kể cả khi tạm dừng)',
  availability: 'Sẵn sàng',
  availabilityTotal: 'Sẵn sàng',
  availabilityBar: (up: string, away: string, unseen: string) =>
    `Truy cập được ${up} thời gian, không truy cập được ${away}, không có dữ liệu ${unseen}`,
  availabilityHow:
    'Độ phủ: số lượt đã kiểm tra trên số lượt đến hạn. Mức sẵn sàng: số lượt nhận được trang trên số lượt kiểm tra; không tính lượt bị chặn và lúc Vọng Gác mất kết nối.',
  portalMonth: (covered: string, available: string) => `30 ngày qua: độ phủ ${covered}, mức sẵn sàng ${available}.`,
  shareAway: 'Không truy cập được',

  responseTitle: 'Thời gian phản hồi',
  responseHalf: 'Một nửa số lượt (p50)',
  responseMost: '90 % số lượt (p90)',
  responseMissing: 'Không nhận được trang',
  responseNone: 'Trong thời gian này chưa nhận được trang lần nào.',
  timelineEarlier: 'Trước đó',
  timelineLater: 'Sau đó',
  timelineMove: 'Xem thời gian khác',
};
