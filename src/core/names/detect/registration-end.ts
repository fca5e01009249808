import type { NamesLookContext } from './detector.ts';

/**
 * When the domain's registration expires: from the registry now, else its earlier answer, else as entered by people.
 */
export function registrationEnd({ expiresAt, known, look }: NamesLookContext): number | null {
  return look.registration?.expiresAt ?? known?.accepted.registration?.expiresAt ?? expiresAt;
}
