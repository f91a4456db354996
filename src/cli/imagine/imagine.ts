/** `lineament imagine`: faces to a sentence, drawn by a learnt model. */
import type { Command } from 'commander';
import { number, whole } from '../../core/settings/value-kinds.js';
import { counted } from '../../core/text/counted.js';
import { shippedDalleFile, shippedTokensFile } from '../../detect/node/shipped-model-file.js';
import { writeFileWhole } from '../../node/files.js';
import { markOf } from '../../node/refuse-overwriting.js';
import { fitSentences } from '../../search/fit-sentences.js';
import { openClip } from '../../search/open-clip.js';
import { type ImaginedFaces, imagine, imagineDefaults } from '../../tasks/generative/dalle/imagine.js';
import { samplingDefaults } from '../../tasks/generative/dalle/sample.js';
import { imageOf, pictureSheet } from '../../tasks/generative/pictures/sheet.js';
import { exampleText } from '../command/example.js';
import { markedPicture, refuseForeign } from '../command/own-files.js';
import { runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';
import { refuseUnquoted } from '../command/unquoted-sentence.js';

interface ImagineFlags {
  out: string;
  count: number;
  seed: number;
  bestOf: number;
  temperature: number;
  topCodes: number;
  guidance: number;
  model?: string;
  tokens?: string;
  clip?: string;
  json?: true;
}

const mostColumns = 8;

export function addImagineCommand(program: Command): void {
  refuseUnquoted(program.command('imagine'), ({ args }) => args, 'lineament imagine')
    .summary('faces to a sentence, drawn by a learnt model')
    .description(
      'Draws faces of 64 pixels to a sentence, by a model that has learnt them from rendered ones. What it draws may be wrong: `generate --caption` renders faces of which the sentence is true.',
    )
    .argument(
      '<sentence>',
      'such as "an old man with a full beard and dark glasses" (docs/captions.md has the words)',
    )
    .requiredOption('--out <png>', 'the sheet to write')
    .option('--count <n>', 'faces', settingNumber(whole(1, 1024)), imagineDefaults.count)
    .option('--seed <n>', 'other faces', settingNumber(whole(0, 2 ** 31 - 1)), imagineDefaults.seed)
    .option(
      '--best-of <n>',
      'draw so many for each, and keep those that the model of search likes best',
      settingNumber(whole(1, 64)),
      imagineDefaults.bestOf,
    )
    .option(
      '--temperature <t>',
      'less is more ordinary',
      settingNumber(number(0.01, 10)),
      samplingDefaults.temperature,
    )
    .option(
      '--top-codes <n>',
      'likeliest codes that are drawn from',
      settingNumber(whole(1, 65536)),
      samplingDefaults.topCodes,
    )
    .option(
      '--guidance <g>',
      'how much the sentence counts; 1 is as learnt',
      settingNumber(number(0, 20)),
      samplingDefaults.guidance,
    )
    .option('--model <file>', 'a model of a recipe with task: dalle (the shipped one by default)')
    .option('--tokens <file>', 'the autoencoder that it was trained on (the shipped one by default)')
    .option(
      '--clip <file>',
      'with --best-of: a model of a recipe with task: clip (the shipped one by default)',
    )
    .option('--json', 'print what was done as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText('lineament imagine "an old man with a full beard and dark glasses" --out sheet.png'),
    )
    .action(async (sentence: string, { out, json, model, tokens, clip, ...settings }: ImagineFlags) => {
      await runCommand<ImaginedFaces>({
        name: 'imagine',
        flags: json === undefined ? {} : { json },
        run: async (work) => {
          await refuseForeign('imagine', out);
          const files = { dalle: model ?? shippedDalleFile(), tokens: tokens ?? shippedTokensFile() };
          const rank = settings.bestOf > 1 ? rankBy(sentence, clip) : undefined;
          const faces = await imagine({ sentence, ...settings, ...files, rank }, work);
          await writeFileWhole(
            out,
            markedPicture(
              await pictureSheet(faces.pictures, {
                size: faces.size,
                columns: Math.min(mostColumns, settings.count),
              }),
              'png',
              markOf('imagine'),
            ),
          );
          return faces;
        },
        json: ({ size, unknown }) => ({ out, count: settings.count, size, unknown }),
        say: ({ unknown }, log) => {
          if (unknown.length > 0)
            log.warn(`the model does not know: ${unknown.join(', ')} (docs/captions.md has its words)`);
          log.info(`${counted(settings.count, 'face')}: ${out}`);
        },
      });
    });
}

function rankBy(
  sentence: string,
  file: string | undefined,
): (pictures: Float32Array, size: number) => Promise<readonly number[]> {
  return async (pictures, size) => {
    const clip = await openClip(file);
    try {
      const count = pictures.length / (3 * size * size);
      const images = Array.from({ length: count }, (_, n) => imageOf(pictures, n, size));
      const fits = await fitSentences(clip, images, new Array<string>(count).fill(sentence));
      return [...fits];
    } finally {
      await clip.close();
    }
  };
}
