/** A new script that resembles attackers' code, whatever it does: judged by a model fitted on recorded scripts. */
import type { Words } from '../../domain/words.ts';
import type { WeightName } from '../../policy.ts';
import type { FreshScript } from '../../scripts/fresh-scripts.ts';
import type { Sink, Source } from '../../scripts/model/data-ways.ts';
import { pageLikeness } from '../../scripts/model/page-likeness.ts';
import { type ScriptLikeness, type ScriptStatistic, scriptLikeness } from '../../scripts/model/script-model.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, indicatorsIn } from '../shared/indicators.ts';

const id = 'attack-like-code';
/**
 * Nats below which nothing is reported, as for texts: smaller scores would add up with the noise of a changing page,
 * and a script generated for each visitor would carry one in every look.
 */
const leastScore = 1.5;

export const attackLikeCode: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

interface Judged extends ScriptLikeness {
  readonly script: FreshScript;
}

/** One finding per view, for the script that looks worst. */
function evidenceIn({ policy, targetUrl }: LookContext, { scripts = [], learned }: ViewContext): Evidence[] {
  const judged = scripts.flatMap((script): Judged[] => {
    // The model was not fitted on handlers, which are a line long.
    const likeness = script.isHandler ? null : scriptLikeness(policy.scriptModel, script.code);
    return likeness === null ? [] : [{ script, ...likeness }];
  });
  const [worst] = judged.toSorted((a, b) => b.nats - a.nats);
  if (worst === undefined) return [];
  const most: WeightName = learned === null ? 'attack-like-code.first-sight' : 'attack-like-code.learned';
  const score = Math.min(pageLikeness(judged), policy.weights[most]);
  return score < leastScore ? [] : [toEvidence(worst, score, learned !== null, targetUrl)];
}

function toEvidence({ script, strongest }: Judged, score: number, isLearned: boolean, targetUrl: string): Evidence {
  const why = strongest.map(wordsOf);
  const by = (of: 'vi' | 'en'): string => [...new Set(why.map((words) => words[of]))].join(', ');
  return {
    nature: 'added',
    finding: {
      detector: id,
      family: 'scripts',
      kind: 'injection',
      score: Math.round(100 * score) / 100,
      reason: {
        vi: `${isLearned ? 'Xuất hiện' : 'Trang có'} đoạn mã lệnh viết giống mã của kẻ tấn công hơn là mã thông thường: ${by('vi')}.`,
        en: `${isLearned ? 'New is' : 'There is'} a script written more like attackers’ code than like ordinary scripts: ${by('en')}.`,
      },
      fingerprint: fingerprint(id, script.key),
      place: { after: script.code.trim().slice(0, 500) },
      indicators: indicatorList(indicatorsIn(script.code.slice(0, 4_000), targetUrl)),
    },
  };
}

const reads: Readonly<Record<Source, Words>> = {
  cookie: { vi: 'đọc cookie', en: 'reads cookies' },
  typed: { vi: 'đọc nội dung người dùng nhập', en: 'reads what people type' },
  keys: { vi: 'theo dõi bàn phím', en: 'listens to keys' },
  card: { vi: 'nhắm vào thông tin thẻ', en: 'looks for card data' },
  storage: { vi: 'dùng bộ nhớ của trình duyệt', en: 'uses the browser’s storage' },
  visitor: { vi: 'dò xem người xem là ai', en: 'asks who the visitor is' },
  coded: { vi: 'giải mã chuỗi ký tự', en: 'decodes strings' },
};

const does: Readonly<Record<Sink, Words>> = {
  request: { vi: 'gửi yêu cầu ra ngoài', en: 'sends requests' },
  socket: { vi: 'mở kênh liên lạc', en: 'opens a channel' },
  image: { vi: 'tạo ảnh', en: 'makes pictures' },
  write: { vi: 'ghi vào trang', en: 'writes into the page' },
  location: { vi: 'chuyển địa chỉ', en: 'changes the address' },
  code: { vi: 'tự sinh mã', en: 'makes code' },
  script: { vi: 'chèn mã lệnh khác', en: 'adds scripts' },
  frame: { vi: 'chèn khung', en: 'adds frames' },
  form: { vi: 'dùng biểu mẫu', en: 'uses forms' },
};

const names: Words = { vi: 'tên biến không giống do người đặt', en: 'names no person would give' };
const numbers: Words = { vi: 'nhiều số và phép tính', en: 'many numbers and operators' };
const strings: Words = { vi: 'chuỗi ký tự dài hoặc bị mã hóa', en: 'long or encoded strings' };
const density: Words = { vi: 'cách trình bày mã', en: 'the way it is laid out' };
const structure: Words = { vi: 'cấu trúc câu lệnh', en: 'the structure of its statements' };

const statistics: Readonly<Record<ScriptStatistic, Words>> = {
  length: { vi: 'độ dài', en: 'its length' },
  entropy: { vi: 'độ hỗn loạn của ký tự', en: 'the entropy of its characters' },
  'space-share': density,
  'digit-share': numbers,
  'sign-share': { vi: 'nhiều dấu', en: 'many signs' },
  'capital-share': { vi: 'tỷ lệ chữ hoa', en: 'its capitals' },
  'foreign-share': { vi: 'ký tự lạ', en: 'foreign characters' },
  'comment-share': { vi: 'lời chú thích', en: 'its comments' },
  'escape-share': { vi: 'nhiều ký tự thoát', en: 'many escapes' },
  'run-share': strings,
  'longest-line': density,
  'longest-run': strings,
  lines: density,
  'string-share': strings,
  'longest-string': strings,
  'string-entropy': strings,
  'longest-list': { vi: 'bảng tra chuỗi ký tự', en: 'tables of strings' },
  numbers,
  'hex-numbers': { vi: 'nhiều số hệ 16', en: 'many hexadecimal numbers' },
  operators: numbers,
  joins: { vi: 'ghép nhiều chuỗi ký tự', en: 'many joined strings' },
  calls: structure,
  functions: structure,
  conditions: structure,
  loops: { vi: 'nhiều vòng lặp', en: 'many loops' },
  assignments: structure,
  'index-share': { vi: 'gọi lệnh qua bảng tra', en: 'calls by tables' },
  'quoted-name-share': { vi: 'tên lệnh viết thành chuỗi ký tự', en: 'names of calls written as strings' },
  'name-length': names,
  'short-names': names,
  'digit-names': names,
  'odd-names': names,
  'called-at-once': structure,
  depth: structure,
};

/** @param group as `ScriptLikeness.strongest` names it */
function wordsOf(group: string): Words {
  const [source, sink] = group.replace(/^reads /, '').split(' → ');
  const read = reads[source as Source];
  if (sink !== undefined) {
    const done = does[sink as Sink];
    return { vi: `${read.vi} và ${done.vi}`, en: `${read.en} and ${done.en}` };
  }
  if (group.startsWith('reads ')) return read;
  if (group.startsWith('does ')) return does[group.slice('does '.length) as Sink];
  if (group === 'unparsed') return { vi: 'mã bị lỗi cú pháp', en: 'it is no valid code' };
  return statistics[group as ScriptStatistic] ?? structure;
}
