import type { NamesLookContext } from './detector.ts';

/** When the domain's registration ends: as the registry says, else as it said, else as people entered it. */
export function registrationEnd({ expiresAt, known, look }: NamesLookContext): number | null {
  return look.registration?.expiresAt ?? known?.accepted.registration?.expiresAt ?? expiresAt;
}
