/** `vonggac replay FILE`: recorded captures through the same detectors and judge as the daemon. */
import { Command } from 'commander';
import { plainText } from '../../core/text.ts';
import { replayFile } from '../../monitor/replay/replay-file.ts';
import { type Context, readConfig, using } from '../command.ts';

export function replayCommand(context: Context): Command {
  return new Command('replay')
    .description('judge recorded captures (JSON Lines), with statistics if they are labelled')
    .argument('<file>')
    .option('--json', 'one JSON object per line, the summary last')
    .addHelpText('after', lineHelp)
    .action(async (file: string, options: { json?: boolean }, command: Command) => {
      const { config } = readConfig(context, command);
      const { terminal } = context;
      const policy = context.assembly.loadPolicy(config);
      let done = 0;
      const summary = await using(await context.assembly.openPictures(config), (seeing) =>
        replayFile(file, policy, seeing, (judged) => {
          done += 1;
          terminal.progress(`judged ${done} captures`);
          if (options.json) return terminal.json(judged);
          const kind = judged.kind === null ? '' : ` ${judged.kind}`;
          terminal.result(
            `${judged.level.toUpperCase()}${kind}  ${plainText(judged.series, 80)}  ${judged.at}  ${judged.score.toFixed(1)} nats${judged.label ? `  (${judged.label})` : ''}`,
          );
        }),
      );
      terminal.progress(`judged ${done} captures`, true);
      if (options.json) return terminal.json({ summary });
      for (const [name, value] of Object.entries(summary)) {
        if (typeof value !== 'object') terminal.result(`${name.padEnd(18)}${value}`);
      }
    });
}

const lineHelp = `
Example:
  vonggac replay captures.jsonl --json

Each line is one capture: {series, at, url, html, status?, finalUrl?, headers?, renderedHtml?, screenshot?, behaviour?,
profile?, learn?, freeze?, label?}. html, renderedHtml, screenshot and behaviour are paths relative to FILE (.gz is
unpacked). behaviour is a JSON file of what the page did in a browser; whatever it leaves out was not done:
  hosts      [{host, kinds: [script, frame, style, font, image, media, fetch, beacon, stream, socket, post, other]}]
  code       [{source, by?, frame?}]   code made at run time, and the host of the script that made it
  clipboard  [text]                    asked      [notifications, push, service-worker, location, camera, screen, ...]
  windows    [address]                 downloads  [address]
  history    {changes, entries, holdsBack}
  click      {on: ground | layer, leads: [address], clipboard, asked, hosts}`;
