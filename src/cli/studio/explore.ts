/** `lineament explore`: datasets in the browser. */
import type { Command } from 'commander';
import type { Work } from '../../core/work.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { toPort } from '../command/to-port.js';

interface ExploreFlags {
  host: string;
  port: number;
  model?: string[];
  out: string;
}

export function addExploreCommand(program: Command): void {
  program
    .command('explore')
    .summary('datasets in your browser: filter, look, compare')
    .description(
      'Opens datasets in the browser: a grid with points and layers, linked histograms, each sample with all that made it. Ctrl-C ends it.',
    )
    .argument('<dataset...>', 'dataset folders')
    .option('--model <file...>', 'models of your own to compare, beside the shipped ones')
    .option('--out <folder>', 'where exports are made', 'lineament-exports')
    .option(
      '--host <address>',
      'where it listens; on any other than this machine the link holds a token',
      '127.0.0.1',
    )
    .option('--port <n>', '0: any that is free', toPort, 0)
    .addHelpText('after', exampleText('lineament explore data/faces --port 8090'))
    .action(async (datasets: string[], { host, port, out, model = [] }: ExploreFlags) => {
      await runCommand({
        name: 'explore',
        flags: {},
        run: async ({ signal, log }: Work) => {
          // Loaded when it is needed: every other command starts without it.
          const { openExplore } = await import('../../server/studio/explore.js');
          const { serveStudio } = await import('../../server/studio/serve-studio.js');
          const part = await openExplore({ datasets, models: model, out });
          const title = datasets.join(', ');
          const server = await serveStudio({ title, parts: [part], host, port }, { log }).catch(
            async (error: unknown) => {
              await part.close?.();
              throw error;
            },
          );
          log.info(`open ${server.address} in a browser; Ctrl-C ends it`);
          if (!signal.aborted)
            await new Promise<void>((stop) => signal.addEventListener('abort', () => stop(), { once: true }));
          await server.close();
        },
      });
    });
}
