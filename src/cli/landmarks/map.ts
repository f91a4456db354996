/** `lineament landmarks map`: from the points of a model to those of other sets, learnt from shapes alone. */
import { extname } from 'node:path';
import { type Command, Option } from 'commander';
import { StoppedError, UsageError } from '../../core/errors.js';
import { fitOn } from '../../detect/node/point-map-cache.js';
import { modelFile } from '../../detect/node/shipped-model-file.js';
import { ownSet } from '../../detect/point-maps/wanted-landmarks.js';
import { defaultModel, shippedModels } from '../../detect/shipped-models.js';
import { headNames, isHeadInstalled } from '../../face/heads/registry.js';
import { openLandmarkSet } from '../../face/landmark-set-file.js';
import { type Convention, conventions } from '../../landmarks/landmark-set.js';
import { type PointMap, pointMapFormat, pointMapText } from '../../landmarks/point-map.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';
import { carryMaps } from '../../networks/model-file/carried-maps.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { readFileOr, writeFileWhole } from '../../node/files.js';
import { exampleText } from '../command/example.js';
import { refuseForeign, refuseForeignModel } from '../command/own-files.js';
import { runCommand } from '../command/run-command.js';

interface MapFlags {
  model: string;
  from?: string;
  convention?: Convention[];
  head?: string;
  out: string;
  json?: true;
}

export function addMapCommand(parent: Command): void {
  parent
    .command('map')
    .summary('from the points of a model to those of other sets')
    .description(
      'Learns in seconds, from shapes of a head model alone, how the points of other sets follow from those of a model, and says how well.',
    )
    .argument('<sets...>', `one or more of ${landmarkSetNames.join(', ')}, or .yaml files of your own`)
    .option(
      '--model <file>',
      `model.onnx, or the name of a shipped model: ${Object.keys(shippedModels).join(', ')}`,
      defaultModel,
    )
    .option('--from <file.yaml>', "the model's own set, where it is none of the built-in ones")
    .addOption(
      new Option(
        '--convention <names...>',
        "of the points that are wanted (the model's unless it is given)",
      ).choices([...conventions]),
    )
    .addOption(
      new Option(
        '--head <name>',
        'head model (that of the training faces where it is known and installed, else cage)',
      ).choices([...headNames]),
    )
    .requiredOption(
      '--out <file>',
      'the model with the maps in it (.onnx), or a single map (.json); replaces a model, the given one too, or a map, and no other file',
    )
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText(
        'lineament landmarks map ibug68 my-set.yaml --model dense1001.onnx --out dense-and-mine.onnx',
      ),
    )
    .action(map);
}

async function map(names: readonly string[], flags: MapFlags): Promise<void> {
  const { out } = flags;
  const file = modelFile(flags.model);
  const isModel = extname(out).toLowerCase() === '.onnx';
  const bytes = await readFileOr(file, 'model');
  const metadata = readModelMetadata(bytes, file);
  const { convention } = metadata.landmarks;
  const wanted = (flags.convention ?? [convention]).flatMap((one) =>
    names.map((name) => ({ name, convention: one })),
  );
  if (!isModel && wanted.length > 1)
    throw new UsageError(`landmarks map: ${wanted.length} maps into the one file ${out}`, {
      hint: 'name a model file with --out (.onnx), or ask for one set and convention',
    });
  const from = {
    set: flags.from === undefined ? ownSet(metadata) : await openLandmarkSet(flags.from),
    convention,
  };
  const { head: trained = 'cage' } = metadata.training;
  const head = flags.head ?? ((await isHeadInstalled(trained)) ? trained : 'cage');
  await runCommand({
    name: 'landmarks map',
    flags,
    run: async (work) => {
      await (isModel
        ? refuseForeignModel('landmarks map', out)
        : refuseForeign('landmarks map', out, pointMapFormat));
      const maps: PointMap[] = [];
      for (const { name, convention: one } of wanted) {
        if (work.signal.aborted) throw new StoppedError(`after ${maps.length} of ${wanted.length} maps`);
        work.report(maps.length, wanted.length);
        maps.push(await fitOn(head, from, { set: await openLandmarkSet(name), convention: one }));
      }
      work.report(maps.length, wanted.length);
      await writeFileWhole(out, isModel ? carryMaps(bytes, file, maps) : pointMapText(maps[0]!));
      return maps;
    },
    say: (maps, log) => {
      for (const one of maps) log.info(mapWords(one));
      log.info(`written: ${out}`);
    },
    json: (maps) => ({
      out,
      maps: maps.map(({ to, error, head: fitted }) => ({
        set: to.set,
        convention: to.convention,
        head: fitted,
        error: { ...error, points: Object.fromEntries(to.names.map((name, t) => [name, error.points[t]])) },
      })),
    }),
  });
}

function mapWords({ from, to, error, head }: PointMap): string {
  const worst = error.points.indexOf(Math.max(...error.points));
  return `${from.set} to ${to.set}, ${to.convention}: off by ${error.nme.toFixed(2)} % of the eye distance on ${error.faces} further faces of ${head}, ${to.names[worst]} by ${error.points[worst]!.toFixed(2)} %`;
}
