/**
 * The models that this package ships: the one list that commands, studies, benchmarks and both platform halves read.
 * Where the files lie is for the platform to say. Safe in browsers.
 */

export interface ShippedModel {
  /** Below `models/`. */
  file: string;
  /** In a few words, for people. */
  description: string;
  /** Whether {@link shippedEyes} looks at the eyes again where nothing else is said. */
  eyes?: true;
  /** Below `models/`, where it is there: how its points are wrong together (`annotation/correction-file.ts`). */
  corrections?: string;
}

export type ShippedModelName = 'dense1001' | 'ibug68-ict' | 'dense490-synthetic' | 'dense490-label-transfer';

export const shippedModels: Readonly<Record<ShippedModelName, ShippedModel>> = {
  dense1001: {
    file: 'dense1001.onnx',
    corrections: 'dense1001-corrections.json',
    description:
      '1001 points with their visibility, and any other set by a map; trained on synthetic faces alone',
    eyes: true,
  },
  'ibug68-ict': {
    file: 'ibug68-ict.onnx',
    description: '68 points, half the time; trained on synthetic faces alone',
  },
  'dense490-synthetic': {
    file: 'dense490-synthetic.onnx',
    description: '490 points, trained on synthetic faces alone',
  },
  'dense490-label-transfer': {
    file: 'dense490-label-transfer.onnx',
    description: '490 points and the 68 of ibug68, taught by 72 labelled photographs',
  },
};

/** What detects where no model is named. It has seen no photograph. */
export const defaultModel: ShippedModelName = 'dense1001';

/** Whose points the boxes of imported photographs lie tight around, and what is labelled by people has these 68 mostly. */
export const boxModel: ShippedModelName = 'ibug68-ict';

/** What finds faces where no boxes are given. */
export const shippedFinder: ShippedModel = {
  file: 'face-finder.onnx',
  description: 'finds faces, trained on synthetic scenes alone',
};

/** What looks at the eyes again. */
export const shippedEyes: ShippedModel = {
  file: 'eyes.onnx',
  description: 'looks at each eye again at the resolution of the picture, trained on synthetic faces alone',
};

/** What brings pictures and sentences into one space: faces by words. */
export const shippedClip: ShippedModel = {
  file: 'clip.onnx',
  description: 'pictures of faces and sentences in one space, trained on synthetic faces alone',
};

/** What brings clips and sentences into one space: moments of videos by words. */
export const shippedClipVideo: ShippedModel = {
  file: 'clip-video.onnx',
  description: 'clips of faces and sentences of what happens in one space, trained on synthetic clips alone',
};

/** What makes pictures of tokens and tokens of pictures. */
export const shippedTokens: ShippedModel = {
  file: 'face-tokens.onnx',
  description: 'faces of 64 pixels as 64 tokens of 10 bits, trained on synthetic faces alone',
};

/** What draws faces to a sentence, as those tokens. */
export const shippedDalle: ShippedModel = {
  file: 'dalle.onnx',
  description: 'tokens of a face to a sentence, trained on synthetic faces alone',
};
