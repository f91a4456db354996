/** `lineament landmarks edit`: a set edited in the browser, on a head in 3D. */
import { type Command, Option } from 'commander';
import type { Work } from '../../core/work.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { toPort } from '../command/to-port.js';

interface EditFlags {
  from?: string;
  host: string;
  port: number;
}

export function addEditCommand(landmarks: Command): void {
  landmarks
    .command('edit')
    .summary('a set of your own, edited in your browser on a head in 3D')
    .description(
      'Opens a set in the browser of this machine: draw curves, drag, add, mirror and space points on a head, and see the set on others and from all sides. Ctrl-C ends it.',
    )
    .argument(
      '[file.yaml]',
      'the set, made where it is not there yet; without it the page gives it as a download',
    )
    .addOption(new Option('--from <set>', 'a built-in set to begin from').choices([...landmarkSetNames]))
    .option(
      '--host <address>',
      'where it listens; on any other than this machine the link holds a token',
      '127.0.0.1',
    )
    .option('--port <n>', '0: any that is free', toPort, 0)
    .addHelpText('after', exampleText('lineament landmarks edit my-set.yaml --from dense243'))
    .action(async (file: string | undefined, { from, host, port }: EditFlags) => {
      await runCommand({
        name: 'landmarks edit',
        flags: {},
        run: async ({ signal, log }: Work) => {
          // Loaded when it is needed: every other command starts without it.
          const { openSetEditor } = await import('../../server/studio/landmarks.js');
          const { serveStudio } = await import('../../server/studio/serve-studio.js');
          const part = await openSetEditor({ file, from, isFirst: true });
          const server = await serveStudio(
            { title: file ?? 'landmark set', parts: [part], host, port },
            { log },
          );
          log.info(`open ${server.address} in a browser; Ctrl-C ends it`);
          if (!signal.aborted)
            await new Promise<void>((stop) => signal.addEventListener('abort', () => stop(), { once: true }));
          await server.close();
        },
      });
    });
}
