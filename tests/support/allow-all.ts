import type { Vet } from '../../src/monitor/sites/register-site.ts';

/** Every address may be watched. */
export const allowAll: Vet = async () => ({ status: 'allowed' });
