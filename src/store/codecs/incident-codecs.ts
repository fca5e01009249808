/** JSON of incidents, campaigns and findings. */
import { z } from 'zod';
import type { AttackKind, Finding, Indicator, Place } from '../../core/domain/finding.ts';
import type { Acknowledgement, IncidentTarget } from '../../core/domain/incident.ts';
import type { CommonTrait } from '../../core/incidents/campaign.ts';
import type { Traits } from '../../core/incidents/incident-traits.ts';
import { listCodec, recordCodec } from './codec.ts';
import { attackKind, finding, indicator, place, schemaOf, time } from './finding-shapes.ts';

type Confirmation = NonNullable<IncidentTarget['confirmation']>;

export const incidentKinds = listCodec<AttackKind>(
  { table: 'incidents', column: 'kindsJson', version: 1 },
  z.array(attackKind),
);

export const incidentFingerprints = listCodec<string>(
  { table: 'incidents', column: 'fingerprintsJson', version: 1 },
  z.array(z.string()),
);

export const acknowledgement = recordCodec<Acknowledgement>(
  { table: 'incidents', column: 'acknowledgementJson', version: 1 },
  schemaOf<Acknowledgement>()(
    z.object({
      by: z.string(),
      at: time,
      kinds: z.array(attackKind),
      targetIds: z.array(z.string()),
      fingerprints: z.array(z.string()),
    }),
  ),
);

export const incidentFindings = listCodec<Finding>(
  { table: 'incidentTargets', column: 'findingsJson', version: 1 },
  z.array(finding),
);

export const confirmation = recordCodec<Confirmation>(
  { table: 'incidentTargets', column: 'confirmationJson', version: 1 },
  schemaOf<Confirmation>()(z.object({ alarms: z.number(), looks: z.number() })),
);

export const findingPlace = recordCodec<Place>({ table: 'findings', column: 'placeJson', version: 1 }, place);

export const findingIndicators = listCodec<Indicator>(
  { table: 'findings', column: 'indicatorsJson', version: 1 },
  z.array(indicator),
);

const commonTrait = schemaOf<CommonTrait>()(
  z.object({ trait: z.enum(['signature', 'domain', 'picture', 'text', 'address']), value: z.string() }),
);

export const campaignCommon = listCodec<CommonTrait>(
  { table: 'campaigns', column: 'commonJson', version: 1 },
  z.array(commonTrait),
);

export const incidentTraits = recordCodec<Traits>(
  { table: 'incidentTraits', column: 'traitsJson', version: 1 },
  schemaOf<Traits>()(
    z.object({
      signatures: z.array(z.object({ key: z.string(), shown: z.string() })),
      domains: z.array(z.string()),
      shingles: z.array(z.number()),
      pictures: z.array(z.string()),
      addresses: z.array(z.string()),
    }),
  ),
);
