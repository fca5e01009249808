/** Throttles guessing of passwords and codes, and verifies a password under that throttle. */
import { VonggacError } from '../../core/errors.ts';
import type { UserRow } from '../../store/people/users.ts';
import type { OperatorParts } from '../parts.ts';
import { createLoginThrottle, type LoginThrottle } from './login-throttle.ts';
import { type OneAtATime, oneAtATime } from './one-at-a-time.ts';
import { verifyPassword } from './password.ts';

export interface SignInGuard {
  readonly throttle: LoginThrottle;
  /** For second factors: only somebody with the right password can fail here. */
  readonly codes: LoginThrottle;
  /** For links by mail, so that no mailbox can be flooded. */
  readonly resets: LoginThrottle;
  readonly queue: OneAtATime;
}

/** Sign-ins that may wait in the queue. */
const waitingSignIns = 20;

export function createSignInGuard(): SignInGuard {
  return {
    throttle: createLoginThrottle(),
    codes: createLoginThrottle({ pair: 5, address: 30, account: 10 }),
    resets: createLoginThrottle({ pair: 3, address: 10, account: 5 }),
    queue: oneAtATime(waitingSignIns),
  };
}

/** Guards actions that a stranger at an unlocked screen must not take. Rejects with a sentence for the person. */
export async function provePassword(
  parts: OperatorParts,
  guard: SignInGuard,
  user: UserRow,
  proof: { readonly password: string; readonly address: string },
): Promise<void> {
  const now = parts.clock();
  if (guard.throttle.waitMs(user.name, proof.address, now) > 0) {
    throw new VonggacError('bad-input', 'Too many wrong passwords: try again in 15 minutes.', {
      vi: 'Nhập sai mật khẩu quá nhiều lần: hãy thử lại sau 15 phút.',
    });
  }
  const checking = guard.queue(() => verifyPassword(proof.password, user.passwordHash));
  guard.throttle.failed(user.name, proof.address, now);
  if (!(await checking)) {
    throw new VonggacError('bad-input', 'The current password is wrong.', { vi: 'Mật khẩu hiện tại không đúng.' });
  }
  guard.throttle.succeeded(user.name, proof.address);
}
