/** The same look from a vantage, judged separately. */
import type { Config } from '../../../config/schema/schema.ts';
import type { Capture } from '../../../core/domain/capture.ts';
import type { Need } from '../../../core/domain/finding.ts';
import { assess } from '../../../core/judge/assess.ts';
import type { AssessContext } from '../../../core/judge/assessment.ts';
import type { Observation } from '../../../core/judge/observation.ts';
import type { VantageLook } from '../../../core/judge/seen-from.ts';
import type { TrafficRoom } from '../../../core/ports.ts';
import type { MonitorParts } from '../../parts.ts';
import { type Gathered, nothingGathered, type SeenThere, withFailure, withLook, withUnread } from './gathered.ts';
import { type Judged, judgeUntilMet } from './meet.ts';
import { withText } from './read-capture.ts';
import { pictureMeeters } from './see-pictures.ts';

export type SeenFromVantage = VantageLook & SeenThere;

type Seeing = Pick<MonitorParts, 'takeCapture' | 'read' | 'pictures' | 'judging' | 'policy' | 'log'>;

export interface VantageQuestion {
  readonly realTime: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly room?: TrafficRoom | undefined;
}

/** Names of the vantages used for an address. */
export function vantagesFor({ vantage }: Config, url: string): string[] {
  const host = URL.parse(url)?.hostname ?? '';
  return vantage.filter(({ hosts }) => hosts.length === 0 || hosts.includes(host)).map(({ name }) => name);
}

export async function lookFromVantage(
  parts: Seeing,
  context: AssessContext,
  { name, tier }: Extract<Need, { readonly type: 'vantage' }>,
  { realTime, signal, room }: VantageQuestion,
): Promise<SeenFromVantage> {
  const request = { url: context.targetUrl, tier, profile: 'browser', realTime, vantage: name } as const;
  const outcome = await parts.takeCapture(request, signal, room);
  const received = outcome.ok ? await read(parts, outcome.capture) : withFailure(nothingGathered, outcome.failure);
  const judge = async (gathered: Gathered): Promise<Judged> => {
    const { looks } = gathered.observation;
    const assessed = looks.length > 0 ? await parts.judging.assess(context, gathered.observation) : null;
    return { ...(assessed ?? assess(context, nothingSeen, parts.policy)), gathered };
  };
  // Pictures are read as in the local look; no further profile is sent through a vantage.
  const { verdict, gathered } = await judgeUntilMet(received, judge, pictureMeeters(parts));
  const captures = [...gathered.captures, ...gathered.unread];
  return {
    name,
    verdict,
    failure: outcome.ok ? null : outcome.failure.kind,
    captures,
    looks: gathered.observation.looks,
  };
}

const nothingSeen: Observation = { looks: [], failures: [], isBlind: false };

async function read(parts: Seeing, received: Capture): Promise<Gathered> {
  const capture = await withText(parts, received);
  const look = capture && (await parts.judging.read(capture));
  return look === null ? withUnread(nothingGathered, received) : withLook(nothingGathered, received, look);
}
