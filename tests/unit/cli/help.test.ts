/** Whoever types a command with --help finds out what it does and how it is typed. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import type { Assembly } from '../../../src/cli/assembly.ts';
import type { Context } from '../../../src/cli/command.ts';
import { build } from '../../../src/cli/program.ts';

function commandsOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

const program = build({} as Context, {
  assembly: { version: '0' } as Assembly,
  out: process.stdout,
  err: process.stderr,
});

it('every command and every option has a description', () => {
  const all = commandsOf(program);
  expect(all.length).toBeGreaterThan(40);
  expect(all.filter((command) => command.description() === '').map((command) => command.name())).toEqual([]);
  const bare = all.flatMap((command) =>
    command.options.filter(({ description }) => description === '').map(({ flags }) => `${command.name()} ${flags}`),
  );
  expect(bare).toEqual([]);
});

it('every command that does something shows an example that begins like it', () => {
  const leaves = commandsOf(program).filter((command) => command.commands.length === 0);
  const without = leaves.filter((command) => {
    const names: string[] = [];
    for (let at: Command | null = command; at; at = at.parent) names.unshift(at.name());
    const example = helpOf(command).split(/\nExamples?:\n/)[1] ?? '';
    return !example.includes(names.join(' ')) && !example.includes(names.slice(1).join(' '));
  });
  expect(without.map((command) => command.name())).toEqual([]);
});

it('the README names every command in one of the rows of its table', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `vonggac '));
  const missing = program.commands.flatMap((command) => {
    const of = rows.filter((row) =>
      row
        .split(' | ')[0]
        ?.match(/[a-z-]+/g)
        ?.includes(command.name()),
    );
    const leaves = command.commands.length === 0 ? [command] : command.commands;
    return leaves
      .map((leaf) => leaf.name())
      .filter((name) => !of.some((row) => row.match(/[a-z-]+/g)?.includes(name)))
      .map((name) => `${command.name()} ${name}`);
  });
  // `npm run demo` stands above the table.
  expect(missing).toEqual(['demo demo']);
});
