/** The same look by a second way out, judged by itself. */
import type { Config } from '../config/schema.ts';
import { type AssessContext, assess } from '../core/assess.ts';
import type { Look } from '../core/look.ts';
import type { Capture, CaptureFailure, Need } from '../core/model.ts';
import type { ElsewhereLook } from '../core/seen-from.ts';
import { askUntilMet, seePictures } from './needs.ts';
import type { Parts } from './parts.ts';

export interface SeenElsewhere extends ElsewhereLook {
  readonly captures: readonly Capture[];
  readonly looks: readonly Look[];
}

type Seeing = Pick<Parts, 'takeCapture' | 'pictures' | 'judging' | 'policy' | 'log'>;

export interface ElsewhereQuestion {
  readonly realTime: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Names of the second ways out that are used for an address. */
export function vantagesFor({ vantage }: Config, url: string): string[] {
  const host = URL.parse(url)?.hostname ?? '';
  return vantage.filter(({ hosts }) => hosts.length === 0 || hosts.includes(host)).map(({ name }) => name);
}

export async function lookElsewhere(
  parts: Seeing,
  context: AssessContext,
  { name, tier }: Extract<Need, { readonly type: 'vantage' }>,
  { realTime, signal }: ElsewhereQuestion,
): Promise<SeenElsewhere> {
  const request = { url: context.targetUrl, tier, profile: 'browser', realTime, vantage: name } as const;
  const outcome = await parts.takeCapture(request, signal);
  const captures = outcome.ok ? [outcome.capture] : [];
  const failures: readonly CaptureFailure[] = outcome.ok ? [] : [outcome.failure];
  const look = outcome.ok ? await parts.judging.read(outcome.capture) : null;
  let looks: readonly Look[] = look === null ? [] : [look];
  const judge = async () => {
    const assessed = looks.length > 0 ? await parts.judging.assess(context, { looks, failures }) : null;
    return assessed ?? assess(context, { looks: [], failures, isBlind: false }, parts.policy);
  };
  // Pictures are seen as they were here; no further visitor is sent this way.
  const meet = async (need: Need) => {
    if (need.type === 'picture' || need.type === 'words-in-picture')
      looks = await seePictures(parts, captures, looks, need);
  };
  const { verdict } = await askUntilMet(judge, meet, new Set());
  return { name, verdict, failure: outcome.ok ? null : outcome.failure.kind, captures, looks };
}
