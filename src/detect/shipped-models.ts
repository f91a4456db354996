/**
 * The models that this package ships: the one list that commands, studies, benchmarks and both platform halves read.
 * Where the files lie is for the platform to say. Safe in browsers.
 */

export interface ShippedModel {
  /** Below `models/`. */
  file: string;
  /** In a few words, for people. */
  description: string;
}

export type ShippedModelName = 'ibug68-ict' | 'dense490-synthetic' | 'dense490-label-transfer';

export const shippedModels: Readonly<Record<ShippedModelName, ShippedModel>> = {
  'ibug68-ict': {
    file: 'ibug68-ict.onnx',
    description: '68 points, trained on synthetic faces alone',
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

/** What detects where no model is named. It has seen no photograph, so boxes it finds bring no real label with them. */
export const defaultModel: ShippedModelName = 'ibug68-ict';

/** What describes faces where no model is named: gaze and brows need more points than the 68 of the default one. */
export const defaultDenseModel: ShippedModelName = 'dense490-synthetic';

/** What finds faces where no boxes are given. */
export const shippedFinder: ShippedModel = {
  file: 'face-finder.onnx',
  description: 'finds faces, trained on synthetic scenes alone',
};
