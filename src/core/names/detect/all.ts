import { addressesChanged } from './addresses-changed.ts';
import { authorityChanged } from './authority-changed.ts';
import { certificateChanged } from './certificate-changed.ts';
import { certificateExpiring } from './certificate-expiring.ts';
import { certificateInvalid } from './certificate-invalid.ts';
import { danglingAlias } from './dangling-alias.ts';
import type { NamesDetector } from './detector.ts';
import { listed } from './listed.ts';
import { mailServersChanged } from './mail-servers-changed.ts';
import { nameGone } from './name-gone.ts';
import { nameServersChanged } from './name-servers-changed.ts';
import { parkedWithChangedNames } from './parked-with-changed-names.ts';
import { registrationChanged } from './registration-changed.ts';
import { registrationExpiring } from './registration-expiring.ts';
import { resolversDisagree } from './resolvers-disagree.ts';
import { routeStrays } from './route-strays.ts';

/** All name detectors; a new one needs its own file and a line here. */
export const namesDetectors: readonly NamesDetector[] = [
  addressesChanged,
  authorityChanged,
  certificateChanged,
  certificateExpiring,
  certificateInvalid,
  danglingAlias,
  listed,
  mailServersChanged,
  nameGone,
  nameServersChanged,
  parkedWithChangedNames,
  registrationChanged,
  registrationExpiring,
  resolversDisagree,
  routeStrays,
];
