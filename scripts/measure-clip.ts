/**
 * What a model of pictures and sentences is worth (docs/generative.md): recall among faces that it never saw, by plain sentences and by
 * paraphrases; facts read without having been taught; and on photographs that somebody looked at, whether what is asked for comes first.
 *
 *   npx tsx scripts/measure-clip.ts models/clip.onnx --data data/faces-201 data/faces-202
 *   npx tsx scripts/measure-clip.ts models/clip.onnx --photographs photos/labelled.jsonl --looked looked.json
 *
 * `--photographs`: a line of JSON for each picture, with `image` (beside the file) and, unless its face is to be found, `bbox`:
 * x, y, width and height. `--looked`:
 * `{"every": 7, "glasses": {"yes": [3], "unsure": []}, …}`, numbers among every seventh line.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FaceFacts } from '../src/captions/face-facts.js';
import type { Image } from '../src/core/image.js';
import { decodeImage } from '../src/node/pictures/decode-image.js';
import { tableMarkdown } from '../src/report/table.js';
import { embedPhotographs } from '../src/search/embed-photographs.js';
import { facePicture } from '../src/search/face-picture.js';
import { openClip } from '../src/search/open-clip.js';
import type { Recall } from '../src/tasks/generative/clip/retrieval.js';
import { clipRecall, type EmbeddedFaces, embedFaces } from '../src/tasks/generative/clip/validation.js';
import { presence, readFacts } from '../src/tasks/generative/clip/zero-shot.js';
import { loadFaces } from '../src/tasks/generative/data/load-faces.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', multiple: true, default: [] },
    faces: { type: 'string', default: '1000' },
    photographs: { type: 'string' },
    looked: { type: 'string' },
  },
});
const clip = await openClip(positionals[0]);
const { tokenizer } = clip;
const percent = (share: number): string => (100 * share).toFixed(1);

/** What is asked for, and whether it is there. */
const asked: readonly [string, string, (facts: FaceFacts) => boolean][] = [
  ['glasses', 'a person with glasses', ({ glasses }) => glasses !== undefined],
  ['beard', 'a bearded person', ({ beard }) => beard !== undefined],
  ['headwear', 'a person with a hat', ({ headwear }) => headwear !== undefined],
  ['smile', 'a smiling person', ({ expression }) => expression?.includes('smile') ?? false],
  ['woman', 'a woman', ({ person }) => person === 'woman'],
];

if (values.data.length > 0) {
  const held = await heldOut([...values.data, ...positionals.slice(1)], Number(values.faces));
  const line = (name: string, { first, firstTen, medianRank }: Recall): string[] => [
    name,
    percent(first),
    percent(firstTen),
    String(medianRank),
  ];
  const plain = await clipRecall(clip, tokenizer, held);
  const paraphrased = await clipRecall(clip, tokenizer, held, 1);
  print(
    `Recall among ${held.facts.length} faces`,
    ['', 'R@1', 'R@10', 'median rank'],
    [
      line('pictures by sentences', plain.picturesBySentence),
      line('sentences by pictures', plain.sentencesByPicture),
      line('pictures by paraphrases', paraphrased.picturesBySentence),
      line('paraphrases by pictures', paraphrased.sentencesByPicture),
    ],
  );
  const read = await readFacts(clip, tokenizer, held.pictures, held.facts);
  print(
    'Facts by sentences, %',
    ['fact', 'faces', 'right', 'commonest'],
    read.map(({ fact, faces, accuracy, commonest }) => [
      fact,
      String(faces),
      percent(accuracy),
      percent(commonest),
    ]),
  );
  const rows: string[][] = [];
  for (const [name, sentence, is] of asked) {
    const there = held.facts.map(is);
    const area = await presence(clip, tokenizer, sentence, held.pictures, there);
    rows.push([name, sentence, String(there.filter(Boolean).length), area.toFixed(3)]);
  }
  print('Whether it is there', ['', 'sentence', 'faces', 'area'], rows);
}

if (values.photographs !== undefined && values.looked !== undefined) {
  const looked = JSON.parse(await readFile(values.looked, 'utf8')) as { every: number } & Record<
    string,
    { yes: number[]; unsure: number[] }
  >;
  const lines = (await readFile(values.photographs, 'utf8')).trim().split('\n');
  const chosen = lines.filter((_, i) => i % looked.every === 0).slice(0, 120);
  const pictures: Image[] = [];
  for (const line of chosen) pictures.push(await photographOf(JSON.parse(line)));
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
  print('On photographs', ['', 'sentence', 'there', 'area'], rows);
}
await clip.close();

async function photographOf({ image, bbox }: { image: string; bbox?: number[] }): Promise<Image> {
  const file = join(dirname(values.photographs!), image);
  const decoded = await decodeImage(await readFile(file), file);
  const [x, y, width, height] = bbox ?? [];
  const given = height === undefined ? undefined : { x: x!, y: y!, width: width!, height };
  const box = given ?? (await embedPhotographs([file], clip)).faces[0]?.box;
  if (box === undefined) throw new Error(`${file}: no face is found`);
  return facePicture(decoded, box, clip.metadata);
}

async function heldOut(datasets: string[], count: number): Promise<EmbeddedFaces> {
  const data = { datasets, size: clip.metadata.architecture.size };
  const facts: FaceFacts[] = [];
  const parts: Float32Array[] = [];
  for (const split of ['test', 'validation'] as const) {
    const part = await embedFaces(clip, await loadFaces(data, split), count - facts.length);
    facts.push(...part.facts);
    parts.push(part.pictures);
  }
  return { facts, pictures: Float32Array.from(parts.flatMap((part) => [...part])) };
}

function print(title: string, head: string[], rows: string[][]): void {
  console.log(`\n${tableMarkdown({ title, head, rows })}`);
}
