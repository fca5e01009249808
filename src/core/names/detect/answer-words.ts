/** Servers and their answers inside a sentence. */
import type { Words } from '../../model.ts';
import type { AnswerStatus } from '../name-look.ts';
import { listed } from './names-evidence.ts';

const say = (vi: string, en: string): Words => ({ vi, en });

const statusWords: Readonly<Record<AnswerStatus, Words>> = {
  answered: say('có trả lời', 'answers'),
  'no-data': say('không có bản ghi', 'no record'),
  'no-such-name': say('báo tên không tồn tại', 'says there is no such name'),
  'server-failure': say('báo lỗi SERVFAIL', 'SERVFAIL'),
  refused: say('từ chối trả lời', 'refuses'),
  lame: say('không phục vụ tên miền này', 'does not serve the zone'),
  'timed-out': say('không trả lời kịp', 'too slow'),
  unreachable: say('không kết nối được', 'can’t be reached'),
};

/** Servers by name, with how they failed where that is told; at most three. */
export function serverWords(servers: readonly { readonly resolver: string; readonly status?: AnswerStatus }[]): Words {
  const shown = servers.slice(0, 3).map(({ resolver, status }) => {
    const name = resolver === 'system' ? say('mặc định của hệ thống giám sát', 'the monitor’s own') : same(resolver);
    const how = status === undefined ? null : statusWords[status];
    return how === null ? name : { vi: `${name.vi} (${how.vi})`, en: `${name.en} (${how.en})` };
  });
  const rest = servers.length - shown.length;
  const more = rest > 0 ? ` (+${rest})` : '';
  return {
    vi: `${shown.map(({ vi }) => vi).join(', ')}${more}`,
    en: `${shown.map(({ en }) => en).join(', ')}${more}`,
  };
}

function same(resolver: string): Words {
  const name = listed([resolver]);
  return { vi: name, en: name };
}
