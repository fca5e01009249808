/** What other systems are given: feeds of incidents and indicators. */
import { z } from 'zod';
import { tlpLevels } from '../../core/feeds/feed-incident.ts';
import { duration } from '../fields.ts';

export const exchangeSection = z
  .strictObject({
    /** Traffic Light Protocol 2.0 level of everything in feeds. */
    tlp: z.enum(tlpLevels).default('amber'),
    /** The organisation that runs this monitor, as the author of its reports. */
    producer: z.string().min(1).max(200).default('Vọng Gác'),
    /** How long after its last sight an indicator is worth blocking. */
    indicatorsFor: duration.prefault('90d'),
  })
  .prefault({});
