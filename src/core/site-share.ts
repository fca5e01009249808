/**
 * How many of `total` concurrent looks or browsers one site may occupy: a site whose pages stall every look leaves half
 * of them to the others. At least 1.
 */
export function siteShare(total: number): number {
  return Math.ceil(total / 2);
}
