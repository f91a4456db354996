/** Which of the generative models an ONNX file holds. */
import { LineamentError } from '../../core/errors.js';
import { clipMetadataKey } from '../../networks/clip/clip-metadata.js';
import { readModelEntries } from '../../networks/model-file/model-entries.js';
import { videoMetadataKey } from '../../networks/video/video-metadata.js';
import { autoencoderKey, readAutoencoderMetadata } from './autoencoders/autoencoder-file.js';
import { dalleKey } from './dalle/dalle-file.js';
import { judgesKey, readJudgeMetadata } from './judges/judge-file.js';

const tasks: Readonly<Record<string, string>> = {
  [autoencoderKey]: 'autoencoder',
  [clipMetadataKey]: 'clip',
  [videoMetadataKey]: 'clip-video',
  [dalleKey]: 'dalle',
  [judgesKey]: 'judges',
};

/** What a recipe that trains such a model calls its task, and whether its code is a vector that can be drawn from a prior. */
export interface FileTask {
  task: string;
  isVector: boolean;
  /** Side of the pictures that it takes as they are, pixels; of one that takes any, and of sentences, undefined. */
  size?: number;
}

/** Refuses any other file. @param file – named in errors. */
export function taskOfFile(bytes: Uint8Array, file: string): FileTask {
  const key = Object.keys(readModelEntries(bytes, file)).find((name) => name in tasks);
  if (key === undefined)
    throw new LineamentError('not a generative model of Lineament', {
      file,
      hint: 'give a model of a recipe whose task is autoencoder, clip, clip-video, dalle or judges',
    });
  const task = tasks[key]!;
  if (key === judgesKey)
    return { task, isVector: false, size: readJudgeMetadata(bytes, file).architecture.size };
  if (key !== autoencoderKey) return { task, isVector: false };
  const { model, size } = readAutoencoderMetadata(bytes, file);
  return { task, isVector: model.kind === 'vae', size };
}
