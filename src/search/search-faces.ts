/** Faces by a sentence, the best first: in pictures, folders and datasets. */
import { UsageError } from '../core/errors.js';
import { partOf, silentWork, type Work } from '../core/work.js';
import { openDataset } from '../dataset/store/store.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import type { Provider } from '../nn/runtime/provider.js';
import { embedDataset } from './embed-dataset.js';
import { embedPhotographs } from './embed-photographs.js';
import { openClip } from './open-clip.js';
import { embedQuestion, scoresOf } from './question.js';

export interface SearchOptions {
  sentence: string;
  /** Files of photographs. */
  photographs: readonly string[];
  /** Folders of datasets. */
  datasets: readonly string[];
  /** Faces that are given back. */
  most?: number | undefined;
  /** A model of your own; the shipped one without. */
  model?: string | undefined;
  provider?: Provider | undefined;
}

export const searchDefaults = { most: 20 } as const;

export interface FoundByWords {
  /** How well the sentence fits: the cosine of both embeddings, −1 to 1. */
  score: number;
  /** The picture's file, or the dataset's folder. */
  source: string;
  /** Of a dataset. */
  row: number | null;
  /** Pixels of the upright picture; null: the row's own. */
  box: FaceBox | null;
}

export interface SearchResult {
  sentence: string;
  /** Words that say nothing, because the model never read them. */
  unknown: string[];
  /** Among so many faces. */
  faces: number;
  /** How well the sentence fits the face in the middle of all; null without faces. */
  middle: number | null;
  found: FoundByWords[];
  /** Pictures in which no face was found. */
  empty: string[];
  /** Animations, whose first frame was looked at now. */
  animated: string[];
  failed: { id: string; reason: string }[];
}

/** Pictures at once: beyond them the list alone would fill the memory. */
const mostPictures = 1_000_000;

export async function searchFaces(options: SearchOptions, work: Work = silentWork): Promise<SearchResult> {
  const { sentence, photographs, datasets, most = searchDefaults.most, model, provider } = options;
  if (photographs.length > mostPictures)
    throw new UsageError(`search: ${photographs.length} pictures; allowed: ${mostPictures}`, {
      hint: 'search one folder after the other',
    });
  const running = provider === undefined ? {} : { provider };
  const clip = await openClip(model, running);
  try {
    const question = await embedQuestion(clip, sentence);
    const all: FoundByWords[] = [];
    for (const folder of datasets) {
      const dataset = await openDataset(folder);
      try {
        const scores = scoresOf(question, await embedDataset(dataset, clip, partOf(work, 'search', 'face')));
        for (const [row, score] of scores.entries()) all.push({ score, source: folder, row, box: null });
      } finally {
        dataset.close();
      }
    }
    const { faces, empty, animated, failed } = await embedPhotographs(
      photographs,
      clip,
      running,
      partOf(work, 'search', 'img'),
    );
    for (const { path, box, embedding } of faces)
      all.push({ score: scoresOf(question, embedding)[0]!, source: path, row: null, box });
    all.sort((a, b) => b.score - a.score);
    return {
      sentence,
      unknown: question.unknown,
      faces: all.length,
      middle: all[Math.floor(all.length / 2)]?.score ?? null,
      found: all.slice(0, most),
      empty,
      animated,
      failed,
    };
  } finally {
    await clip.close();
  }
}
