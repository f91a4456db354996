/** What a model of clips and sentences is worth: clips found by sentences, and told from the same played backwards. */
import { createTokenizer } from '../../../captions/tokenizer.js';
import type { Work } from '../../../core/work.js';
import { createVideoEmbedder } from '../../../networks/video/video-embedder.js';
import { readVideoMetadata, type VideoKind } from '../../../networks/video/video-metadata.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { readFileOr } from '../../../node/files.js';
import type { Retrieval } from '../../../tasks/generative/clip/retrieval.js';
import type { Clip } from '../../../tasks/generative/video/clip-set.js';
import {
  clipRetrieval,
  embedClips,
  tellClips,
  twinsToldApart,
} from '../../../tasks/generative/video/validation.js';

export interface MeasuredVideo {
  kind: VideoKind;
  clips: number;
  plain: Retrieval;
  paraphrased: Retrieval;
  /** By what happens alone. */
  events: Retrieval;
  /** Of each clip, the share of its sentences that fit it better than it fits backwards. */
  twins: number[];
}

export async function measureVideo(
  file: string,
  clips: readonly Clip[],
  { signal }: Pick<Work, 'signal'>,
): Promise<MeasuredVideo> {
  const bytes = await readFileOr(file, 'the model');
  const metadata = readVideoMetadata(bytes, file);
  const session = await createInferenceSession(bytes, { signal });
  try {
    const embedder = createVideoEmbedder(metadata, (inputs) => session.run(inputs));
    const tokenizer = createTokenizer(metadata.words);
    const shown = await embedClips(embedder, clips);
    const plain = await tellClips(embedder, tokenizer, clips);
    const others = await tellClips(embedder, tokenizer, clips, { paraphrase: 1 });
    const happens = await tellClips(embedder, tokenizer, clips, { eventsOnly: true });
    return {
      kind: metadata.architecture.kind,
      clips: clips.length,
      plain: clipRetrieval(shown, plain),
      paraphrased: clipRetrieval(shown, others),
      events: clipRetrieval(shown, happens),
      twins: twinsToldApart(shown, plain),
    };
  } finally {
    await session.release();
  }
}
