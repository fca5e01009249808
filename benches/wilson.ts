/** "97.1 % (95.0–98.4)": a share with Wilson's 95 % interval (E. B. Wilson, JASA 22, 1927). */
export function interval(hits: number, total: number): string {
  if (total === 0) return '–';
  const z = 1.96;
  const share = hits / total;
  const centre = (share + (z * z) / (2 * total)) / (1 + (z * z) / total);
  const half = (z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))) / (1 + (z * z) / total);
  const percent = (value: number): string => (100 * Math.min(1, Math.max(0, value))).toFixed(1);
  return `${percent(share)} % (${percent(centre - half)}–${percent(centre + half)})`;
}

/** "0.12 (0.03–0.44)": events over exposure with an approximate 95 % interval of the Poisson rate (score method). */
export function poissonInterval(events: number, exposure: number): string {
  const z = 1.96;
  const centre = events + (z * z) / 2;
  const half = z * Math.sqrt(events + (z * z) / 4);
  const rate = (value: number): string => (Math.max(0, value) / exposure).toFixed(2);
  return `${rate(events)} (${rate(centre - half)}–${rate(centre + half)})`;
}
