/** A changed setting in words: its values are recorded as the configuration file writes them. */
import { z } from 'zod';
import { duration } from '../../../config/fields.ts';
import { stepRecipients } from '../../../core/duty/ladder.ts';
import { stepRecipientWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { render, span } from '../wording.ts';

type Value = string | number | boolean | null | undefined;

const listed = z.array(z.union([z.string(), z.record(z.string(), z.unknown())]));

/** @returns one sentence each: what replaced what, or what was added to and removed from a list */
export function settingChange(visit: SignedInVisit, { before, after }: Readonly<Record<string, Value>>): string[] {
  const { texts } = visit;
  const [old, fresh] = [listIn(before), listIn(after)];
  if (old && fresh) {
    const [was, is] = [old, fresh].map((items) => items.map((item) => itemText(visit, item)));
    const added = (is ?? []).filter((item) => !was?.includes(item));
    const removed = (was ?? []).filter((item) => !is?.includes(item));
    if (added.length + removed.length > 0) {
      return [
        ...(added.length > 0 ? [texts.auditAdded(added.join('; '))] : []),
        ...(removed.length > 0 ? [texts.auditRemoved(removed.join('; '))] : []),
      ];
    }
  }
  return [`${valueText(visit, before)} → ${valueText(visit, after)}`];
}

/** Null for a single value, and for a list that was too long to be recorded whole. */
function listIn(value: Value): z.infer<typeof listed> | null {
  if (typeof value !== 'string' || !value.startsWith('[')) return null;
  try {
    return listed.safeParse(JSON.parse(value)).data ?? null;
  } catch {
    return null;
  }
}

function valueText(visit: SignedInVisit, value: Value): string {
  const { texts } = visit;
  if (value === null || value === undefined) return texts.settingsFromDefault;
  if (value === '' || value === '[]') return texts.auditNothing;
  const items = listIn(value);
  if (items) return plainText(items.map((item) => itemText(visit, item)).join('; '), 600);
  const [needed, of] = /^\d of \d$/.test(String(value)) ? String(value).split(' of ') : [];
  if (needed !== undefined && of !== undefined) return texts.settingsShare(needed, of);
  const length = duration.safeParse(value);
  return length.success ? span(visit, length.data) : plainText(String(value), 300);
}

function itemText(visit: SignedInVisit, item: z.infer<typeof listed>[number]): string {
  if (typeof item === 'string') return plainText(languageText(visit, item), 120);
  const { after, to, person: _, ...rest } = item;
  const parts = [
    ...Object.values(rest),
    ...(after === undefined ? [] : [valueText(visit, String(after))]),
    ...(to === undefined ? [] : [recipientText(visit, String(to))]),
  ];
  return plainText(parts.map(String).join(' – '), 200);
}

function languageText({ texts }: SignedInVisit, text: string): string {
  if (text === 'vi') return texts.languageVi;
  return text === 'en' ? texts.languageEn : text;
}

function recipientText(visit: SignedInVisit, text: string): string {
  const recipient = stepRecipients.find((one) => one === text);
  return recipient ? render(visit, stepRecipientWords[recipient]) : text;
}
