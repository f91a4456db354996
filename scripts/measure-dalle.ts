/**
 * How far pictures to sentences show what the sentences say, told by judges that were trained on other faces. Beside each figure the
 * ceiling (the rendered faces themselves, and as the tokens keep them) and the floor (always the commonest value). Prints tables of docs/generative.md.
 * The judges are those of a recipe with task: judges, or a CLIP that is asked which sentence fits best (of what a picture shows alone).
 *   npx tsx scripts/measure-dalle.ts --judges runs/judges/best.onnx --data data/frontal,data/posed --count 256
 *   npx tsx scripts/measure-dalle.ts --clip models/clip.onnx
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { FaceFacts } from '../src/captions/face-facts.js';
import { sayFacts } from '../src/captions/say.js';
import { createTokenizer } from '../src/captions/tokenizer.js';
import type { Image } from '../src/core/image.js';
import { mean } from '../src/core/numbers/statistics.js';
import { Random } from '../src/core/random.js';
import { createInferenceSession } from '../src/nn/runtime/inference-session.js';
import { openClip } from '../src/search/open-clip.js';
import { openAutoencoder } from '../src/tasks/generative/autoencoders/open-autoencoder.js';
import { readFacts } from '../src/tasks/generative/clip/zero-shot.js';
import { readDalleMetadata } from '../src/tasks/generative/dalle/dalle-file.js';
import { sampleCodes, samplingDefaults } from '../src/tasks/generative/dalle/sample.js';
import { type FaceSplit, loadFaces } from '../src/tasks/generative/data/load-faces.js';
import { judgedAccuracy } from '../src/tasks/generative/judges/accuracy.js';
import { judge, readJudgeMetadata } from '../src/tasks/generative/judges/judge-file.js';
import { imageOf, pictureSheet } from '../src/tasks/generative/pictures/sheet.js';

const { values } = parseArgs({
  options: {
    dalle: { type: 'string', default: 'models/dalle.onnx' },
    tokens: { type: 'string', default: 'models/face-tokens.onnx' },
    judges: { type: 'string', default: 'runs/judges/best.onnx' },
    clip: { type: 'string' },
    data: { type: 'string', default: 'data/frontal,data/posed' },
    count: { type: 'string', default: '256' },
    guidance: { type: 'string', default: String(samplingDefaults.guidance) },
    temperature: { type: 'string', default: String(samplingDefaults.temperature) },
    sheet: { type: 'string' },
  },
});
const [dalleBytes, tokenBytes] = await Promise.all(
  [values.dalle, values.tokens].map((file) => readFile(file)),
);
const metadata = readDalleMetadata(dalleBytes!, values.dalle);
const dalle = await createInferenceSession(dalleBytes!);
const autoencoder = await openAutoencoder(tokenBytes!, values.tokens);
const told = values.clip === undefined ? await byJudges(values.judges) : await byClip(values.clip);
const tokenizer = createTokenizer(metadata.words);
const settings = {
  ...samplingDefaults,
  guidance: Number(values.guidance),
  temperature: Number(values.temperature),
};
const together = 16;

for (const split of ['test', 'unseen'] as const satisfies FaceSplit[]) {
  const faces = await loadFaces(
    { datasets: values.data.split(','), size: autoencoder.metadata.size, limit: Number(values.count) },
    split,
  );
  const facts = faces.faces.map((face) => face.facts);
  const truth = faces.images([...facts.keys()]);
  const kept = await autoencoder.decode((await autoencoder.encode(truth)).codes);
  const drawn = new Float32Array(truth.length);
  const start = performance.now();
  for (let first = 0; first < faces.count; first += together) {
    const sentences = facts
      .slice(first, first + together)
      .map((own) => tokenizer.numbers(sayFacts(own).text, metadata.architecture.length));
    const codes = await sampleCodes(
      dalle,
      metadata,
      sentences,
      settings,
      new Random('measure', split, first),
    );
    drawn.set(await autoencoder.decode(codes), first * 3 * faces.size ** 2);
  }
  const milliseconds = (performance.now() - start) / faces.count;
  const judged = (pictures: Float32Array): Promise<ToldFact[]> =>
    told(
      facts.map((_, n) => imageOf(pictures, n, faces.size)),
      facts,
    );
  const [own, tokens, ceiling] = [await judged(drawn), await judged(kept), await judged(truth)];
  console.log(`\n${faces.count} sentences of split ${split}, ${milliseconds.toFixed(0)} ms a picture`);
  console.log(
    '| fact | drawn | as tokens | rendered | commonest | (drawn − commonest) / (rendered − commonest) |',
  );
  console.log('|---|---|---|---|---|---|');
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const shares: number[] = [];
  for (const [i, { fact, accuracy, commonest }] of own.entries()) {
    const most = ceiling[i]!.accuracy;
    const share = (accuracy - commonest) / (most - commonest);
    if (most - commonest > 0.02) shares.push(share);
    const cells = [accuracy, tokens[i]!.accuracy, most, commonest].map(percent);
    console.log(`| ${fact} | ${cells.join(' | ')} | ${most - commonest > 0.02 ? share.toFixed(2) : '–'} |`);
  }
  console.log(`mean of the last column: ${mean(shares).toFixed(2)}`);
  if (values.sheet !== undefined && split === 'test') {
    const plane = 3 * faces.size ** 2;
    const columns = 8;
    const rows = [0, 1, 2].flatMap((row) =>
      [truth, drawn].map((pictures) => pictures.subarray(row * columns * plane, (row + 1) * columns * plane)),
    );
    const all = new Float32Array(rows.length * columns * plane);
    for (const [i, row] of rows.entries()) all.set(row, i * columns * plane);
    await writeFile(values.sheet, pictureSheet(all, { size: faces.size, columns }));
  }
}
await Promise.all([dalle.release(), autoencoder.release()]);

interface ToldFact {
  fact: string;
  accuracy: number;
  commonest: number;
}

type Judging = (pictures: readonly Image[], facts: readonly FaceFacts[]) => Promise<ToldFact[]>;

async function byJudges(file: string): Promise<Judging> {
  const bytes = await readFile(file);
  const judges = readJudgeMetadata(bytes, file);
  const session = await createInferenceSession(bytes);
  return async (pictures, facts) => judgedAccuracy(await judge(judges, session, pictures), facts);
}

async function byClip(file: string): Promise<Judging> {
  const clip = await openClip(file);
  return async (pictures, facts) => readFacts(clip, clip.tokenizer, await clip.pictures(pictures), facts);
}
