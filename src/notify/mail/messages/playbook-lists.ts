/** The playbook's first steps as lists of a message, one for each kind of attack. */
import type { AttackKind } from '../../../core/domain/finding.ts';
import { type Playbook, stepsOfKinds } from '../../../core/incidents/playbook.ts';
import { kindWords } from '../../../core/terms.ts';
import type { Language, List } from './message.ts';

export function playbookLists(kinds: readonly AttackKind[], language: Language, playbook: Playbook): List[] {
  return stepsOfKinds(playbook, kinds).map(({ kind, steps }) => {
    const title = language === 'vi' ? 'Việc cần làm ngay' : 'What to do now';
    const which = kinds.length > 1 ? `: ${kindWords[kind][language].toLowerCase()}` : '';
    return { title: `${title}${which}`, ordered: true, items: steps.map((step) => step[language]) };
  });
}
