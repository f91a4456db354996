/**
 * What models of clips and sentences are worth, in one table (docs/generative.md): recall among clips that none of them saw, by plain
 * sentences, by paraphrases and by what happens alone, and whether a clip is told from the same played backwards.
 *
 *   npx tsx scripts/measure-clip-video.ts --data data/clips-test runs/video-transformer/model.onnx runs/video-mean/model.onnx
 *
 * In brackets 95 % intervals over clips: of recalls Wilson's, of twins by their deviation.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createTokenizer } from '../src/captions/tokenizer.js';
import { createVideoEmbedder } from '../src/networks/video/video-embedder.js';
import { readVideoMetadata } from '../src/networks/video/video-metadata.js';
import { onnxRuntimeNode } from '../src/nn/runtime/onnxruntime-node.js';
import { tableMarkdown } from '../src/report/table.js';
import { loadClips } from '../src/tasks/generative/video/clip-set.js';
import {
  clipRetrieval,
  embedClips,
  tellClips,
  twinsToldApart,
} from '../src/tasks/generative/video/validation.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', multiple: true, default: [] },
    clips: { type: 'string', default: '500' },
  },
});
const clips = await loadClips({ datasets: values.data, size: 64, limit: Number(values.clips) }, 'all');

/** Of a share of the clips. */
function recallText(share: number): string {
  const [n, z] = [clips.length, 1.96];
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))) / (1 + z ** 2 / n);
  return withInterval(share, middle - half, middle + half);
}

function meanText(shares: readonly number[]): string {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (shares.length - 1);
  const half = 1.96 * Math.sqrt(variance / shares.length);
  return withInterval(mean, mean - half, Math.min(1, mean + half));
}

const percent = (share: number): string => (100 * share).toFixed(1);
const withInterval = (share: number, low: number, high: number): string =>
  `${percent(share)} (${percent(low)}–${percent(high)})`;

const rows: string[][] = [];
for (const file of positionals) {
  const bytes = await readFile(file);
  const metadata = readVideoMetadata(bytes, file);
  const session = await onnxRuntimeNode.createSession(bytes, { threads: 1 });
  const embedder = createVideoEmbedder(metadata, (inputs) => session.run(inputs));
  const tokenizer = createTokenizer(metadata.words);
  const shown = await embedClips(embedder, clips);
  const plain = await tellClips(embedder, tokenizer, clips);
  const others = await tellClips(embedder, tokenizer, clips, { paraphrase: 1 });
  const happens = await tellClips(embedder, tokenizer, clips, { eventsOnly: true });
  await session.release();
  const all = clipRetrieval(shown, plain);
  rows.push([
    metadata.architecture.kind,
    recallText(all.picturesBySentence.first),
    recallText(all.sentencesByPicture.first),
    percent(all.picturesBySentence.firstTen),
    recallText(clipRetrieval(shown, others).picturesBySentence.first),
    recallText(clipRetrieval(shown, happens).picturesBySentence.first),
    meanText(twinsToldApart(shown, plain)),
    meanText(twinsToldApart(shown, happens)),
  ]);
}
const head = [
  'frames',
  'clips by sentences, R@1',
  'sentences by clips, R@1',
  'R@10',
  'by paraphrases, R@1',
  'by events alone, R@1',
  'twins told apart',
  'by events alone',
];
console.log(`${clips.length} clips; %`);
console.log(tableMarkdown({ head, rows }));
