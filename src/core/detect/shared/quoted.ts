import { plainText } from '../../text.ts';

/** Page text quoted in a reason: truncated, without control and bidirectional characters. */
export function quoted(text: string, max = 80): string {
  return `“${plainText(text, max)}”`;
}

/** 0.42 → "42 %". */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
