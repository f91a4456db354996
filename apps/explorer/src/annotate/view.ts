/** Where the picture lies on the stage: CSS pixels = (picture's pixel + ½) · scale + shift. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export type Place = readonly [x: number, y: number];

const leastScale = 0.02;
const mostScale = 60;

export const toStage = ({ scale, x, y }: View, [px, py]: Place): Place => [
  (px + 0.5) * scale + x,
  (py + 0.5) * scale + y,
];

export const toPicture = ({ scale, x, y }: View, [sx, sy]: Place): Place => [
  (sx - x) / scale - 0.5,
  (sy - y) / scale - 0.5,
];

/** The box in the middle, as large as it goes with some air. */
export function fitBox(box: { x: number; y: number; width: number; height: number }, stage: Size): View {
  const scale = clamp(0.8 * Math.min(stage.width / box.width, stage.height / box.height));
  return {
    scale,
    x: stage.width / 2 - (box.x + box.width / 2 + 0.5) * scale,
    y: stage.height / 2 - (box.y + box.height / 2 + 0.5) * scale,
  };
}

/** What is under the pointer stays there. */
export function zoomAt(view: View, by: number, [sx, sy]: Place): View {
  const scale = clamp(view.scale * by);
  const real = scale / view.scale;
  return { scale, x: sx - (sx - view.x) * real, y: sy - (sy - view.y) * real };
}

/** Moves only as far as the place needs to be well inside. */
export function show(view: View, place: Place, stage: Size): View {
  const [x, y] = toStage(view, place);
  const air = 0.12;
  const into = (at: number, side: number): number =>
    Math.min(Math.max(at, air * side), (1 - air) * side) - at;
  return { ...view, x: view.x + into(x, stage.width), y: view.y + into(y, stage.height) };
}

const clamp = (scale: number): number => Math.min(Math.max(scale, leastScale), mostScale);

/** Of all points. */
export function boxOf(points: Float32Array): { x: number; y: number; width: number; height: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i]!);
    right = Math.max(right, points[i]!);
    top = Math.min(top, points[i + 1]!);
    bottom = Math.max(bottom, points[i + 1]!);
  }
  return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** @param isWanted – points that count. @returns the nearest within so many CSS pixels. */
export function pointAt(
  points: Float32Array,
  view: View,
  [sx, sy]: Place,
  reach: number,
  isWanted: (k: number) => boolean,
): number | null {
  let best: number | null = null;
  let least = reach;
  for (let k = 0; 2 * k < points.length; k++) {
    if (!isWanted(k)) continue;
    const [x, y] = toStage(view, [points[2 * k]!, points[2 * k + 1]!]);
    const apart = Math.hypot(x - sx, y - sy);
    if (apart <= least) {
      least = apart;
      best = k;
    }
  }
  return best;
}
