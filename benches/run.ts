/** `npm run bench [-- NAME…] [--json]`: the product's speed and memory beside bare loops, in one run. */
import { browserLooks } from './browser-look.ts';
import { daemonMemory } from './daemon-memory.ts';
import { eventLoop } from './event-loop.ts';
import { facts } from './facts.ts';
import { httpLooks } from './http-looks.ts';
import { names as nameLooks } from './names.ts';
import { pages } from './pages.ts';
import { picture } from './picture.ts';
import { runBenches } from './run-benches.ts';

const all = [httpLooks(), browserLooks(), eventLoop, facts, picture, pages(), nameLooks(), daemonMemory];
const words = process.argv.slice(2);
const chosen = words.filter((word) => word !== '--json');
const unknown = chosen.filter((name) => !all.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no bench ${unknown.join(', ')}: the benches are ${all.map((bench) => bench.name).join(', ')}.`,
  );
  process.exit(64);
}
process.exitCode = await runBenches(
  all.filter((bench) => chosen.length === 0 || chosen.includes(bench.name)),
  { json: words.includes('--json'), out: (line) => console.log(line), say: (line) => console.error(line) },
);
