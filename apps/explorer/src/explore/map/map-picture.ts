/** Draws rows as dots into the pixels of a canvas, and as small pictures where they stand apart. */
import type { RowStore } from '../row-store.js';
import { pixelOf } from './map-colours.js';

export interface MapScene {
  /** `[N, 2]` */
  places: Float32Array;
  pixels: Uint32Array;
  /** Rows in the order in which they are drawn: those that do not pass the filter, then those that do, then the selected. */
  faint: Uint32Array;
  kept: Uint32Array;
  selected: Uint32Array;
}

/** From places to CSS pixels: x · scale + left. The y axis points up on the map. */
export interface MapView {
  scale: number;
  left: number;
  top: number;
}

export interface DrawnRow {
  row: number;
  x: number;
  y: number;
  side: number;
}

const mostPictures = 160;
/** Rows in sight from which on pictures are shown. */
const fewInSight = 2500;

export function drawDots(
  context: CanvasRenderingContext2D,
  scene: MapScene,
  view: MapView,
  {
    width,
    height,
    ratio,
    accent,
    faintColour,
  }: { width: number; height: number; ratio: number; accent: string; faintColour: string },
): void {
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (w === 0 || h === 0) return;
  const image = context.createImageData(w, h);
  const pixels = new Uint32Array(image.data.buffer);
  const { places } = scene;
  const radius = Math.max(1, Math.round((scene.kept.length > 20_000 ? 1.2 : 2) * ratio));
  const dot = (row: number, size: number, colour: number): void => {
    const x = Math.round((places[2 * row]! * view.scale + view.left) * ratio);
    const y = Math.round((view.top - places[2 * row + 1]! * view.scale) * ratio);
    // Not of a row without a place either: NaN is in no range.
    if (!(x >= size && y >= size && x < w - size && y < h - size)) return;
    for (let dy = -size; dy <= size; dy++) {
      const wide = Math.abs(dy) === size && size > 1 ? size - 1 : size;
      pixels.fill(colour, (y + dy) * w + x - wide, (y + dy) * w + x + wide + 1);
    }
  };
  const faint = pixelOf(faintColour);
  for (const row of scene.faint) dot(row, Math.max(1, radius - 1), faint);
  for (const row of scene.kept) dot(row, radius, scene.pixels[row]!);
  const chosen = pixelOf(accent);
  for (const row of scene.selected) {
    dot(row, radius + 2, chosen);
    dot(row, radius, scene.pixels[row]!);
  }
  context.putImageData(image, 0, 0);
}

/** Rows that are shown as pictures: in sight, and far enough from one another. None where too many are in sight. */
export function picturesIn(
  { places, kept }: MapScene,
  { scale, left, top }: MapView,
  { width, height }: { width: number; height: number },
): DrawnRow[] {
  const inSight: DrawnRow[] = [];
  for (const row of kept) {
    const x = places[2 * row]! * scale + left;
    const y = top - places[2 * row + 1]! * scale;
    if (!(x > -20 && y > -20 && x < width + 20 && y < height + 20)) continue;
    if (inSight.length >= fewInSight) return [];
    inSight.push({ row, x, y, side: 0 });
  }
  const side = Math.max(44, Math.min(96, Math.sqrt((width * height) / Math.max(1, inSight.length)) * 0.8));
  const taken = new Set<number>();
  const across = Math.ceil(width / side) + 3;
  const shown: DrawnRow[] = [];
  for (const one of inSight) {
    const cell = Math.floor(one.y / side + 1) * across + Math.floor(one.x / side + 1);
    const isFree = [-across - 1, -across, -across + 1, -1, 0, 1, across - 1, across, across + 1].every(
      (step) => {
        return !taken.has(cell + step) || !overlaps(shown, one, side);
      },
    );
    if (!isFree) continue;
    taken.add(cell);
    shown.push({ ...one, side });
    if (shown.length >= mostPictures) break;
  }
  return shown;
}

const overlaps = (shown: readonly DrawnRow[], { x, y }: DrawnRow, side: number): boolean =>
  shown.some((other) => Math.abs(other.x - x) < side && Math.abs(other.y - y) < side);

export function drawPictures(
  context: CanvasRenderingContext2D,
  rows: readonly DrawnRow[],
  pictures: RowStore<ImageBitmap>,
  { ratio, isSelected, accent }: { ratio: number; isSelected(row: number): boolean; accent: string },
): void {
  for (const { row, x, y, side } of rows) {
    const picture = pictures.get(row);
    if (picture === undefined) continue;
    const fit = side / Math.max(picture.width, picture.height);
    const [wide, high] = [picture.width * fit * ratio, picture.height * fit * ratio];
    const [left, top] = [x * ratio - wide / 2, y * ratio - high / 2];
    context.drawImage(picture, left, top, wide, high);
    context.lineWidth = (isSelected(row) ? 3 : 1) * ratio;
    context.strokeStyle = isSelected(row) ? accent : 'rgb(0 0 0 / 0.4)';
    context.strokeRect(left, top, wide, high);
  }
}

/** @param polygon – x, y in turn. @returns whether the point lies inside. */
export function isInside(polygon: readonly number[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [polygon[i]!, polygon[i + 1]!, polygon[j]!, polygon[j + 1]!];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** So that all rows with a place fill the window. */
export function fitted(places: Float32Array, { width, height }: { width: number; height: number }): MapView {
  let [left, right, low, high] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let i = 0; i < places.length; i += 2) {
    const [x, y] = [places[i]!, places[i + 1]!];
    if (Number.isNaN(x)) continue;
    left = Math.min(left, x);
    right = Math.max(right, x);
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  if (left > right) return { scale: 1, left: 0, top: 0 };
  const scale = 0.92 * Math.min(width / Math.max(1e-6, right - left), height / Math.max(1e-6, high - low));
  return {
    scale,
    left: width / 2 - (scale * (left + right)) / 2,
    top: height / 2 + (scale * (low + high)) / 2,
  };
}
