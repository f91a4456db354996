/** Paints the stage: picture, uncertainty, curves, points, and the magnifier. Device pixels are CSS pixels times `ratio`. */
import type { SetCurve } from '../../../../src/annotation/curves.js';
import type { FaceSnapshot } from './face-session.js';
import { type Place, type Size, toStage, type View } from './view.js';

export interface StageLook {
  points: boolean;
  curves: boolean;
  names: boolean;
  uncertainty: boolean;
  magnifier: boolean;
}

export interface StagePicture {
  image: HTMLImageElement | null;
  snapshot: FaceSnapshot;
  view: View;
  look: StageLook;
  names: readonly string[];
  curves: readonly SetCurve[];
  selected: number | null;
  hovered: number | null;
  /** The points that would move with the hand: those of a curve. */
  held: readonly number[];
  /** Picture's pixels; where the magnifier looks. */
  lens: Place | null;
}

export interface StageColours {
  ground: string;
  text: string;
  accent: string;
  visibility: readonly [string, string, string, string];
}

/** The theme's own. */
export function stageColours(element: Element): StageColours {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ground: colour('--sunken'),
    text: colour('--text'),
    accent: colour('--accent'),
    visibility: [colour('--visible'), colour('--self-hidden'), colour('--other-hidden'), colour('--outside')],
  };
}

export function drawStage(
  context: CanvasRenderingContext2D,
  size: Size,
  ratio: number,
  picture: StagePicture,
  colours: StageColours,
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, size.width, size.height);
  drawImage(context, picture);
  if (picture.look.points) drawPoints(context, picture, colours);
  if (picture.lens !== null && picture.image !== null)
    drawLens(context, size, picture, picture.lens, colours);
}

function drawImage(context: CanvasRenderingContext2D, { image, view }: StagePicture): void {
  if (image === null) return;
  context.imageSmoothingEnabled = view.scale < 8;
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, view.x, view.y, image.naturalWidth * view.scale, image.naturalHeight * view.scale);
}

function drawPoints(context: CanvasRenderingContext2D, picture: StagePicture, colours: StageColours): void {
  const { snapshot, view, look, names, selected, hovered, held } = picture;
  const { points, fixed } = snapshot.edited;
  const at = (k: number): Place => toStage(view, [points[2 * k]!, points[2 * k + 1]!]);
  const count = points.length / 2;
  if (look.curves) drawCurves(context, picture, at);
  if (look.uncertainty) {
    context.fillStyle = 'rgb(255 255 255 / 0.16)';
    context.strokeStyle = 'rgb(255 255 255 / 0.4)';
    context.lineWidth = 1;
    // As one shape: where many lie on each other the picture stays to be seen.
    const all = new Path2D();
    for (let k = 0; k < count; k++) {
      const radius = snapshot.spread[k]! * view.scale;
      if (radius < 3) continue;
      const [x, y] = at(k);
      all.moveTo(x + radius, y);
      all.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fill(all);
    if (count < 200) context.stroke(all);
  }
  // Dense sets get smaller points; all grow a little with the zoom.
  const radius = Math.min(
    5,
    Math.max(1.6, (count > 300 ? 1.5 : 2.6) * Math.sqrt(Math.max(1, view.scale / 2))),
  );
  for (const kind of [0, 1, 2, 3] as const) {
    const path = new Path2D();
    for (let k = 0; k < count; k++) {
      if (snapshot.visibility(k) !== kind) continue;
      const [x, y] = at(k);
      path.moveTo(x + radius, y);
      path.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.strokeStyle = 'rgb(0 0 0 / 0.65)';
    context.lineWidth = 2;
    context.stroke(path);
    context.fillStyle = colours.visibility[kind];
    context.fill(path);
  }
  const put = new Path2D();
  for (const k of fixed.keys()) {
    const [x, y] = at(k);
    put.rect(x - radius - 1.5, y - radius - 1.5, 2 * radius + 3, 2 * radius + 3);
  }
  context.strokeStyle = '#ffffff';
  context.lineWidth = 1.5;
  context.stroke(put);
  for (const k of held) ring(context, at(k), radius + 3, '#ffffff', 1);
  if (hovered !== null && hovered !== selected) ring(context, at(hovered), radius + 4, '#ffffff', 1.5);
  if (selected !== null) {
    ring(context, at(selected), radius + 6, 'rgb(0 0 0 / 0.7)', 4);
    ring(context, at(selected), radius + 6, '#ffffff', 2);
  }
  if (look.names && view.scale * 0.5 > 0.4) drawNames(context, names, at, count);
}

function drawCurves(
  context: CanvasRenderingContext2D,
  { curves }: StagePicture,
  at: (k: number) => Place,
): void {
  const path = new Path2D();
  for (const { points, closed } of curves) {
    for (const [i, k] of points.entries()) {
      const [x, y] = at(k);
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
    if (closed) path.closePath();
  }
  context.lineWidth = 2.5;
  context.strokeStyle = 'rgb(0 0 0 / 0.35)';
  context.stroke(path);
  context.lineWidth = 1;
  context.strokeStyle = 'rgb(255 255 255 / 0.65)';
  context.stroke(path);
}

function ring(
  context: CanvasRenderingContext2D,
  [x, y]: Place,
  radius: number,
  colour: string,
  width: number,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** Names that would cover others are left out. */
function drawNames(
  context: CanvasRenderingContext2D,
  names: readonly string[],
  at: (k: number) => Place,
  count: number,
): void {
  context.font = '10px ui-monospace, monospace';
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.strokeStyle = 'rgb(0 0 0 / 0.75)';
  context.fillStyle = '#ffffff';
  const letter = context.measureText('m').width;
  const taken: [left: number, right: number, y: number][] = [];
  for (let k = 0; k < count; k++) {
    const [x, y] = at(k);
    const right = x + 8 + letter * names[k]!.length;
    if (taken.some(([l, r, other]) => Math.abs(other - y) < 11 && x < r && l < right)) continue;
    taken.push([x, right, y]);
    context.strokeText(names[k]!, x + 8, y);
    context.fillText(names[k]!, x + 8, y);
  }
}

const lensSide = 168;
const lensGap = 12;

/** The surroundings of a place, larger than on the stage, in the corner that is further away. */
function drawLens(
  context: CanvasRenderingContext2D,
  size: Size,
  picture: StagePicture,
  lens: Place,
  colours: StageColours,
): void {
  const [sx, sy] = toStage(picture.view, lens);
  const isRight = sx > size.width / 2 && sy < lensSide + 60;
  const left = isRight ? lensGap : size.width - lensSide - lensGap;
  const scale = Math.max(4, 2.5 * picture.view.scale);
  const middle: Place = [left + lensSide / 2, lensGap + lensSide / 2];
  const view: View = {
    scale,
    x: middle[0] - (lens[0] + 0.5) * scale,
    y: middle[1] - (lens[1] + 0.5) * scale,
  };
  context.save();
  context.beginPath();
  context.roundRect(left, lensGap, lensSide, lensSide, 8);
  context.fillStyle = colours.ground;
  context.fill();
  context.clip();
  const look = { ...picture.look, names: false, uncertainty: false };
  const enlarged = { ...picture, view, look };
  drawImage(context, enlarged);
  if (look.points) drawPoints(context, enlarged, colours);
  context.strokeStyle = 'rgb(255 255 255 / 0.8)';
  context.lineWidth = 1;
  context.beginPath();
  for (const [x, y] of [
    [1, 0],
    [0, 1],
  ] as const) {
    context.moveTo(middle[0] - x * 16, middle[1] - y * 16);
    context.lineTo(middle[0] + x * 16, middle[1] + y * 16);
  }
  context.stroke();
  context.restore();
  context.strokeStyle = colours.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(left, lensGap, lensSide, lensSide, 8);
  context.stroke();
}
