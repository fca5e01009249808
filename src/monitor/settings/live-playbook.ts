/** The playbook with what people edited in the dashboard; code that holds it sees edits at once. */
import { type Playbook, withEdits } from '../../core/incidents/playbook.ts';
import type { Database } from '../../store/handle.ts';
import { editedSteps, playbookEdition } from '../../store/records/playbook.ts';

export interface LivePlaybook {
  readonly playbook: Playbook;
  /** Loads the edits if there are new ones, whoever made them; cheap otherwise. */
  readonly refresh: () => Promise<void>;
}

/** @param load the file's playbook, read when it is first needed */
export function openLivePlaybook(load: () => Playbook, db: Database): LivePlaybook {
  let edits: Awaited<ReturnType<typeof editedSteps>> = new Map();
  let edition = 0;
  let current: Playbook | null = null;
  const now = (): Playbook => {
    current ??= withEdits(load(), edits);
    return current;
  };
  return {
    playbook: {
      get attacks() {
        return now().attacks;
      },
      get unknown() {
        return now().unknown;
      },
      get afterwards() {
        return now().afterwards;
      },
      get campaign() {
        return now().campaign;
      },
    },
    async refresh() {
      const latest = await playbookEdition(db);
      if (latest === edition) return;
      edits = await editedSteps(db);
      edition = latest;
      current = null;
    },
  };
}
