/**
 * Fits the models under `config/` on all open recorded pages: `bin/with-runtime node benches/fit-models.ts [NAME…]`. How well
 * they do on pages that they never saw, `npm run bench:detection -- --out-of-fold` says.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fittedModels } from './support/fitted-models.ts';
import { fittedWithout } from './support/out-of-fold.ts';

const wanted = process.argv.slice(2);
for (const model of fittedModels.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const content = await fittedWithout(model, null);
  writeFileSync(fileURLToPath(new URL(`../config/${model.name}`, import.meta.url)), content);
  console.log(`config/${model.name}: ${Math.round(content.length / 1_000)} kB`);
}
