/** What is wrong with scheduled backups, in a sentence. */
import type { BackupFailure, BackupTrouble } from '../../core/backup/plan.ts';
import type { Words } from '../../core/domain/words.ts';
import type { Visit } from '../gate/route.ts';
import { moment, render } from './wording.ts';

const failures: Readonly<Record<BackupFailure, Words>> = {
  'disk-full': { vi: 'ổ đĩa đã đầy', en: 'the disk is full' },
  'no-folder': { vi: 'không thấy thư mục sao lưu', en: 'the backup folder is gone' },
  'not-writable': { vi: 'không có quyền ghi vào thư mục sao lưu', en: 'the backup folder may not be written to' },
  passphrase: {
    vi: 'không đọc được tệp cụm mật khẩu, hoặc người khác trên máy cũng đọc được',
    en: 'the passphrase file can’t be read, or others on the machine can read it too',
  },
  damaged: { vi: 'đọc lại bản vừa tạo thì thấy hỏng', en: 'the new file was damaged when it was read again' },
  record: {
    vi: 'bản sao đã tạo, nhưng nhật ký hoặc bằng chứng có lỗi (chạy vonggac audit verify)',
    en: 'it was made, but the log or the evidence has faults (run vonggac audit verify)',
  },
  other: { vi: 'xem lý do bằng lệnh vonggac doctor', en: 'run vonggac doctor for the reason' },
};

export function backupTroubleText(visit: Visit, trouble: BackupTrouble): string {
  const { texts } = visit;
  const latest = trouble.doneAt === null ? texts.backupNone : texts.backupLatest(moment(visit, trouble.doneAt));
  return trouble.is === 'old'
    ? texts.backupOld(latest)
    : texts.backupFailing(moment(visit, trouble.since), render(visit, failures[trouble.failure]), latest);
}
