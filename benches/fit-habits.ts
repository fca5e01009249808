/**
 * Fits how much looks of all pages bring: `bin/with-runtime node benches/fit-habits.ts [--write]`. The method is written in
 * `support/habit-fit.ts`; `npm run bench:detection -- --out-of-fold` judges by fits without the judged component.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openLines } from './support/components.ts';
import { fitHabits } from './support/habit-fit.ts';

const file = fileURLToPath(new URL('../config/habits.yaml', import.meta.url));
const lines = (['hourly', 'drift'] as const).flatMap((set) => openLines(set).map((line) => ({ ...line, set })));
const content = await fitHabits(lines);
console.log(content);
if (process.argv.includes('--write')) writeFileSync(file, content);
