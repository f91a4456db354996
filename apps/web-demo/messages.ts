/** What the page and its worker say to each other. */
import type { TrackedFace } from '../../src/detect/tracker/create-tracker.js';

/** What the networks run on. */
export type Provider = 'webgpu' | 'wasm';

/** To the worker: open the networks, look at a photograph, or at the next frame of a camera. */
export type Request =
  | {
      kind: 'open';
      finder: string;
      detector: string;
      /** For detectors whose points let it look at eyes again. */
      eyes: string;
      runtime: string;
      provider: Provider;
      threads: number;
    }
  | { kind: 'photograph'; file: Blob }
  | { kind: 'frame'; frame: ImageBitmap; seconds: number };

/** A face as a message: all of it but the function. On photographs its id is 0. */
export type SeenFace = Omit<TrackedFace, 'point'>;

export type Answer =
  | { kind: 'opened'; points: number; set: string }
  | {
      kind: 'faces';
      faces: SeenFace[];
      /** The picture that was looked at, to be drawn below its points. */
      picture: ImageBitmap;
      /** Milliseconds of finding and detection. */
      took: number;
    }
  | { kind: 'fault'; words: string; during: Request['kind'] };
