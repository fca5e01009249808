/**
 * The page writes to the visitor's clipboard. A command placed there is how people are tricked into running programs.
 */
import { blockKey } from '../../facts/text/block-key.ts';
import type { WeightName } from '../../policy.ts';
import type { ScriptReading } from '../../scripts/read-script.ts';
import type { Detector, LookContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, indicatorsIn } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { knownBehaviour } from './known-behaviour.ts';

const id = 'clipboard-written';
const most = 3;

/** Programs that execute their arguments, matched at the start of a word in a pasted command. */
const command =
  /(?:^|[\s"'&|;(/\\])(?:powershell|pwsh|cmd|mshta|rundll32|regsvr32|wscript|cscript|msiexec|certutil|bitsadmin|curl|wget|bash|zsh|sh|osascript|python3?|iwr|irm|iex)(?:\.exe)?(?=[\s"'/]|$)/i;

/** Commands that new scripts would put there, either unasked or on a page learned without them. */
function commandsIn({ views, made = [] }: LookContext): string[] {
  const commands = ({ clipboard }: ScriptReading, isLearned: boolean): string[] =>
    clipboard.flatMap(({ text, when }) => (command.test(text) && (isLearned || when !== 'asked') ? [text] : []));
  return [
    ...views.flatMap(({ scripts = [], learned }) =>
      scripts.flatMap(({ reading }) => commands(reading, learned !== null)),
    ),
    ...made.flatMap(({ reading }) => commands(reading, true)),
  ];
}

export const clipboardWritten: Detector = {
  id,
  detect(context) {
    const { look, baseline, policy, targetUrl } = context;
    const known = knownBehaviour(context);
    const written = [...(look.behaviour?.clipboard ?? []), ...commandsIn(context)];
    const texts = new Map(written.map((text) => [blockKey(text), text]));
    const learned = new Set(known?.known.clipboard ?? []);
    return [...texts]
      .filter(([key]) => !learned.has(key))
      .flatMap(([key, text]) => {
        const isCommand = command.test(text);
        // A command needs no baseline: no page has a reason to hand one out unasked.
        if (known === null && !isCommand) return [];
        const plain: WeightName = learned.size === 0 ? 'clipboard-written.first' : 'clipboard-written.another';
        const atFirst: WeightName = 'clipboard-written.first-sight.command';
        const cue = !isCommand ? plain : baseline === null ? atFirst : 'clipboard-written.command';
        return [{ key, text, cue, isCommand }] as const;
      })
      .sort((a, b) => policy.weights[b.cue] - policy.weights[a.cue])
      .slice(0, most)
      .map(({ key, text, cue, isCommand }) => ({
        nature: 'added' as const,
        finding: {
          detector: id,
          cues: [cue],
          family: 'behaviour' as const,
          kind: 'injection' as const,
          score: policy.weights[cue],
          reason: isCommand
            ? {
                vi: `Trang tự chép một câu lệnh vào bộ nhớ tạm của người xem: ${quoted(text)}.`,
                en: `The page puts a command on the visitor's clipboard: ${quoted(text)}.`,
              }
            : {
                vi: `Trang tự ghi vào bộ nhớ tạm của người xem: ${quoted(text)}.`,
                en: `The page writes to the visitor's clipboard, which it never did: ${quoted(text)}.`,
              },
          fingerprint: fingerprint(id, isCommand ? 'command' : key),
          place: { after: text.slice(0, 500) },
          indicators: indicatorList(indicatorsIn(text, targetUrl)),
        },
      }));
  },
};
