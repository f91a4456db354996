/** `lineament assets install`: heads that the user fetches from their makers. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../core/errors.js';
import { type Progress, startProgress } from '../core/progress.js';
import { assetsFolder } from '../face/heads.js';
import { installIctFacekit, licenceLine, repository } from '../face/ict-facekit/install.js';

interface InstallFlags {
  from?: string;
  to?: string;
  json?: true;
}

const installable = ['ict-facekit'] as const;

export function addAssetsCommand(program: Command): void {
  const assets = program.command('assets').description('install data that Lineament does not carry itself');
  assets
    .command('install')
    .description(`install a scan-based head: ${installable.join(', ')}`)
    .argument('<name>', 'what to install')
    .option('--from <folder>', `a clone of ${repository}, or a baked folder; it is cloned if left out`)
    .option('--to <folder>', 'where to (LINEAMENT_ASSETS or ~/.lineament/assets, in a folder of its name)')
    .option('--json', 'print the result as JSON on standard output')
    .addHelpText('after', '\nExample:\n  lineament assets install ict-facekit --from ~/ICT-FaceKit')
    .action(install);
}

async function install(name: string, { from, to, json }: InstallFlags): Promise<void> {
  if (name !== 'ict-facekit')
    throw new UsageError(`assets: there is no '${name}' to install`, {
      mend: `one of ${installable.join(', ')}`,
    });
  const { progress, report } = progressOf(json);
  const installed = await installIctFacekit({ from, to: to ?? join(assetsFolder(), name), report }).finally(
    () => progress()?.stop(),
  );
  const { folder, vertices, identityModes, expressions } = installed;
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...installed, licence: licenceLine })}\n`
      : `installed ${name} in ${folder}: ${vertices} vertices, ${identityModes} identity and ${expressions} expression modes\n${licenceLine}\n`,
  );
}

/** Progress that begins with the first report, when the number of modes is known. */
function progressOf(json: true | undefined): {
  progress: () => Progress | undefined;
  report: (done: number, total: number) => void;
} {
  let started: Progress | undefined;
  return {
    progress: () => started,
    report: (done, total) => {
      started ??= startProgress({ label: 'bake', total, unit: 'mode', ...(json && { style: 'none' }) });
      started.update(done);
    },
  };
}
