/** One line of the grid: the pictures side by side on one canvas, each with its layer, points and box. */
import { drawErrors, drawFace, themeColours } from './draw-points.js';
import type { RowPoints, RowPrediction } from './grid-stores.js';
import type { RowStore } from './row-store.js';
import type { ViewState } from './view-state.js';

/** Between pictures, CSS pixels. */
export const gap = 4;
const rounded = 3;

export interface LineStores {
  pictures: RowStore<ImageBitmap>;
  layers: RowStore<ImageBitmap> | null;
  points: RowStore<RowPoints> | null;
  predictions: RowStore<RowPrediction> | null;
}

export interface LineLook extends Pick<ViewState, 'points' | 'boxes' | 'blend'> {
  /** Of each point. */
  regions: readonly string[];
  /** Of a picture, CSS pixels. */
  side: number;
}

interface Square {
  left: number;
  pixels: number;
}

/** @returns whether all pictures that are to come are there. */
export function drawLine(
  canvas: HTMLCanvasElement,
  rows: Uint32Array,
  stores: LineStores,
  look: LineLook,
): boolean {
  const ratio = Math.min(2, devicePixelRatio);
  const pixels = Math.round(look.side * ratio);
  const leftOf = (i: number): number => Math.round(i * (look.side + gap) * ratio);
  const width = leftOf(rows.length - 1) + pixels;
  if (canvas.width !== width || canvas.height !== pixels) {
    canvas.width = width;
    canvas.height = pixels;
    canvas.style.width = `${width / ratio}px`;
  }
  // Nothing shows through: what lies below need not be painted.
  const context = canvas.getContext('2d', { alpha: false })!;
  const { ground, sunken } = themeColours();
  context.fillStyle = ground;
  context.fillRect(0, 0, width, pixels);
  for (const [i, row] of rows.entries()) {
    const square = { left: leftOf(i), pixels };
    const picture = stores.pictures.get(row);
    if (picture === undefined || picture.width !== picture.height) {
      context.fillStyle = sunken;
      context.fillRect(square.left, 0, pixels, pixels);
    }
    if (picture !== undefined) drawCell(context, square, picture, row, stores, look);
  }
  context.fillStyle = ground;
  context.beginPath();
  for (let i = 0; i < rows.length; i++) corners(context, leftOf(i), pixels, rounded * ratio);
  context.fill();
  return rows.every((row) => stores.pictures.has(row));
}

/** What a square of round corners leaves of the sharp ones: a clip for all that is drawn would cost far more. */
function corners(context: CanvasRenderingContext2D, left: number, side: number, radius: number): void {
  for (const [x, y, right, down] of [
    [left, 0, 1, 1],
    [left + side, 0, -1, 1],
    [left + side, side, -1, -1],
    [left, side, 1, -1],
  ] as const) {
    context.moveTo(x, y);
    context.lineTo(x + right * radius, y);
    context.quadraticCurveTo(x + right * radius * 0.3, y + down * radius * 0.3, x, y + down * radius);
    context.closePath();
  }
}

function drawCell(
  context: CanvasRenderingContext2D,
  square: Square,
  picture: ImageBitmap,
  row: number,
  stores: LineStores,
  look: LineLook,
): void {
  const { pixels } = square;
  const fit = pixels / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width * fit, picture.height * fit];
  const [left, top] = [square.left + (pixels - width) / 2, (pixels - height) / 2];
  // The best is dear, and shows only where a picture is made much smaller.
  context.imageSmoothingQuality = fit < 0.6 ? 'medium' : 'low';
  context.drawImage(picture, left, top, width, height);
  const layer = stores.layers?.get(row);
  if (layer !== undefined) {
    context.globalAlpha = look.blend;
    context.drawImage(layer, left, top, width, height);
    context.globalAlpha = 1;
  }
  const face = stores.points?.get(row);
  if (face === undefined) return;
  const { regions } = look;
  const scale = pixels / Math.max(face.width, face.height);
  const place = {
    scale,
    // (0, 0) is the centre of the first pixel.
    left: left + scale / 2,
    top: top + scale / 2,
    radius: Math.max(0.5, pixels / (regions.length > 200 ? 260 : 130)),
  };
  const predicted = stores.predictions?.get(row);
  const isPredicted = predicted !== undefined && !Number.isNaN(predicted.points[0]!);
  drawFace(
    context,
    isPredicted && look.points === 'uncertainty' ? { ...face, points: predicted.points } : face,
    {
      // Uncertainty is a model's: labels have none.
      colours: look.points === 'uncertainty' && !isPredicted ? 'visibility' : look.points,
      uncertainty: isPredicted ? predicted.uncertainty : null,
      regions,
      boxes: look.boxes,
      ...place,
    },
  );
  if (isPredicted && look.points !== 'uncertainty') drawErrors(context, face.points, predicted, place);
}
