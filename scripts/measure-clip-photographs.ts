/**
 * On photographs that somebody looked at: whether what is asked for comes first (docs/generative.md). What a model of pictures and sentences is
 * worth on rendered faces `lineament study recipes/generative.yaml` measures.
 *
 *   npx tsx scripts/measure-clip-photographs.ts models/clip.onnx --photographs photos/labelled.jsonl --looked looked.json
 *
 * `--photographs`: a line of JSON for each picture, with `image` (beside the file) and, unless its face is to be found, `bbox`:
 * x, y, width and height. `--looked`:
 * `{"every": 7, "glasses": {"yes": [3], "unsure": []}, …}`, numbers among every seventh line.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Image } from '../src/core/image.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';
import { tableMarkdown } from '../src/report/table.js';
import { embedPhotographs } from '../src/search/embed-photographs.js';
import { facePicture } from '../src/search/face-picture.js';
import { openClip } from '../src/search/open-clip.js';
import { presence } from '../src/tasks/generative/clip/zero-shot.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { photographs: { type: 'string' }, looked: { type: 'string' } },
});
const { photographs, looked: lookedFile } = values;
if (photographs === undefined || lookedFile === undefined)
  throw new Error('--photographs LINES.jsonl --looked LOOKED.json');
const clip = await openClip(positionals[0]);
const { tokenizer } = clip;

/** What is asked for. */
const asked: readonly [string, string][] = [
  ['glasses', 'a person with glasses'],
  ['beard', 'a bearded person'],
  ['headwear', 'a person with a hat'],
  ['smile', 'a smiling person'],
  ['woman', 'a woman'],
];
const looked = JSON.parse(await readFile(lookedFile, 'utf8')) as { every: number } & Record<
  string,
  { yes: number[]; unsure: number[] }
>;
const lines = (await readFile(photographs, 'utf8')).trim().split('\n');
const chosen = lines.filter((_, i) => i % looked.every === 0).slice(0, 120);
const pictures: Image[] = [];
for (const line of chosen) pictures.push(await photographOf(photographs, JSON.parse(line)));
const embedded = await clip.pictures(pictures);
const size = clip.metadata.architecture.embedding;
const rows: string[][] = [];
for (const [name, sentence] of asked) {
  const own = looked[name];
  if (own === undefined) continue;
  const sure = chosen.map((_, i) => i).filter((i) => !own.unsure.includes(i));
  const some = new Float32Array(sure.length * size);
  for (const [place, i] of sure.entries())
    some.set(embedded.subarray(i * size, (i + 1) * size), place * size);
  const there = sure.map((i) => own.yes.includes(i));
  const area = await presence(clip, tokenizer, sentence, some, there);
  rows.push([name, sentence, `${own.yes.length} of ${sure.length}`, area.toFixed(3)]);
}
console.log(tableMarkdown({ title: 'On photographs', head: ['', 'sentence', 'there', 'area'], rows }));
await clip.close();

async function photographOf(
  list: string,
  { image, bbox }: { image: string; bbox?: number[] },
): Promise<Image> {
  const file = join(dirname(list), image);
  const decoded = await decodeImage(await readFile(file), file);
  const [x, y, width, height] = bbox ?? [];
  const given = height === undefined ? undefined : { x: x!, y: y!, width: width!, height };
  const box = given ?? (await embedPhotographs([file], clip)).faces[0]?.box;
  if (box === undefined) throw new Error(`${file}: no face is found`);
  return facePicture(decoded, box, clip.metadata);
}
