/**
 * Reverse-mode differentiation. Each operator records a rule that turns the gradient of the loss with respect to
 * its outputs (the cotangents) into gradients with respect to its inputs, by emitting further nodes.
 *
 * A cotangent may carry a factor for each channel that is not yet multiplied in: batch normalisation hands
 * γ/σ on this way and the convolution before it multiplies its small weight instead of the large activation.
 */
import { internalError } from '../../core/errors.js';
import type { Cotangent, GraphBuilder, ScaledCotangent, TapeEntry, Tensor } from './tensor.js';

const isScaled = (cotangent: Cotangent): cotangent is ScaledCotangent => 'channelScale' in cotangent;

export class GradientTape {
  readonly #entries: (TapeEntry & { readonly scope: string })[] = [];
  readonly #watched = new Set<string>();
  #paused = false;

  /** Gradients are wanted for this tensor and all that is computed from it. */
  watch(tensor: Tensor): void {
    this.#watched.add(tensor.name);
  }

  record(entry: TapeEntry, scope: string): void {
    if (this.#paused || !entry.inputs.some((input) => this.#watched.has(input.name))) return;
    for (const output of entry.outputs) this.#watched.add(output.name);
    this.#entries.push({ ...entry, scope });
  }

  /**
   * Emits the backward pass.
   * @param loss – a scalar.
   * @returns the gradient for each of `targets`; undefined where the loss does not depend on it.
   */
  backward(loss: Tensor, targets: readonly Tensor[]): (Tensor | undefined)[] {
    if (this.#paused) throw internalError('backward within backward');
    const graph: GraphBuilder = loss.graph;
    const cotangents = new Map<string, Cotangent>([[loss.name, graph.constant(1)]]);
    const live = this.#dependents(targets);
    this.#paused = true;
    for (const entry of this.#entries.toReversed()) {
      if (!entry.inputs.some((input) => live.has(input.name))) continue;
      const incoming = entry.outputs.map((output) => cotangents.get(output.name));
      if (incoming.every((cotangent) => cotangent === undefined)) continue;
      for (const output of entry.outputs) cotangents.delete(output.name);
      const wanted = entry.inputs.map((input) => live.has(input.name));
      graph.inScope(`${entry.scope}'`, () => {
        const outgoing = entry.takesScale
          ? entry.rule(incoming, wanted)
          : entry.rule(
              incoming.map((cotangent) => cotangent && plain(cotangent)),
              wanted,
            );
        entry.inputs.forEach((input, index) => {
          const cotangent = outgoing[index];
          if (cotangent === undefined || !wanted[index]) return;
          const before = cotangents.get(input.name);
          cotangents.set(input.name, before === undefined ? cotangent : sum(before, cotangent));
        });
      });
    }
    this.#paused = false;
    return targets.map((target) => {
      const cotangent = cotangents.get(target.name);
      return cotangent && plain(cotangent);
    });
  }

  /** Whatever is computed from the targets: nothing else needs a gradient on the way to them. */
  #dependents(targets: readonly Tensor[]): Set<string> {
    const live = new Set(targets.map(({ name }) => name));
    for (const { inputs, outputs } of this.#entries)
      if (inputs.some(({ name }) => live.has(name))) for (const { name } of outputs) live.add(name);
    return live;
  }
}

/** The cotangent with its factors multiplied in. */
export function plain(cotangent: Cotangent): Tensor {
  if (!isScaled(cotangent)) return cotangent;
  const { value, channelScale } = cotangent;
  return value.graph.emit('Mul', [value, perChannel(channelScale, value.shape.length)], {}, value.shape);
}

/** The value and, if any, the factor of a cotangent. */
export function scaleAndValue(cotangent: Cotangent): {
  value: Tensor;
  channelScale: Tensor | undefined;
} {
  return isScaled(cotangent) ? cotangent : { value: cotangent, channelScale: undefined };
}

/** `[C]` reshaped so that it broadcasts along axis 1 of a tensor of this rank. */
export function perChannel(values: Tensor, rank: number): Tensor {
  const shape = [1, values.shape[0]!, ...new Array<number>(rank - 2).fill(1)];
  return values.graph.emit('Reshape', [values, values.graph.integers(shape)], {}, shape);
}

function sum(a: Cotangent, b: Cotangent): Tensor {
  const left = plain(a);
  return left.graph.emit('Add', [left, plain(b)], {}, left.shape);
}
