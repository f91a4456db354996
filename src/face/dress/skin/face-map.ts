/**
 * A head's paint-by-numbers: masks of lips, brows, lids, nose and the like on a frontal grid over the rest face,
 * drawn once per head from its curves and read by the skin painter at every pixel. The face is single-valued seen from
 * the front except for nostrils, mouth and lid folds, which the stored foremost depth tells apart.
 */

import { smoothStep } from '../../../core/numbers/smooth-step.js';
import { insideOutline, nearestOnPolyline, pointAlong } from '../../../mesh/polyline.js';
import type { HeadModel } from '../../heads/head-model.js';
import { type FrontalGrid, foremostSkin, opennessOf, undersideOf } from './depth-map.js';
import type { EyeFeatures, RestFeatures } from './rest-features.js';

/** What each cell holds; values 0 to 1 unless said otherwise. */
export const faceChannels = {
  /** z of the foremost skin, centimetres. */
  depth: 0,
  lips: 1,
  /** 1 on the line where the lips meet, falling off within millimetres. */
  mouthLine: 2,
  /** 1 on the brow's middle line, 0 on its edges, down to −2 away from it. */
  brow: 3,
  /** 0 at the brow's outer end, 1 at its inner end. */
  browAlong: 4,
  /** Centimetres outside the upper (lower) lid's edge, up to 2. */
  aboveLid: 5,
  belowLid: 6,
  redness: 7,
  oil: 8,
  openness: 9,
  nose: 10,
  nostril: 11,
  /** Where skin that lies behind the foremost is a cavity: nostrils and mouth. */
  cave: 12,
} as const;
export const faceChannelCount = 13;

export class FaceMap {
  readonly grid: FrontalGrid;
  /** `[rows, columns, 13]` */
  readonly cells: Float32Array;

  constructor(head: HeadModel, features: RestFeatures) {
    const left = -features.earFoot[0] - 1.5;
    const bottom = features.chin[1] - 4;
    const cell = 0.065;
    this.grid = {
      left,
      bottom,
      cell,
      columns: Math.ceil((-2 * left) / cell),
      rows: Math.ceil((features.foreheadFoot + 6.5 - bottom) / cell),
    };
    this.cells = new Float32Array(this.grid.columns * this.grid.rows * faceChannelCount);
    this.#draw(head, features);
  }

  /** Reads all channels at a place into `into`, bilinearly; false outside the grid. */
  read(x: number, y: number, into: Float32Array): boolean {
    const { left, bottom, cell, columns, rows } = this.grid;
    const column = (x - left) / cell;
    const row = (y - bottom) / cell;
    if (!(column >= 0 && row >= 0 && column < columns - 1 && row < rows - 1)) return false;
    const i = Math.floor(column);
    const j = Math.floor(row);
    const tx = column - i;
    const ty = row - j;
    const { cells } = this;
    let a = (j * columns + i) * faceChannelCount;
    let b = a + columns * faceChannelCount;
    const w00 = (1 - tx) * (1 - ty);
    const w10 = tx * (1 - ty);
    const w01 = (1 - tx) * ty;
    const w11 = tx * ty;
    for (let c = 0; c < faceChannelCount; c++, a++, b++) {
      into[c] =
        cells[a]! * w00 +
        cells[a + faceChannelCount]! * w10 +
        cells[b]! * w01 +
        cells[b + faceChannelCount]! * w11;
    }
    return true;
  }

  #draw(head: HeadModel, features: RestFeatures): void {
    const { grid, cells } = this;
    const depth = foremostSkin(head.topology, grid);
    const open = opennessOf(depth, grid, Math.round(0.8 / grid.cell), 0.55);
    const under = undersideOf(depth, grid);
    const spots = placeSpots(features);
    for (let row = 0; row < grid.rows; row++) {
      const y = grid.bottom + row * grid.cell;
      for (let column = 0; column < grid.columns; column++) {
        const x = grid.left + column * grid.cell;
        const index = row * grid.columns + column;
        const at = index * faceChannelCount;
        const z = depth[index]!;
        cells[at] = Number.isFinite(z) ? z : -1e3;
        // The underside of jaw and chin sees the neck and the chest instead of the sky.
        const jaw = smoothStep(features.mouth[1], features.mouth[1] - 1.5, y);
        cells[at + faceChannels.openness] = open[index]! * (1 - 0.65 * jaw * under[index]!);
        drawMouth(cells, at, x, y, features);
        drawEye(cells, at, x, y, features.eyes[x < 0 ? 'right' : 'left']);
        drawSpots(cells, at, x, y, spots, features);
      }
    }
  }
}

function drawMouth(cells: Float32Array, at: number, x: number, y: number, features: RestFeatures): void {
  const { mouth, lipOutline } = features;
  const near = Math.abs(y - mouth[1]) < 2.6 && Math.abs(x - mouth[0]) < 4;
  if (!near) return;
  const edge = nearestOnPolyline(lipOutline, x, y).distance;
  const signed = insideOutline(lipOutline, x, y) ? edge : -edge;
  cells[at + faceChannels.lips] = smoothStep(-0.06, 0.1, signed);
  const upper = nearestOnPolyline(features.lipInnerUpper, x, y).distance;
  const lower = nearestOnPolyline(features.lipInnerLower, x, y).distance;
  const line = Math.min(upper, lower);
  cells[at + faceChannels.mouthLine] = Math.exp(-((line / 0.13) ** 2)) * smoothStep(-0.15, 0.15, signed);
  cells[at + faceChannels.cave] = smoothStep(-0.1, 0.1, signed);
}

function drawEye(cells: Float32Array, at: number, x: number, y: number, eye: EyeFeatures): void {
  cells[at + faceChannels.brow] = -2;
  cells[at + faceChannels.aboveLid] = 2;
  cells[at + faceChannels.belowLid] = 2;
  if (Math.abs(x - eye.centre[0]) > 4 || Math.abs(y - eye.centre[1]) > 5) return;
  if (Math.abs(y - eye.centre[1]) < 3) {
    cells[at + faceChannels.aboveLid] = Math.min(2, nearestOnPolyline(eye.upperLid, x, y).distance);
    cells[at + faceChannels.belowLid] = Math.min(2, nearestOnPolyline(eye.lowerLid, x, y).distance);
  }
  const nearest = nearestOnPolyline(eye.browMiddle, x, y);
  if (nearest.distance > 2.5) return;
  const top = pointAlong(eye.browUpper, nearest.along);
  const bottom = pointAlong(eye.browLower, nearest.along);
  const half = Math.max(0.12, Math.hypot(top[0] - bottom[0], top[1] - bottom[1]) / 2);
  cells[at + faceChannels.brow] = Math.max(-2, 1 - nearest.distance / half);
  cells[at + faceChannels.browAlong] = nearest.along;
}

interface Spot {
  x: number;
  y: number;
  width: number;
  height: number;
  strength: number;
  channel: number;
}

/** Soft elliptic spots (Gaussian) placed by the features; both sides get their own. */
function placeSpots(features: RestFeatures): readonly Spot[] {
  const { noseTip, mouth, chin, eyes, noseBase, foreheadFoot, earFoot } = features;
  const wing = Math.abs(noseBase[0]!.at(0) ?? 1.3);
  const base = noseBase[noseBase.length >> 1]!;
  const eyeX = Math.abs(eyes.left.centre[0]);
  const { redness, oil, nostril, nose } = faceChannels;
  const both = (spot: Spot): Spot[] => [spot, { ...spot, x: -spot.x }];
  const wingHeight = (noseTip[1] + base[1]) / 2;
  return [
    ...both({ x: eyeX * 1.25, y: noseTip[1] + 0.2, width: 2, height: 1.7, strength: 0.75, channel: redness }),
    { x: 0, y: wingHeight, width: wing + 0.4, height: 1, strength: 0.8, channel: redness },
    ...both({ x: wing, y: wingHeight - 0.1, width: 0.55, height: 0.8, strength: 0.4, channel: redness }),
    { x: 0, y: chin[1] + 1.6, width: 1.6, height: 1, strength: 0.35, channel: redness },
    { x: 0, y: foreheadFoot + 2.6, width: 3.4, height: 1.6, strength: 0.6, channel: oil },
    { x: 0, y: (noseTip[1] + foreheadFoot) / 2, width: 0.8, height: 2.4, strength: 0.7, channel: oil },
    { x: 0, y: noseTip[1], width: 1, height: 0.7, strength: 0.8, channel: oil },
    { x: 0, y: chin[1] + 1.6, width: 1.3, height: 0.8, strength: 0.5, channel: oil },
    ...both({ x: eyeX * 1.2, y: noseTip[1] + 1.8, width: 1.3, height: 0.7, strength: 0.5, channel: oil }),
    ...both({ x: wing * 0.5, y: base[1] + 0.28, width: 0.36, height: 0.2, strength: 1, channel: nostril }),
    { x: 0, y: wingHeight, width: wing * 1.15, height: 1.2, strength: 1.6, channel: nose },
    {
      x: 0,
      y: (noseTip[1] + foreheadFoot) / 2 - 0.3,
      width: wing * 0.6,
      height: 2,
      strength: 1.4,
      channel: nose,
    },
    ...both({ x: earFoot[0], y: mouth[1], width: 1, height: 1, strength: 0.1, channel: redness }),
  ];
}

function drawSpots(
  cells: Float32Array,
  at: number,
  x: number,
  y: number,
  spots: readonly Spot[],
  features: RestFeatures,
): void {
  for (const spot of spots) {
    const dx = (x - spot.x) / spot.width;
    const dy = (y - spot.y) / spot.height;
    const squared = dx * dx + dy * dy;
    if (squared > 9) continue;
    const channel = at + spot.channel;
    const value = spot.strength * Math.exp(-squared);
    cells[channel] = Math.min(1, Math.max(cells[channel]!, value));
  }
  const { noseBase, noseTip } = features;
  const wing = Math.abs(noseBase[0]![0]);
  const base = noseBase[noseBase.length >> 1]![1];
  const underNose =
    smoothStep(wing + 0.2, wing - 0.3, Math.abs(x)) *
    smoothStep(base - 0.4, base, y) *
    smoothStep(noseTip[1] + 0.3, noseTip[1] - 0.2, y);
  cells[at + faceChannels.cave] = Math.max(cells[at + faceChannels.cave]!, underNose);
}
