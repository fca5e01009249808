/** What an agency should do first, per kind of incident: data, shown in the mail and on the incident's page. */
import type { AttackKind, UnknownKind, Words } from './model.ts';

const say = (vi: string, en: string): Words => ({ vi, en });

const keepTraces = say(
  'Giữ nguyên hiện trạng: chưa xóa tệp, chưa cài lại, chưa khôi phục bản sao lưu khi chưa thu thập dấu vết.',
  'Keep everything as it is: delete nothing, reinstall nothing, restore nothing before the traces are saved.',
);
const saveLogs = say(
  'Sao chép nhật ký (máy chủ web, hệ điều hành, tường lửa, cơ sở dữ liệu) và ảnh đĩa sang nơi an toàn.',
  'Copy the logs (web server, operating system, firewall, database) and a disk image to a safe place.',
);
const isolate = say(
  'Cô lập máy chủ khỏi mạng nội bộ; tạm thay bằng trang thông báo tĩnh đặt ở máy chủ khác.',
  'Cut the server off the internal network; put up a static notice page on another server meanwhile.',
);
const changePasswords = say(
  'Từ một máy tính sạch, đổi mật khẩu và thu hồi phiên đăng nhập: quản trị nội dung, máy chủ, cơ sở dữ liệu, FTP/SSH.',
  'From a clean computer, change passwords and end sessions: content management, server, database, FTP/SSH.',
);
const report = say(
  'Gọi đơn vị vận hành và báo cáo cơ quan điều phối ứng cứu sự cố (VNCERT/CC).',
  'Call the hosting or operating provider and report to the incident coordination centre (VNCERT/CC).',
);
const reopen = say(
  'Chỉ mở lại khi đã tìm ra và vá lỗ hổng, khôi phục từ bản sao lưu sạch, rà soát mã độc và tài khoản lạ.',
  'Reopen only after the hole is found and closed, a clean backup is restored, and web shells and unknown accounts are gone.',
);

/** The first steps, in order. */
export const playbook: Readonly<Record<AttackKind, readonly Words[]>> = {
  defacement: [keepTraces, saveLogs, isolate, changePasswords, report, reopen],
  injection: [
    keepTraces,
    say(
      'Xem mã nguồn trang tại vị trí nêu trên: liên kết, khung hoặc đoạn mã lạ thường bị ẩn, mắt thường không thấy.',
      'Look at the page source at the place named above: foreign links, frames or scripts are often hidden from view.',
    ),
    saveLogs,
    say(
      'Kiểm tra tệp mới hoặc vừa bị sửa, tiện ích mở rộng, tác vụ định kỳ và tài khoản quản trị lạ.',
      'Check new or recently changed files, plug-ins, scheduled tasks and unknown administrator accounts.',
    ),
    changePasswords,
    report,
    say(
      'Sau khi làm sạch, yêu cầu máy tìm kiếm lập chỉ mục lại; loại tấn công này thường tái diễn nếu chưa vá lỗ hổng.',
      'After cleaning, ask search engines to index again; this kind comes back unless the hole is closed.',
    ),
  ],
  redirection: [
    say(
      'Không nhập tài khoản hoặc tải tệp tại địa chỉ mà trang chuyển đến.',
      'Enter no account and download nothing at the address that the page leads to.',
    ),
    keepTraces,
    say(
      'Kiểm tra tệp cấu hình máy chủ web (.htaccess, web.config, nginx), mã của trang và các đoạn mã bên thứ ba.',
      'Check the web server configuration (.htaccess, web.config, nginx), the page’s code and third-party scripts.',
    ),
    say(
      'Kiểm tra bản ghi DNS của tên miền có đúng với bản ghi đã đăng ký hay không.',
      'Check that the DNS records of the domain are the registered ones.',
    ),
    saveLogs,
    changePasswords,
    report,
  ],
  takeover: [
    say(
      'Gọi ngay nhà đăng ký tên miền: đề nghị khóa tên miền và khôi phục bản ghi DNS. Không dùng thư điện tử thuộc tên miền này.',
      'Call the domain registrar now: have the domain locked and the DNS records restored. Do not use mail of this domain.',
    ),
    say(
      'Đổi mật khẩu tài khoản quản lý tên miền và bật xác thực hai bước.',
      'Change the password of the domain account and turn on two-step verification.',
    ),
    say(
      'Lưu lại bản ghi DNS hiện tại, thông tin đăng ký và thời điểm thay đổi làm bằng chứng.',
      'Save the present DNS records, registration data and times of change as evidence.',
    ),
    say(
      'Thông báo cho người dùng qua kênh khác; coi thư và mật khẩu gửi qua tên miền trong thời gian này là đã lộ.',
      'Warn users through another channel; treat mail and passwords sent through the domain meanwhile as exposed.',
    ),
    report,
  ],
  cloaking: [
    say(
      'Trang có thể vẫn bình thường khi tự mở xem: hãy thử bằng điện thoại và từ kết quả của máy tìm kiếm.',
      'The page may look normal when you open it: try a phone, and a click from a search result.',
    ),
    keepTraces,
    saveLogs,
    say(
      'Tìm mã kiểm tra User-Agent, Referer hoặc cookie trong mã nguồn và cấu hình máy chủ web.',
      'Look for code that checks User-Agent, Referer or cookies in the source and the web server configuration.',
    ),
    changePasswords,
    report,
    reopen,
  ],
  'ransom-note': [
    say(
      'Ngắt máy chủ khỏi mạng ngay, nhưng không tắt nguồn: khóa giải mã có thể còn trong bộ nhớ.',
      'Disconnect the server from the network now, but do not power it off: keys may still be in memory.',
    ),
    say(
      'Không trả tiền chuộc, không liên hệ với kẻ tấn công khi chưa có ý kiến của cơ quan chức năng.',
      'Pay no ransom and do not contact the attacker before the authorities have advised.',
    ),
    say(
      'Kiểm tra và tách riêng bản sao lưu: ngắt kết nối khỏi mạng để không bị mã hóa theo.',
      'Check the backups and take them off the network so that they are not encrypted too.',
    ),
    saveLogs,
    changePasswords,
    report,
  ],
  certificate: [
    say(
      'Hỏi đơn vị vận hành có vừa thay chứng thư số hay không.',
      'Ask the operating provider whether the certificate was changed on purpose.',
    ),
    say(
      'Nếu không: kiểm tra bản ghi DNS và máy chủ đang trả lời, kết nối có thể đang bị chặn giữa đường.',
      'If not: check the DNS records and the server that answers; the connection may be intercepted.',
    ),
    say(
      'Khuyến cáo người dùng tạm thời không đăng nhập cho đến khi làm rõ.',
      'Advise users not to log in until it is cleared up.',
    ),
    report,
  ],
};

const seeFromOutside = say(
  'Mở trang từ mạng khác (ví dụ 4G) để biết người dân có truy cập được hay không.',
  'Open the page from another network (a phone on mobile data) to see whether citizens can reach it.',
);

/** What to check when a portal can't be seen. */
export const unknownPlaybook: Readonly<Record<UnknownKind, readonly Words[]>> = {
  unavailable: [
    seeFromOutside,
    say(
      'Kiểm tra máy chủ, đường truyền, tên miền và chứng thư số còn hạn hay không.',
      'Check the server, the line, the domain and whether the certificate has expired.',
    ),
    say(
      'Nếu nghi bị tấn công từ chối dịch vụ, báo đơn vị vận hành và giữ nhật ký tường lửa.',
      'If a denial-of-service attack is likely, call the provider and keep the firewall logs.',
    ),
  ],
  blocked: [
    seeFromOutside,
    say(
      'Nếu tường lửa chặn hệ thống giám sát, đề nghị đơn vị vận hành cho phép truy cập.',
      'If a firewall blocks the monitor, ask the provider to let it through.',
    ),
  ],
  maintenance: [
    say(
      'Nếu việc bảo trì là theo kế hoạch: không cần làm gì. Nếu không: hỏi ngay đơn vị vận hành.',
      'If the maintenance is planned, nothing needs doing. If not, ask the provider at once.',
    ),
  ],
  parked: [
    say(
      'Kiểm tra ngay hạn đăng ký tên miền và bản ghi DNS với nhà đăng ký.',
      'Check the domain’s expiry date and DNS records with the registrar at once.',
    ),
  ],
  'error-page': [
    seeFromOutside,
    say(
      'Kiểm tra ứng dụng và cơ sở dữ liệu; giữ nhật ký lỗi, vì lỗi lạ có thể là dấu vết tấn công.',
      'Check the application and database; keep the error logs, since odd errors can be traces of an attack.',
    ),
  ],
  'cut-off': [
    seeFromOutside,
    say(
      'Kiểm tra tải của máy chủ và thiết bị trung gian (cân bằng tải, tường lửa ứng dụng).',
      'Check the server’s load and what stands in front of it (load balancer, web firewall).',
    ),
  ],
  blind: [
    say(
      'Quý cơ quan không cần làm gì: người vận hành Vọng Gác đang kiểm tra kết nối của hệ thống giám sát.',
      'You need do nothing: the operators of Vọng Gác are checking the monitor’s own connection.',
    ),
  ],
};

/** After an incident has gone. */
export const afterwards: readonly Words[] = [
  say(
    'Trang đã trở lại bình thường không có nghĩa là lỗ hổng đã được vá: hãy xác định nguyên nhân.',
    'A page back to normal does not mean that the hole is closed: find the cause.',
  ),
  say(
    'Tiếp tục theo dõi sát trong 7 ngày; nhiều cổng bị tấn công lại ngay sau khi khôi phục.',
    'Watch closely for 7 days; many portals are attacked again right after they were restored.',
  ),
  say(
    'Giữ bằng chứng và hoàn thành báo cáo sự cố theo quy định.',
    'Keep the evidence and finish the incident report as the rules ask.',
  ),
];

/** When many portals fell alike: what they share is closed first. */
export const campaignSteps: readonly Words[] = [
  say(
    'Tìm điểm chung của các cổng: máy chủ, nhà cung cấp, phần mềm, tài khoản quản trị. Chặn điểm chung đó trước, rồi mới khôi phục từng cổng.',
    'Find what the portals share: server, provider, software, administrator accounts. Close that first, then restore portal by portal.',
  ),
  say(
    'Yêu cầu đơn vị vận hành hạ tầng dùng chung giữ nguyên nhật ký và ảnh đĩa của các máy chủ liên quan.',
    'Ask whoever runs the shared infrastructure to keep the logs and disk images of the servers concerned.',
  ),
  say(
    'Rà soát ngay các cổng khác có cùng điểm chung, kể cả những cổng chưa có biểu hiện bất thường.',
    'Check the other portals that share it at once, also those that look normal.',
  ),
  report,
];
