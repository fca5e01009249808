/** Resumes sites whose pause has ended. */
import { isShown } from '../../core/errors.ts';
import { system } from '../../core/people/actor.ts';
import { sitesToResume } from '../../store/registry/registry.ts';
import type { RecordParts } from '../parts.ts';
import { switchSite } from './switch-site.ts';

export async function resumePaused(parts: RecordParts): Promise<void> {
  for (const siteId of await sitesToResume(parts.db, parts.clock())) {
    try {
      await switchSite(parts, system, siteId, 'active');
    } catch (error) {
      // Somebody resumed or removed it in the meantime.
      if (!isShown(error)) throw error;
    }
  }
}
