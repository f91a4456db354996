/** A trained autoencoder that encodes and decodes pictures, B at a time as its file says. S side of the pictures, L length of a code. */

import { internalError, LineamentError } from '../../../core/errors.js';
import type { Random } from '../../../core/random.js';
import { modelPart } from '../../../nn/program/prune.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { gridSide } from './architecture.js';
import { type AutoencoderMetadata, encoderOutputs, readAutoencoderMetadata } from './autoencoder-file.js';
import { drawCodes } from './prior/draw-codes.js';

export interface Autoencoder {
  readonly metadata: AutoencoderMetadata;
  /** L. */
  readonly codeLength: number;
  /** @param images – `[N, 3, S, S]`, −1 to 1. @returns `[N, L]`, and of a variational one the logarithms of the variances. */
  encode(images: Float32Array): Promise<{ codes: Float32Array; logVariances?: Float32Array }>;
  /** @param codes – `[N, L]`. @returns `[N, 3, S, S]`, −1 to 1. */
  decode(codes: Float32Array): Promise<Float32Array>;
  /** From the learnt prior, or the standard normal distribution where there is none; of a variational one alone. @returns `[count, L]`. */
  draw(count: number, random: Random): Promise<Float32Array>;
  release(): Promise<void>;
}

/**
 * @param file – named in errors. @param batch – B that the file was written for. @param signal – once it is aborted, the networks throw a
 * StoppedError.
 */
export async function openAutoencoder(
  bytes: Uint8Array,
  file: string,
  { batch = 1, signal }: { batch?: number; signal?: AbortSignal } = {},
): Promise<Autoencoder> {
  const metadata = readAutoencoderMetadata(bytes, file);
  const { model, size } = metadata;
  const codeLength = model.kind === 'vae' ? model.latent : gridSide(model, size) ** 2;
  const [encoding, decoding, drawing] = await Promise.all([
    createInferenceSession(modelPart(bytes, encoderOutputs(model)), { signal }),
    createInferenceSession(modelPart(bytes, ['decoded']), { signal }),
    metadata.prior && createInferenceSession(modelPart(bytes, ['velocity']), { signal }),
  ]);
  const plane = 3 * size * size;
  return {
    metadata,
    codeLength,
    async encode(images) {
      const count = images.length / plane;
      if (!Number.isInteger(count))
        throw new LineamentError(
          `pictures of ${size} × ${size} are ${plane} numbers each, got ${images.length}`,
          {
            file,
            hint: 'give pictures of the size that the autoencoder was trained on',
          },
        );
      const codes = new Float32Array(count * codeLength);
      const logVariances = new Float32Array(model.kind === 'vae' ? codes.length : 0);
      for (let first = 0; first < count; first += batch) {
        const data = padded(images.subarray(first * plane, (first + batch) * plane), batch * plane);
        const result = await encoding.run({ image: { data, shape: [batch, 3, size, size] } });
        const room = (count - first) * codeLength;
        codes.set(result.encoded!.subarray(0, room), first * codeLength);
        if (model.kind === 'vae')
          logVariances.set(result.log_variance!.subarray(0, room), first * codeLength);
      }
      return { codes, ...(model.kind === 'vae' && { logVariances }) };
    },
    async decode(codes) {
      const count = codes.length / codeLength;
      const images = new Float32Array(count * plane);
      for (let first = 0; first < count; first += batch) {
        const data = padded(
          codes.subarray(first * codeLength, (first + batch) * codeLength),
          batch * codeLength,
        );
        const { decoded } = await decoding.run({ code: { data, shape: [batch, codeLength] } });
        images.set(decoded!.subarray(0, (count - first) * plane), first * plane);
      }
      return images;
    },
    async draw(count, random) {
      if (model.kind !== 'vae') throw internalError('codes are drawn of a variational autoencoder alone');
      if (drawing !== undefined) return drawCodes(drawing, metadata.prior!, count, random);
      return Float32Array.from({ length: count * codeLength }, () => random.normal());
    },
    async release() {
      await Promise.all([encoding.release(), decoding.release(), drawing?.release()]);
    },
  };
}

/** With zeros behind it where the last batch is not full. */
function padded(values: Float32Array, length: number): Float32Array {
  const whole = new Float32Array(length);
  whole.set(values);
  return whole;
}
