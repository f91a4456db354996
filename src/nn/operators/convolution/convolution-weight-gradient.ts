/**
 * Gradient of a convolution with respect to its weight. For each tap of the kernel it is the product of dy with a
 * shifted copy of x, summed over pixels and batch:
 *
 *     dW[k, c, i, j] = Σ_b Σ_p dy[b, k, p] · x[b, c, stride·p + dilation·(i, j) − padding]
 *
 * Channels are put innermost, so that each tap is a copy of whole pixels and one product over all pixels of the
 * batch. GFLOP/s of formulations on one AVX-512 core, 3×3, 64 channels, batch 16, at 32×32, 16×16, 8×8 and 4×4:
 *
 *     this one                                     142 · 151 · 148 · 106
 *     a slice and a batched FusedMatMul a tap      142 ·  98 ·  63 ·  25
 *     a convolution with a kernel as large as the image, blocked   – · – · 75 · 68
 *
 * Products with an im2col copy gained nothing anywhere. 1×1 needs no copy and stays in its layout where images are
 * large: 165 against 85. Stride 2 of few channels (the stem) goes through SpaceToDepth, which makes the taps
 * contiguous.
 */
import type { Tensor } from '../../graph/tensor.js';
import { matmul } from '../products/matmul.js';
import { reshape } from '../shapes/reshape.js';
import { transpose } from '../shapes/transpose.js';
import type { ConvolutionSizes } from './convolution-shape.js';

/**
 * @param x – `[B, C, H, W]`.
 * @param dy – `[B, K, H', W']`.
 * @returns `[K, C / groups, kernelHeight, kernelWidth]`.
 */
export function convolutionWeightGradient(x: Tensor, dy: Tensor, sizes: ConvolutionSizes): Tensor {
  if (sizes.groups !== 1) return groupedGradient(x, dy, sizes);
  const { kernelHeight, kernelWidth, stride, padding, height, width } = sizes;
  if (kernelHeight === 1 && kernelWidth === 1 && stride === 1 && padding === 0)
    return pointwiseGradient(x, dy, sizes);
  const evenSides = (height + 2 * padding) % 2 === 0 && (width + 2 * padding) % 2 === 0;
  if (stride === 2 && sizes.dilation === 1 && evenSides && kernelHeight > 1 && kernelWidth > 1)
    return strideTwoGradient(x, dy, sizes);
  return tapGradient(x, dy, sizes);
}

/** Up to as many pixels in an image, one product over the whole batch is faster than one for each image. */
const smallImage = 64;

function pointwiseGradient(x: Tensor, dy: Tensor, sizes: ConvolutionSizes): Tensor {
  const { batch, channels, filters, height, width } = sizes;
  const pixels = height * width;
  if (pixels <= smallImage) {
    const gradient = reshape(transpose(dy, [1, 0, 2, 3]), [filters, batch * pixels]);
    const image = reshape(transpose(x, [0, 2, 3, 1]), [batch * pixels, channels]);
    return reshape(matmul(gradient, image), [filters, channels, 1, 1]);
  }
  const image = reshape(x, [batch, channels, pixels]);
  const gradient = reshape(dy, [batch, filters, pixels]);
  // The product with the larger side as rows keeps the matrix kernel busier.
  const product =
    channels > filters
      ? transpose(sumOverBatch(productOverPixels(image, gradient)), [1, 0])
      : sumOverBatch(productOverPixels(gradient, image));
  return reshape(product, [filters, channels, 1, 1]);
}

function tapGradient(x: Tensor, dy: Tensor, sizes: ConvolutionSizes): Tensor {
  const { channels, filters, kernelHeight, kernelWidth, batch, outHeight, outWidth, padding } = sizes;
  const pixels = batch * outHeight * outWidth;
  const padded = padAxes(transpose(x, [0, 2, 3, 1]), [0, padding, padding, 0]);
  const gradient = reshape(transpose(dy, [1, 0, 2, 3]), [filters, pixels]);
  const taps = kernelTaps(sizes).map(([top, left]) => {
    const image = shifted(padded, top, left, 1, sizes);
    return matmul(gradient, reshape(image, [pixels, channels]));
  });
  const kernel = reshape(concatenate(taps, 1), [filters, kernelHeight, kernelWidth, channels]);
  return transpose(kernel, [0, 3, 1, 2]);
}

function groupedGradient(x: Tensor, dy: Tensor, sizes: ConvolutionSizes): Tensor {
  const { batch, channels, filters, kernelHeight, kernelWidth, groups, outHeight, outWidth } = sizes;
  const groupChannels = channels / groups;
  const { padding } = sizes;
  const padded = padAxes(x, [0, 0, padding, padding]);
  const gradient = reshape(dy, [batch * groups, filters / groups, outHeight * outWidth]);
  const taps = kernelTaps(sizes).map(([top, left]) =>
    productOverPixels(
      gradient,
      reshape(shifted(padded, top, left, 2, sizes), [batch * groups, groupChannels, -1]),
    ),
  );
  const all = concatenate(taps, 2);
  const sum = sumOverBatch(reshape(all, [batch, filters, kernelHeight * kernelWidth * groupChannels]));
  return transpose(reshape(sum, [filters, kernelHeight, kernelWidth, groupChannels]), [0, 3, 1, 2]);
}

/**
 * Stride 2: after SpaceToDepth the four pixels of each 2×2 cell are channels and the kernel covers
 * half × half cells, so that slices along x and then flat ranges along y give the taps. Cells' upper pixels come first,
 * so that the last range of a kernel of odd height does without the lower ones: an eighth of a 7×7 kernel's work.
 */
function strideTwoGradient(x: Tensor, dy: Tensor, sizes: ConvolutionSizes): Tensor {
  const { batch, channels, filters, kernelHeight, kernelWidth, height, width, padding } = sizes;
  const { outHeight, outWidth } = sizes;
  const graph = x.graph;
  const halfHeight = Math.ceil(kernelHeight / 2);
  const halfWidth = Math.ceil(kernelWidth / 2);
  const cellRows = (height + 2 * padding) / 2;
  const cellColumns = (width + 2 * padding) / 2;
  const cells = graph.emit('SpaceToDepth', [padAxes(x, [0, 0, padding, padding])], { blocksize: 2 }, [
    batch,
    4 * channels,
    cellRows,
    cellColumns,
  ]);
  const columns = [0, 1].flatMap((rowInCell) =>
    Array.from({ length: halfWidth }, (_, left) =>
      slice(
        cells,
        [1, 3],
        [rowInCell * 2 * channels, left],
        [(rowInCell + 1) * 2 * channels, left + outWidth],
        [batch, 2 * channels, cellRows, outWidth],
      ),
    ),
  );
  const depth = halfWidth * 2 * channels;
  const flat = reshape(concatenate(columns, 1), [batch, 2 * depth, cellRows * outWidth]);
  const gradient = reshape(dy, [batch, filters, outHeight * outWidth]);
  const rows = Array.from({ length: halfHeight }, (_, top) => {
    const used = 2 * top + 1 < kernelHeight ? 2 * depth : depth;
    return productOverPixels(
      gradient,
      slice(
        flat,
        [1, 2],
        [0, top * outWidth],
        [used, (top + outHeight) * outWidth],
        [batch, used, outHeight * outWidth],
      ),
    );
  });
  // [K, row, cell column, column in cell, C] → [K, C, rows, columns], cut to the kernel.
  const sum = sumOverBatch(concatenate(rows, 2));
  const parts = reshape(sum, [filters, kernelHeight, 2 * halfWidth, channels]);
  const kernel = transpose(parts, [0, 3, 1, 2]);
  if (kernelWidth === 2 * halfWidth) return kernel;
  return slice(kernel, [3], [0], [kernelWidth], [filters, channels, kernelHeight, kernelWidth]);
}

/** `[B, M, P]` and `[B, N, P]` → `[B, M, N]`. */
function productOverPixels(a: Tensor, b: Tensor): Tensor {
  const [batch, rows] = a.shape as [number, number, number];
  const shape = [batch, rows, b.shape[1]!];
  return a.graph.emit('FusedMatMul', [a, b], { transB: 1 }, shape, { domain: 'com.microsoft' });
}

function sumOverBatch(x: Tensor): Tensor {
  return x.graph.emit('ReduceSum', [x, x.graph.integers([0])], { keepdims: 0 }, x.shape.slice(1));
}

function concatenate(tensors: readonly Tensor[], axis: number): Tensor {
  const first = tensors[0]!;
  if (tensors.length === 1) return first;
  const shape = [...first.shape];
  shape[axis] = tensors.reduce((sum, tensor) => sum + tensor.shape[axis]!, 0);
  return first.graph.emit('Concat', tensors, { axis }, shape);
}

/** Zeros before and behind each axis. */
function padAxes(x: Tensor, padding: readonly number[]): Tensor {
  if (padding.every((size) => size === 0)) return x;
  const shape = x.shape.map((size, axis) => size + 2 * padding[axis]!);
  return x.graph.emit('Pad', [x, x.graph.integers([...padding, ...padding])], {}, shape);
}

function kernelTaps({ kernelHeight, kernelWidth, dilation }: ConvolutionSizes): [number, number][] {
  return Array.from({ length: kernelHeight * kernelWidth }, (_, tap) => [
    dilation * Math.floor(tap / kernelWidth),
    dilation * (tap % kernelWidth),
  ]);
}

/** The pixels of the padded image that one tap meets; rows and columns are the axes `axis` and `axis + 1`. */
function shifted(
  padded: Tensor,
  top: number,
  left: number,
  axis: 1 | 2,
  { outHeight, outWidth, stride }: ConvolutionSizes,
): Tensor {
  const shape = [...padded.shape];
  shape[axis] = outHeight;
  shape[axis + 1] = outWidth;
  return slice(
    padded,
    [axis, axis + 1],
    [top, left],
    [top + stride * (outHeight - 1) + 1, left + stride * (outWidth - 1) + 1],
    shape,
    stride,
  );
}

function slice(
  x: Tensor,
  axes: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  shape: readonly number[],
  step = 1,
): Tensor {
  const graph = x.graph;
  const bounds = [graph.integers(starts), graph.integers(ends), graph.integers(axes)];
  const steps = step === 1 ? [] : [graph.integers(axes.map(() => step))];
  return graph.emit('Slice', [x, ...bounds, ...steps], {}, shape);
}
