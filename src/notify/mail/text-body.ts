/** A message as plain text, at most 76 columns except for addresses, which are never broken. */
import type { Fact, List, Message, Page, Part } from './messages/message.ts';

const columns = 76;
const rule = '─'.repeat(40);

export function textBody(message: Message): string {
  return `${message.parts.map((part) => partText(part, message)).join(`\n\n${rule}\n\n`)}${otherText(message)}\n`;
}

function otherText({ other }: Message): string {
  return other === undefined ? '' : `\n\n${other.label}:\n${other.link}`;
}

function partText(part: Part, { link, actLink }: Message): string {
  const blocks = [
    [part.badge, ...wrapped(part.headline, '', '')].join('\n'),
    part.lead === null ? '' : wrapped(part.lead, '', '').join('\n'),
    factsText(part.facts),
    actLink && part.actLabel ? `${part.actLabel}:\n${actLink}` : '',
    (part.calls ?? []).map(({ label, phone }) => `${label}: ${phone}`).join('\n'),
    actLink && part.claimLabel ? `${part.claimLabel}:\n${actLink}#own-work` : '',
    ...part.pages.map(pageText),
    link === null ? '' : `${part.linkLabel}:\n${link}`,
    ...part.lists.map(listText),
    wrapped(part.foot, '', '').join('\n'),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function pageText(page: Page): string {
  const parts = [
    page.address ?? '',
    factsText(page.facts),
    page.reasons.items.length > 0 ? listText(page.reasons) : '',
    page.indicators.items.length > 0 ? listText(page.indicators) : '',
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function factsText(facts: readonly Fact[]): string {
  const width = Math.max(0, ...facts.map((fact) => widthOf(fact.label))) + 2;
  return facts.flatMap(({ label, value }) => wrapped(value, `${label}:`.padEnd(width), ' '.repeat(width))).join('\n');
}

function listText(list: List): string {
  const lines = list.items.flatMap((item, index) => {
    const bullet = list.ordered ? `${index + 1}. ` : '- ';
    return wrapped(item, bullet, ' '.repeat(bullet.length));
  });
  return [list.title.toLocaleUpperCase('vi'), ...lines].join('\n');
}

/** Breaks at spaces only. */
function wrapped(text: string, first: string, indent: string): string[] {
  const lines: string[] = [];
  let current = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && widthOf(current) + 1 + widthOf(word) > columns) {
      lines.push(current);
      current = indent;
      isEmpty = true;
    }
    current = isEmpty ? `${current}${word}` : `${current} ${word}`;
    isEmpty = false;
  }
  return [...lines, current.trimEnd()];
}

function widthOf(text: string): number {
  return Array.from(text).length;
}
