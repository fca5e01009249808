/** The response steps per kind of incident, from the shipped file or the operator's own. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Playbook } from '../core/incidents/playbook.ts';
import { readYaml } from './read-yaml.ts';

/** Longer steps or lists are not read in an emergency, and the mail would become too long. */
const step = z.strictObject({ vi: z.string().trim().min(3).max(400), en: z.string().trim().min(3).max(400) });
const steps = z.array(step).min(1).max(15);

const playbookSchema: z.ZodType<Playbook> = z
  .strictObject({
    /** YAML anchors for steps that are used more than once. */
    shared: z.record(z.string(), step).optional(),
    attacks: z.strictObject({
      defacement: steps,
      injection: steps,
      redirection: steps,
      takeover: steps,
      cloaking: steps,
      'ransom-note': steps,
      certificate: steps,
    }),
    unknown: z.strictObject({
      unavailable: steps,
      blocked: steps,
      maintenance: steps,
      parked: steps,
      'error-page': steps,
      'cut-off': steps,
      blind: steps,
      gone: steps,
    }),
    afterwards: steps,
    campaign: steps,
  })
  .transform(({ shared: _, ...playbook }) => playbook);

const shipped = new URL('../../config/playbook.yaml', import.meta.url);

/**
 * @param file the operator's own; empty for the shipped one
 * @throws VonggacError `bad-configuration` whose message names every mistake
 */
export function loadPlaybook(file: string): Playbook {
  return readYaml(file === '' ? fileURLToPath(shipped) : file, playbookSchema);
}
