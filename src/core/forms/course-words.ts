/** Events of an incident, as a report words them. */

const courses: Readonly<Record<string, string>> = {
  opened: 'Phát hiện và xác nhận sự cố',
  promoted: 'Cán bộ xác nhận nghi vấn là sự cố',
  reopened: 'Mở lại sự cố',
  updated: 'Ghi nhận thêm trang bị ảnh hưởng',
  escalated: 'Diễn biến nghiêm trọng hơn',
  recovering: 'Một số trang hiển thị bình thường trở lại',
  resolved: 'Sự cố kết thúc',
  dismissed: 'Xác định là báo động giả',
  acknowledged: 'Tiếp nhận xử lý',
  noted: 'Ghi nhận',
  approved: 'Phê duyệt nội dung mới của trang',
  'own-work-claimed': 'Cơ quan cho biết tự thay đổi nội dung',
};

/** Null for events that are of no interest outside of the monitor. */
export function courseWords(type: string, note: string | null): string | null {
  const words = Object.hasOwn(courses, type) ? courses[type] : undefined;
  if (words === undefined) return null;
  return note === null || note === '' ? words : `${words}: ${note}`;
}
