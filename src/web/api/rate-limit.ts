/** Requests per token and minute. */

export const requestsPerMinute = 600;
const minuteMs = 60_000;

export interface RateLimit {
  /** Counts one request. */
  take(
    tokenId: number,
    now: number,
  ): { readonly isAllowed: boolean; readonly left: number; readonly resetSeconds: number };
}

/** Fixed windows, in memory: a restart forgets them, which a client can't provoke. */
export function createRateLimit(): RateLimit {
  let windows = new Map<number, number>();
  let beganAt = 0;
  return {
    take(tokenId, now) {
      if (now - beganAt >= minuteMs || now < beganAt) {
        windows = new Map();
        beganAt = now;
      }
      const taken = (windows.get(tokenId) ?? 0) + 1;
      windows.set(tokenId, taken);
      return {
        isAllowed: taken <= requestsPerMinute,
        left: Math.max(0, requestsPerMinute - taken),
        resetSeconds: Math.ceil((beganAt + minuteMs - now) / 1_000),
      };
    },
  };
}
