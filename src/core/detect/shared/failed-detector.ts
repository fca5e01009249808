import type { Evidence } from './detector.ts';

/** Placeholder in a verdict for a detector that threw. */
export function failedDetector(id: string, error: unknown): Evidence {
  const name = error instanceof Error ? error.name : 'error';
  return {
    nature: 'added',
    finding: {
      detector: id,
      family: 'self',
      kind: 'defacement',
      score: 0,
      reason: {
        vi: `Bộ phát hiện ${id} gặp lỗi (${name}); kết quả lượt kiểm tra này thiếu phần đó.`,
        en: `Detector ${id} failed (${name}); this check lacks its part.`,
      },
      fingerprint: null,
      indicators: [],
    },
  };
}
