/** What runs ONNX files. Training and export need nothing else of it, so that other backends can follow. */

export interface RuntimeTensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

export interface SessionOptions {
  /** Threads within an operator; default 1. */
  threads?: number;
  /** False loads faster and leaves the graph as it is: right for training programs. Default true. */
  optimise?: boolean;
}

export interface Session {
  /**
   * Runs the whole model. Wrong feeds, and a session that was released, are refused with a LineamentError.
   * @param feeds – every input by its name.
   * @param results – buffers to be written in place, by output name; the others are made anew.
   */
  run(
    feeds: Readonly<Record<string, RuntimeTensor>>,
    results?: Readonly<Record<string, RuntimeTensor>>,
  ): Promise<Record<string, Float32Array>>;
  /** Frees what the session holds; again, it does nothing. */
  release(): Promise<void>;
}

export interface Runtime {
  readonly name: string;
  createSession(onnx: Uint8Array, options?: SessionOptions): Promise<Session>;
}
