/** Longest value written to the audit log. */
const maxNoted = 2_000;

/** A setting's value as the audit log records it. */
export function noted(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, maxNoted);
}
