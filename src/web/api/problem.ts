/** Failures as RFC 9457 problems: a stable `type` and `code` for programs, a sentence for people. */
import { z } from '@hono/zod-openapi';
import type { Words } from '../../core/domain/words.ts';
import { isShown, VonggacError } from '../../core/errors.ts';
import { ForbiddenError } from '../../core/people/actor.ts';
import type { Language } from '../texts.ts';

interface Kind {
  readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 429 | 500;
  readonly title: Words;
}

export const problemKinds = {
  'bad-request': { status: 400, title: { vi: 'Yêu cầu không hợp lệ', en: 'The request is not valid' } },
  unauthorized: {
    status: 401,
    title: { vi: 'Khóa API thiếu, sai, hết hạn hoặc đã bị thu hồi', en: 'The API token is missing or not in force' },
  },
  forbidden: { status: 403, title: { vi: 'Khóa API không có quyền này', en: 'The token may not do this' } },
  'not-found': { status: 404, title: { vi: 'Không tìm thấy', en: 'Not found' } },
  refused: { status: 409, title: { vi: 'Hiện không thực hiện được', en: 'Not possible now' } },
  'key-in-use': {
    status: 409,
    title: {
      vi: 'Yêu cầu với khóa Idempotency-Key này đang được xử lý hoặc đã bị gián đoạn',
      en: 'The request with this idempotency key is under way or was interrupted',
    },
  },
  changed: {
    status: 412,
    title: { vi: 'Dữ liệu đã thay đổi so với lúc đọc', en: 'It has changed since it was read' },
  },
  'too-large': { status: 413, title: { vi: 'Yêu cầu quá lớn', en: 'The request is too large' } },
  'not-json': { status: 415, title: { vi: 'Nội dung phải là JSON', en: 'The body must be JSON' } },
  'bad-input': { status: 422, title: { vi: 'Dữ liệu không hợp lệ', en: 'The data is not valid' } },
  'key-reused': {
    status: 422,
    title: {
      vi: 'Khóa Idempotency-Key này đã dùng cho yêu cầu khác',
      en: 'This idempotency key was used for another request',
    },
  },
  'too-many': { status: 429, title: { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' } },
  broken: { status: 500, title: { vi: 'Lỗi của hệ thống', en: 'The monitor failed' } },
} as const satisfies Record<string, Kind>;

export type ProblemCode = keyof typeof problemKinds;

export interface FieldProblem {
  /** JSON pointer into the body, or the name of a parameter. */
  readonly at: string;
  readonly message: string;
}

export const problemSchema = z
  .object({
    type: z.string().openapi({ description: 'URN of the kind, stable', example: 'urn:vonggac:problem:not-found' }),
    code: z.enum(Object.keys(problemKinds) as [ProblemCode, ...ProblemCode[]]),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional().openapi({ description: 'What happened and how to mend it' }),
    errors: z.array(z.object({ at: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');

export interface Problem {
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
}

/** Carries a problem out of a handler. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.code);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export function problemResponse(
  { code, ...rest }: Problem,
  language: Language,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { status, title } = problemKinds[code];
  const body = { type: `urn:vonggac:problem:${code}`, code, title: title[language], status, ...rest };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...headers,
      'Content-Type': 'application/problem+json',
      'Content-Language': language,
    },
  });
}

const codeOf: Partial<Record<VonggacError['code'], ProblemCode>> = {
  'not-found': 'not-found',
  'picture-unreadable': 'not-found',
  'baseline-moved': 'changed',
  refused: 'refused',
  'bad-input': 'bad-input',
};

/** Another agency's data and missing data get the same answer. Null: a bug, whose message is not shown. */
export function problemOf(error: unknown, language: Language): Problem | null {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof ForbiddenError) {
    return error.permission === 'outside-scope' ? { code: 'not-found' } : { code: 'forbidden' };
  }
  const code = error instanceof VonggacError ? codeOf[error.code] : undefined;
  if (!code) return null;
  return isShown(error) ? { code, detail: language === 'vi' ? error.vi : error.message } : { code };
}
