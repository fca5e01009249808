/**
 * Slows guessing down: failures are counted per account from one address, per address, and per account from anywhere.
 * Held in bounded memory and lost on restart, which does not help an attacker.
 */
import { isIPv6 } from 'node:net';

interface Tally {
  count: number;
  /** Start of the window. */
  since: number;
}

const windowMs = 15 * 60_000;
const maxTallies = 10_000;
/**
 * Failures in a window before the next try is refused. The last is high, because it allows locking out other people.
 */
const passwordLimits: ThrottleLimits = { pair: 5, address: 30, account: 100 };

export interface ThrottleLimits {
  readonly pair: number;
  readonly address: number;
  readonly account: number;
}

export interface LoginThrottle {
  /** Milliseconds until the next try is allowed; 0 if it is allowed now. */
  waitMs(account: string, address: string, now: number): number;
  failed(account: string, address: string, now: number): void;
  /** Takes back the failure counted for this try, and earlier ones of this account from this address. */
  succeeded(account: string, address: string): void;
}

export function createLoginThrottle(limits: ThrottleLimits = passwordLimits): LoginThrottle {
  const tallies = new Map<string, Tally>();
  const keysOf = (account: string, address: string) => {
    const network = networkOf(address);
    return [
      [`p ${network} ${account}`, limits.pair],
      [`a ${network}`, limits.address],
      [`u ${account}`, limits.account],
    ] as const;
  };

  return {
    waitMs(account, address, now) {
      const waits = keysOf(account, address).map(([key, limit]) => {
        const tally = tallies.get(key);
        if (!tally || !isOpen(tally, now) || tally.count < limit) return 0;
        return tally.since + windowMs - now;
      });
      return Math.max(...waits);
    },
    failed(account, address, now) {
      for (const [key] of keysOf(account, address)) {
        const tally = tallies.get(key);
        if (tally && isOpen(tally, now)) tally.count += 1;
        else {
          // Insertion order is age: the oldest window is forgotten first.
          tallies.delete(key);
          tallies.set(key, { count: 1, since: now });
        }
      }
      for (const key of tallies.keys()) {
        if (tallies.size <= maxTallies) break;
        tallies.delete(key);
      }
    },
    succeeded(account, address) {
      const [[pair], ...others] = keysOf(account, address);
      tallies.delete(pair);
      for (const [key] of others) {
        const tally = tallies.get(key);
        if (tally && tally.count > 0) tally.count -= 1;
      }
    },
  };
}

/** A window that starts in the future is void: the clock was set back. */
function isOpen({ since }: Tally, now: number): boolean {
  return since <= now && now < since + windowMs;
}

/** A client with one IPv6 address usually has a whole /64 (RFC 6177) and can use another address for each try. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [left = [], right = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}
