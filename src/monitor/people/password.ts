/** Passwords, stored as a memory-hard hash (scrypt, RFC 7914) together with its parameters. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { VonggacError } from '../../core/errors.ts';

/** 128 MB and about 0.4 s per guess (OWASP's first choice for scrypt). */
const cost = { N: 2 ** 17, r: 8, p: 1 } as const;
const keyBytes = 32;
const minLength = 12;
/** Anything longer would only cost time to hash. */
const maxLength = 256;

/** A hash that no password has; verifying against it takes as long as against a real one. */
export const dummyHash = `scrypt$${cost.N}$${cost.r}$${cost.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Refuses a password that is too short, too long, or equal to the user's name. */
export function assertPassword(password: string, userName: string): void {
  const length = Array.from(password).length;
  if (length < minLength || length > maxLength) {
    throw new VonggacError('bad-input', `The password must have ${minLength} to ${maxLength} characters.`, {
      vi: `Mật khẩu phải có từ ${minLength} đến ${maxLength} ký tự.`,
    });
  }
  if (password.toLowerCase().includes(userName.toLowerCase()) && length < userName.length + 8) {
    throw new VonggacError('bad-input', 'The password is too close to the user name: choose another.', {
      vi: 'Mật khẩu không được chỉ là tên đăng nhập thêm vài ký tự: hãy chọn mật khẩu khác.',
    });
  }
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, n, r, p, salt = '', key = ''] = hash.split('$');
  if (scheme !== 'scrypt') throw new VonggacError('bug', 'A stored password hash has an unknown form.');
  const expected = Buffer.from(key, 'base64url');
  const parameters = { N: Number(n), r: Number(r), p: Number(p) };
  const actual = await derive(password.slice(0, 4 * maxLength), Buffer.from(salt, 'base64url'), parameters);
  return timingSafeEqual(actual, expected);
}

/** Normalises Unicode: Vietnamese input methods produce the same password in different forms. */
function derive(password: string, salt: Buffer, parameters: ScryptOptions): Promise<Buffer> {
  const { N = 0, r = 0 } = parameters;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, { ...parameters, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
