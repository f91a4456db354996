/** Opens the shipped model of pictures and sentences, or one of your own. Node only. */

import { createTokenizer, type Tokenizer } from '../captions/tokenizer.js';
import { openSession } from '../detect/node/open-landmark-detector.js';
import { shippedClipFile } from '../detect/node/shipped-model-file.js';
import { type ClipEmbedder, createClipEmbedder } from '../networks/clip/clip-embedder.js';
import { readClipMetadata } from '../networks/clip/clip-metadata.js';
import type { Provider } from '../nn/runtime/provider.js';
import { digestOf } from '../node/digest.js';
import { readFileOr } from '../node/files.js';

export interface OpenedClip extends ClipEmbedder {
  /** Of the file's bytes: what was embedded by another file counts for nothing. */
  readonly digest: string;
  readonly tokenizer: Tokenizer;
  close(): Promise<void>;
}

/** @param file – the path of a model; the shipped one without. @param signal – once it is aborted, embedding throws a StoppedError. */
export async function openClip(
  file: string = shippedClipFile(),
  options: { provider?: Provider; signal?: AbortSignal } = {},
): Promise<OpenedClip> {
  const bytes = await readFileOr(file, 'model');
  const metadata = readClipMetadata(bytes, file);
  const session = await openSession(bytes, file, options);
  return {
    ...createClipEmbedder(metadata, (inputs) => session.run(inputs)),
    digest: digestOf(bytes).slice(0, 32),
    tokenizer: createTokenizer(metadata.words),
    close: () => session.release(),
  };
}
