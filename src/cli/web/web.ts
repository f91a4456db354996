/** `lineament web`: the page on which a photograph or a camera is looked at, served to this machine's browser. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../../core/errors.js';
import type { Work } from '../../core/work.js';
import { defaultModel, shippedModels } from '../../detect/shipped-models.js';
import { serveFiles } from '../../node/file-server.js';
import { refuseOverwriting } from '../../node/refuse-overwriting.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { toPort } from '../command/to-port.js';
import { pageFiles } from './page-files.js';

/** Stands near the beginning of the page (`apps/web-demo/index.html`). */
const pageMark = '<title>Lineament: ';

const usualPort = 8080;

interface WebFlags {
  model: string;
  port?: number;
  out?: string;
}

export function addWebCommand(program: Command): void {
  program
    .command('web')
    .summary('a page for photographs and the camera, in your browser')
    .description(
      'Serves a page to the browser of this machine: drop a photograph or switch the camera on. Nothing leaves the browser. Ctrl-C ends it.',
    )
    .option(
      '--model <file>',
      `model.onnx, or the name of a shipped model: ${Object.keys(shippedModels).join(', ')}`,
      defaultModel,
    )
    .option('--port <n>', `0: any that is free (${usualPort} unless it is given)`, toPort)
    .option('--out <folder>', 'write the page as a folder for any static host, in place of serving it')
    .addHelpText('after', exampleText('lineament web --port 8080'))
    .action(async ({ model, port, out }: WebFlags) => {
      if (out !== undefined && port !== undefined)
        throw new UsageError('web: --out writes the page instead of serving it, so --port means nothing', {
          hint: 'give one of them',
        });
      await runCommand({
        name: 'web',
        flags: {},
        run: async (work) => {
          if (out === undefined) return serve(model, port ?? usualPort, work);
          const files = await pageFiles(model);
          await writePage(files, out);
          work.log.info(`${files.size} files in ${out}; serve them over https`);
        },
      });
    });
}

/** Until it is stopped. */
async function serve(model: string, port: number, { signal, log }: Work): Promise<void> {
  const server = await serveFiles({ files: await pageFiles(model), port });
  log.info(`open ${server.address} in a browser; Ctrl-C ends it`);
  if (!signal.aborted)
    await new Promise<void>((stop) => signal.addEventListener('abort', () => stop(), { once: true }));
  await server.close();
}

/** @param files – as of `pageFiles`. @throws UsageError where a file is in the way that is no part of such a page. */
export async function writePage(files: ReadonlyMap<string, string | Uint8Array>, out: string): Promise<void> {
  // The page says whose they all are.
  const shownBy = join(out, 'index.html');
  await refuseOverwriting(
    'web',
    [],
    [...files.keys()].map((name) => ({ path: join(out, name), shownBy, mark: pageMark })),
  );
  for (const [name, file] of files) {
    const to = join(out, name);
    await mkdir(dirname(to), { recursive: true });
    await (typeof file === 'string' ? copyFile(file, to) : writeFile(to, file));
  }
}
