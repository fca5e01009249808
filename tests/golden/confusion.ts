/** What was expected against what was judged, for people to read in the test's output. */
export type Tally = Record<'quiet' | 'alarm', Record<'clean' | 'unknown' | 'suspect' | 'alarm', number>>;

export function emptyConfusion(): Tally {
  const row = () => ({ clean: 0, unknown: 0, suspect: 0, alarm: 0 });
  return { quiet: row(), alarm: row() };
}

export function confusionTable(title: string, tally: Tally): string {
  const levels = ['clean', 'unknown', 'suspect', 'alarm'] as const;
  const line = (name: string, cells: readonly (string | number)[]) =>
    name.padEnd(16) + cells.map((cell) => String(cell).padStart(9)).join('');
  return [
    title,
    line('', levels),
    ...(['quiet', 'alarm'] as const).map((label) =>
      line(
        `should be ${label}`,
        levels.map((level) => tally[label][level]),
      ),
    ),
  ].join('\n');
}
