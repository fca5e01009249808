import type { OperatorParts } from '../parts.ts';

/** Enough to store a request and to mail about it. */
export type RequestParts = Pick<OperatorParts, 'db' | 'clock' | 'config' | 'calendar' | 'endpointsOf' | 'newId'>;
