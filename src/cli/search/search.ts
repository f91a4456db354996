/** `lineament search`: faces in photographs and datasets by a sentence. */
import { extname } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../../core/errors.js';
import { number } from '../../core/settings/value-kinds.js';
import { counted } from '../../core/text/counted.js';
import { findManifest } from '../../dataset/store/manifest.js';
import type { Provider } from '../../nn/runtime/provider.js';
import { exists, writeFileWhole } from '../../node/files.js';
import { animatedWords } from '../../node/pictures/animation.js';
import { markOf } from '../../node/refuse-overwriting.js';
import { tableText } from '../../report/table.js';
import { type SearchResult, searchDefaults, searchFaces } from '../../search/search-faces.js';
import { placeOf, searchPage, searchSheet } from '../../search/shown-results.js';
import { exampleText } from '../command/example.js';
import { markedPage, markedPicture, refuseForeign } from '../command/own-files.js';
import { providerOption } from '../command/provider-option.js';
import { runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';
import { quotesHint } from '../command/unquoted-sentence.js';
import { wholeNumber } from '../command/whole-number.js';
import { detectInputs, leftOutWords, videosAloneHint } from '../detect/inputs.js';
import { searchMoments, videosOf } from './moments.js';

interface SearchFlags {
  most: number;
  out?: string;
  model?: string;
  rate?: number;
  provider: Provider;
  json?: true;
}

const frameRate = settingNumber(number(0.1, 1000));
const endings = ['.html', '.png'];

export function addSearchCommand(program: Command): void {
  program
    .command('search')
    .summary('faces and moments of videos by words')
    .description(
      'Ranks the faces of photographs and datasets by how well a sentence fits them. What was looked at once is remembered on this machine. In videos: the moments that fit a sentence of what happens, with their times.',
    )
    .argument('<sentence>', 'such as "a smiling woman with glasses" (docs/captions.md has the words)')
    .argument(
      '<places...>',
      'pictures, folders of pictures, patterns such as "faces/**/*.jpg", or folders of datasets; or videos, and folders and patterns of videos alone',
    )
    .option('--rate <n>', 'folders hold the frames of a video, so many a second', frameRate)
    .option('--most <n>', 'faces that are told', wholeNumber, searchDefaults.most)
    .option('--out <file>', 'the faces as a page (.html) or a sheet (.png); moments as a sheet')
    .option(
      '--model <file>',
      'a model of a recipe with task: clip, of videos clip-video (the shipped one by default)',
    )
    .addOption(providerOption())
    .option('--json', 'print what was found as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText('lineament search "a smiling woman with glasses" photos --out found.html'),
    )
    .action(search);
}

/** One word, and places that are words which nothing is called: a sentence without its quotes. */
async function checkSentence(sentence: string, places: readonly string[]): Promise<void> {
  if (/\s/.test(sentence)) return;
  const words = [sentence];
  for (const place of places) {
    if (!/^[\p{L}\p{N}'’,-]+$/u.test(place) || (await exists(place))) break;
    words.push(place);
  }
  if (words.length > 1)
    throw new UsageError(`search: there is no file or folder '${words[1]}'`, {
      hint: `${words.length > 2 ? '' : 'check the path, or where it belongs to the sentence: '}${quotesHint('lineament search', words)}`,
    });
}

async function search(
  sentence: string,
  places: readonly string[],
  { most, out, model, provider, rate, ...flags }: SearchFlags,
): Promise<void> {
  await checkSentence(sentence, places);
  const byPlace = await Promise.all(places.map((place) => videosOf(place, rate)));
  const videos = byPlace.flatMap(({ sources }) => sources);
  if (rate !== undefined && !videos.some((video) => 'pictures' in video))
    throw new UsageError('search: --rate is for folders of frames, and none is given', {
      hint: 'give a folder of pictures, or leave --rate out',
    });
  if (videos.length > 0) {
    const other = places.find((_, i) => byPlace[i]!.sources.length === 0);
    if (other !== undefined)
      throw new UsageError('search: videos and photographs are searched apart', {
        file: other,
        hint: 'give videos alone, or pictures and datasets alone',
      });
    const asked = {
      most,
      provider,
      leftOut: byPlace.flatMap(({ leftOut }) => leftOut),
      ...(out !== undefined && { out }),
      ...(model !== undefined && { model }),
    };
    await searchMoments(sentence, videos, { ...asked, ...flags });
    return;
  }
  const ending = out === undefined ? undefined : extname(out).toLowerCase();
  if (out !== undefined && !endings.includes(ending!))
    throw new UsageError('search: what is written is a page or a sheet', {
      file: out,
      hint: `give a name that ends in ${endings.join(' or ')}`,
    });
  await runCommand<SearchResult & { asked: number; leftOut: string[] }>({
    name: 'search',
    flags,
    run: async (work) => {
      if (out !== undefined) await refuseForeign('search', out);
      const datasets: string[] = [];
      const others: string[] = [];
      for (const place of places) ((await findManifest(place)) === undefined ? others : datasets).push(place);
      const inputs = others.length === 0 ? { jobs: [], videos: [] } : await detectInputs(others, {});
      const photographs = inputs.jobs.map(({ path }) => path);
      const result = await searchFaces({ sentence, photographs, datasets, most, model, provider }, work);
      if (out !== undefined && result.found.length > 0)
        await writeFileWhole(
          out,
          ending === '.png'
            ? markedPicture(await searchSheet(result), 'png', markOf('search'))
            : markedPage(await searchPage(result, out), markOf('search')),
        );
      return { ...result, asked: photographs.length + datasets.length, leftOut: inputs.videos };
    },
    json: ({ asked: _, leftOut: __, ...result }) => result,
    say: ({ unknown, faces, middle, empty, animated, leftOut }, log) => {
      if (unknown.length > 0)
        log.warn(`the model does not know: ${unknown.join(', ')} (docs/captions.md has its words)`);
      if (empty.length > 0) log.info(`no face was found in ${counted(empty.length, 'picture')}`);
      if (animated.length > 0) log.info(animatedWords(animated));
      if (leftOut.length > 0) log.info(leftOutWords(leftOut, videosAloneHint));
      const searched =
        middle === null ? '' : `; of the face in the middle the sentence fits ${middle.toFixed(3)}`;
      log.info(
        `${counted(faces, 'face')} searched${searched}${out === undefined || faces === 0 ? '' : `: ${out}`}`,
      );
    },
    text: ({ found }) =>
      found.length === 0
        ? 'no face\n'
        : `${tableText({
            head: ['', 'fits', 'face', 'at'],
            rows: found.map((face, i) => [
              String(i + 1),
              face.score.toFixed(3),
              face.row === null ? face.source : placeOf(face),
              face.box === null ? '' : [face.box.x, face.box.y].map((value) => Math.round(value)).join(', '),
            ]),
          })}\n`,
    failures: ({ failed, asked }) => ({ failed, total: asked, items: 'pictures' }),
  });
}
