/** What the page and its worker say to each other. K landmarks. */

/** To the worker: open the networks, look at a photograph, or at the next frame of a camera. */
export type Request =
  | {
      kind: 'open';
      finder: string;
      detector: string;
      runtime: string;
      provider: 'webgpu' | 'wasm';
      threads: number;
    }
  | { kind: 'photograph'; file: Blob }
  | { kind: 'frame'; frame: ImageBitmap; seconds: number };

/** A face, as the page draws it. */
export interface SeenFace {
  /** Of a followed face; 0 on photographs. */
  id: number;
  box: { x: number; y: number; width: number; height: number };
  names: readonly string[];
  /** `[K, 2]`, pixels of the picture. */
  points: Float32Array;
  /** `[K]`, pixels: standard deviations. */
  uncertainty: Float32Array;
  /** `[K, 4]` probabilities: seen, hidden by the face, hidden by something else, outside; where the model has them. */
  visibility: Float32Array | undefined;
}

export type Answer =
  | { kind: 'opened'; points: number; set: string; convention: string }
  | {
      kind: 'faces';
      faces: SeenFace[];
      /** The picture that was looked at, to be drawn below its points. */
      picture: ImageBitmap;
      /** Milliseconds of finding and detection. */
      took: number;
    }
  | { kind: 'fault'; words: string; during: Request['kind'] };
