/**
 * How many of `total` looks under way, or browsers, one site may hold: a site whose pages hold every look they get leaves the
 * other half to all others. At least 1.
 */
export function siteShare(total: number): number {
  return Math.ceil(total / 2);
}
