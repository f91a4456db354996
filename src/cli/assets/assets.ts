/** `lineament assets install`: heads that the user fetches from their makers. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../../core/errors.js';
import { partOf } from '../../core/work.js';
import { installIctFacekit, licenceLine, repository } from '../../face/heads/ict-facekit/install.js';
import { assetsFolder } from '../../face/heads/registry.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';

interface InstallFlags {
  from?: string;
  to?: string;
  json?: true;
}

const installable = ['ict-facekit'] as const;

export function addAssetsCommand(program: Command): void {
  const assets = program
    .command('assets')
    .description('Data that Lineament does not carry itself: install it.')
    .addHelpText('after', exampleText('lineament assets install ict-facekit'));
  assets
    .command('install')
    .summary('a head of scanned faces, from its makers')
    .description(`Installs a head of scanned faces from its makers: ${installable.join(', ')}.`)
    .argument('<name>', 'what to install')
    .option('--from <folder>', `a clone of ${repository}, or a baked folder; it is cloned if left out`)
    .option('--to <folder>', 'where to (LINEAMENT_ASSETS or ~/.lineament/assets, in a folder of its name)')
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText('after', exampleText('lineament assets install ict-facekit --from ~/ICT-FaceKit'))
    .action(install);
}

async function install(name: string, { from, to, ...flags }: InstallFlags): Promise<void> {
  if (name !== 'ict-facekit')
    throw new UsageError(`assets: there is no '${name}' to install`, {
      hint: `one of ${installable.join(', ')}`,
    });
  await runCommand({
    name: 'assets install',
    flags,
    run: (work) =>
      installIctFacekit({ from, to: to ?? join(assetsFolder(), name) }, partOf(work, 'bake', 'mode')),
    json: (installed) => ({ ...installed, licence: licenceLine }),
    text: ({ folder, vertices, identityModes, expressions }) =>
      `installed ${name} in ${folder}: ${vertices} vertices, ${identityModes} identity and ${expressions} expression modes\n${licenceLine}\n`,
  });
}
