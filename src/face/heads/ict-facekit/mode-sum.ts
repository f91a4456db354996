/**
 * The mean head plus its identity modes, each by its weight: seven million products a face. JavaScript spends 5 ms on
 * them, four lanes of WebAssembly one. Modes are kept as 16-bit whole numbers with a scale each (within 2e-5 cm of the
 * published half floats), so that a face reads 15 MB instead of 29. The order of the sums is fixed: the same bits on
 * every machine.
 *
 * M modes, N numbers (three a vertex).
 */

/** Numbers in a block; of each block all modes lie together, so that memory is read from one end to the other. */
const lanes = 8;
const bytesOfMode = lanes * 2;
const pageSize = 65536;
const largest = 32767;

// Only this much of it is used, and the language's own library does not declare it.
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (
    module: object,
    imports: { m: { m: object } },
  ) => { readonly exports: { readonly sum: SumBlocks } };
};

/** Addresses in bytes: blocks of modes, weights from and to, sums from and to (they start as the mean). */
type SumBlocks = (modes: number, weights: number, weightsEnd: number, sums: number, sumsEnd: number) => void;

export class ModeSum {
  readonly #length: number;
  readonly #mean: Float32Array;
  /** `[M]` what one step of a mode's whole numbers means, centimetres. */
  readonly #steps: Float64Array;
  readonly #weights: Float32Array;
  readonly #sums: Float32Array;
  readonly #run: () => void;

  /** @param mean – `[N]`. @param modes – `[M][N]`. */
  constructor(mean: Float32Array, modes: readonly Float32Array[]) {
    const blocks = Math.ceil(mean.length / lanes);
    const weightsAt = blocks * modes.length * bytesOfMode;
    const sumsAt = weightsAt + 16 * Math.ceil(modes.length / 4);
    const sumsEnd = sumsAt + blocks * lanes * 4;
    const memory = new WebAssembly.Memory({ initial: Math.ceil(sumsEnd / pageSize) });
    const { sum } = new WebAssembly.Instance(new WebAssembly.Module(sumBlocks), { m: { m: memory } }).exports;
    this.#length = mean.length;
    this.#mean = mean;
    this.#steps = Float64Array.from(modes, (mode) => furthest(mode) / largest || 1);
    this.#weights = new Float32Array(memory.buffer, weightsAt, modes.length);
    this.#sums = new Float32Array(memory.buffer, sumsAt, blocks * lanes);
    const whole = new Int16Array(memory.buffer, 0, weightsAt / 2);
    modes.forEach((mode, m) => {
      const perStep = 1 / this.#steps[m]!;
      for (let i = 0, at = m * lanes; i < mode.length; at += modes.length * lanes)
        for (let lane = 0; lane < lanes && i < mode.length; lane++, i++)
          whole[at + lane] = Math.round(mode[i]! * perStep);
    });
    const weightsEnd = weightsAt + modes.length * 4;
    this.#run = () => sum(0, weightsAt, weightsEnd, sumsAt, sumsEnd);
  }

  /** @param weights – `[M]` or fewer: the rest is 0. @returns `[N]` */
  at(weights: readonly number[]): Float32Array {
    this.#sums.set(this.#mean);
    const steps = this.#steps;
    for (let m = 0; m < steps.length; m++) this.#weights[m] = (weights[m] ?? 0) * steps[m]!;
    if (weights.some((weight) => weight !== 0)) this.#run();
    return this.#sums.slice(0, this.#length);
  }
}

function furthest(mode: Float32Array): number {
  let most = 0;
  for (let i = 0; i < mode.length; i++) most = Math.max(most, Math.abs(mode[i]!));
  return most;
}

/**
 * The module, assembled by hand (WebAssembly 2.0, binary format):
 * `do { for each weight: sums[0..8] += weight × modes[0..8]; } while (sums < sumsEnd)`.
 */
const sumBlocks: Uint8Array = (() => {
  // Parameters and locals, by number.
  const [modes, weights, weightsEnd, sums, sumsEnd] = [0, 1, 2, 3, 4];
  const [weightAt, low, high, values, weight] = [5, 6, 7, 8, 9];
  const get = (local: number): number[] => [0x20, local];
  const set = (local: number): number[] => [0x21, local];
  const vector = (operation: number, ...rest: number[]): number[] => [0xfd, ...leb(operation), ...rest];
  const load = (offset: number): number[] => vector(0x00, 4, offset);
  const store = (offset: number): number[] => vector(0x0b, 4, offset);
  const loadAndSpread = vector(0x09, 2, 0);
  const [extendLow, extendHigh, toFloat] = [vector(0xa7), vector(0xa8), vector(0xfa)];
  const [add, times] = [vector(0xe4), vector(0xe6)];
  const advance = (local: number, bytes: number): number[] => [
    ...get(local),
    0x41,
    bytes,
    0x6a,
    ...set(local),
  ];
  const loopWhileBelow = (local: number, end: number, body: number[]): number[] => [
    ...[0x03, 0x40, ...body],
    ...[...get(local), ...get(end), 0x49, 0x0d, 0, 0x0b],
  ];
  const addTo = (sum: number, extend: number[]): number[] => [
    ...get(sum),
    ...[...get(values), ...extend, ...toFloat, ...get(weight), ...times],
    ...[...add, ...set(sum)],
  ];
  const body = loopWhileBelow(sums, sumsEnd, [
    ...[...get(weights), ...set(weightAt)],
    ...[...get(sums), ...load(0), ...set(low), ...get(sums), ...load(16), ...set(high)],
    ...loopWhileBelow(weightAt, weightsEnd, [
      ...[...get(modes), ...load(0), ...set(values)],
      ...[...get(weightAt), ...loadAndSpread, ...set(weight)],
      ...[...addTo(low, extendLow), ...addTo(high, extendHigh)],
      ...[...advance(modes, bytesOfMode), ...advance(weightAt, 4)],
    ]),
    ...[...get(sums), ...get(low), ...store(0), ...get(sums), ...get(high), ...store(16)],
    ...advance(sums, lanes * 4),
  ]);
  const [i32, v128] = [0x7f, 0x7b];
  const name = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
  const sized = (bytes: number[]): number[] => [...leb(bytes.length), ...bytes];
  const section = (id: number, bytes: number[]): number[] => [id, ...sized(bytes)];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    // One type: five addresses, no result. The memory comes from outside, the function goes out.
    ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
    ...section(2, [1, ...name('m'), ...name('m'), 0x02, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('sum'), 0x00, 0]),
    ...section(10, [1, ...sized([2, 1, i32, 4, v128, ...body, 0x0b])]),
  ]);
})();

/** Unsigned LEB128. */
function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}
