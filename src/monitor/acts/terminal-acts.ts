/**
 * Acts reserved for people with access to the server. They have no page in the dashboard but still check permissions.
 */
import type { Actor } from '../../core/people/actor.ts';
import { reseal } from '../audit/reseal.ts';
import { backUp } from '../backup/back-up.ts';
import { rotateEvidenceKey } from '../evidence/rotate-key.ts';
import { forgetIgnored, ignoreChange } from '../incidents/ignore-change.ts';
import { enterDomainEnd } from '../names/enter-domain-end.ts';
import { chooseLanguageOfSite } from '../notices/agency-language.ts';
import type { OperatorParts } from '../parts.ts';
import { addUser } from '../people/add-user.ts';
import { setPassword } from '../people/manage-people.ts';
import { applyChange } from '../registry/apply-registry.ts';
import { writePeriodReport } from '../reports/write-period-report.ts';
import { eraseRequests, exportRequests } from '../requests/personal-data.ts';

export const terminalActs = {
  applyChange,
  addUser,
  setPassword,
  backUp,
  enterDomainEnd,
  chooseLanguageOfSite,
  writePeriodReport,
  exportRequests,
  eraseRequests,
  /** On every site where it was found. @returns those sites */
  ignoreChange: (parts: OperatorParts, actor: Actor, fingerprint: string, forMs: number, note: string | null) =>
    ignoreChange(parts, fingerprint, forMs, { actor, note }),
  /** On every site. */
  forgetIgnored: (parts: OperatorParts, actor: Actor, fingerprint: string) =>
    forgetIgnored(parts, fingerprint, { actor, note: null }),
  rotateEvidenceKey: (parts: OperatorParts, actor: Actor) => rotateEvidenceKey(parts, actor),
  /** @returns how many faults were accepted */
  reseal: (parts: OperatorParts, actor: Actor, reason: string) => reseal(parts, { actor, reason }),
} as const;
