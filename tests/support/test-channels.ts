/** Product channels whose mail delivery is a stand-in. */
import type { Config } from '../../src/config/schema/schema.ts';
import type { Channels, Deliver } from '../../src/core/ports.ts';
import { mailDigests, mailLimits } from '../../src/notify/mail/limits.ts';

export function mailBy(deliver: Deliver, { mail }: Pick<Config, 'mail'>): Channels {
  return { mail: { deliver, limits: () => mailLimits(mail), digests: mailDigests } };
}
