/** Runs one task at a time: each password hash takes 128 MB, so a burst of sign-ins must not be a burst of memory. */
import { VonggacError } from '../../core/errors.ts';

export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

/** @param longest how many may wait; more are refused at once */
export function oneAtATime(longest: number): OneAtATime {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    if (waiting >= longest) {
      throw new VonggacError('refused', 'Too many people are signing in right now: try again in a few seconds.', {
        vi: 'Đang có quá nhiều người đăng nhập cùng lúc: hãy thử lại sau vài giây.',
      });
    }
    waiting += 1;
    const result = last.then(work).finally(() => {
      waiting -= 1;
    });
    last = result.catch(() => undefined);
    return result;
  };
}
