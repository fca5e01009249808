/** What slows guessing down, for passwords and for codes; and the proof of a password behind it. */
import { VonggacError } from '../../core/errors.ts';
import type { UserRow } from '../../store/users.ts';
import type { DeskParts } from '../parts.ts';
import { createLoginThrottle, type LoginThrottle } from './login-throttle.ts';
import { type OneAtATime, oneAtATime } from './one-at-a-time.ts';
import { verifyPassword } from './password.ts';

export interface SignInGuard {
  readonly throttle: LoginThrottle;
  /** Of second factors: only who has the password gets to be wrong here. */
  readonly codes: LoginThrottle;
  /** Of links by mail: nobody's mailbox is to be filled. */
  readonly resets: LoginThrottle;
  readonly queue: OneAtATime;
}

/** Sign-ins that may wait for their turn. */
const waitingSignIns = 20;

export function createSignInGuard(): SignInGuard {
  return {
    throttle: createLoginThrottle(),
    codes: createLoginThrottle({ pair: 5, address: 30, account: 10 }),
    resets: createLoginThrottle({ pair: 3, address: 10, account: 5 }),
    queue: oneAtATime(waitingSignIns),
  };
}

/** Before something that a stranger at an open screen must not do. Rejects with a sentence for the person. */
export async function provePassword(
  parts: DeskParts,
  guard: SignInGuard,
  user: UserRow,
  proof: { readonly password: string; readonly address: string },
): Promise<void> {
  const now = parts.clock();
  if (guard.throttle.waitMs(user.name, proof.address, now) > 0) {
    throw new VonggacError('bad-input', 'Too many wrong passwords: try again in a quarter of an hour.', {
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
