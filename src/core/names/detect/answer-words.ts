/** Renders servers and their answers inside a sentence. */
import type { Words } from '../../domain/words.ts';
import { answerStatusWords } from '../../terms.ts';
import type { AnswerStatus } from '../name-look.ts';
import { listed } from './names-evidence.ts';

/** Servers by name, with how they failed where given; at most three. */
export function serverWords(servers: readonly { readonly resolver: string; readonly status?: AnswerStatus }[]): Words {
  const shown = servers.slice(0, 3).map(({ resolver, status }) => {
    const name =
      resolver === 'system' ? { vi: 'mặc định của hệ thống giám sát', en: 'the monitor’s own' } : same(resolver);
    const how = status === undefined ? null : answerStatusWords[status];
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
