/** English: API tokens, and the reference of the API. */
import type { apiVi } from './api-vi.ts';
import type { TextsLike } from './keys.ts';

export const apiEn: TextsLike<typeof apiVi> = {
  tokensTitle: 'API tokens',
  tokensIntro: 'A token lets another system (such as a SOC) act on your behalf, within your own permissions.',
  tokensReference: 'API reference',
  tokenSee: 'view',
  tokenJudge: 'handle incidents and suspects',
  tokenApprove: 'approve baselines',
  tokenManageSites: 'manage portals',
  tokenExportEvidence: 'export evidence packages',
  tokenHandleRequests: 'handle requests from outside (personal data)',
  tokenMayDo: 'May',
  tokenName: 'Name (the system that uses it)',
  tokenDays: 'Valid for (days, at most 365)',
  tokenMake: 'Create token',
  tokenRevoke: 'Revoke',
  tokenUntil: 'Valid until',
  tokenExpired: 'Expired',
  tokenUsed: 'Last used',
  tokenUnused: 'Never used',
  tokenMadeTitle: 'New API token',
  tokenMadeIntro: 'Copy it into the system that will use it now.',
  tokenMadeHelp: 'It is not stored and will not be shown again. Revoke it at once if it may have leaked.',
  doneTokenRevoked: 'The token has been revoked.',
  apiTitle: 'API',
  apiIntro: (perMinute) => `At most ${perMinute} requests a minute per token. For programs (OpenAPI 3.1):`,
};
