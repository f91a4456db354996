/**
 * Where a beard grows. The regions of its area are drawn once per head on a frontal grid, from the curves of mouth, nose
 * and jaw; a face's style, thin patches and shaven shadow combine them into one {@link BeardCover}, which the skin's
 * painter and the hairs read alike, so that painted roots and grown hairs never part. Behind the jaw the grid is cut off
 * by the distance from the jaw's line, since the neck is seen through it from the front.
 */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import { insideOutline, nearestOnPolyline } from '../../../mesh/polyline.js';
import { noise3 } from '../../../mesh/value-noise.js';
import type { BeardDescription } from '../../person/description.js';
import type { RestFeatures } from '../skin/rest-features.js';
import { type BeardRegion, beardRegions, regionWeights } from './beard-style.js';

const cell = 0.16;
const count = beardRegions.length;
/** Steps of the jaw's tables, by distance from the middle, centimetres. */
const jawStep = 0.2;

export class BeardMap {
  readonly features: RestFeatures;
  readonly left: number;
  readonly bottom: number;
  readonly columns: number;
  readonly rows: number;
  /** `[rows, columns, regions]` 0 to 1. */
  readonly #regions: Float32Array;
  /** Height and depth of the jaw's line by distance from the middle. */
  readonly #jawHeight: Float32Array;
  readonly #jawDepth: Float32Array;
  /** What most faces have. */
  readonly #bare: BeardCover;

  constructor(features: RestFeatures) {
    const { earFoot, chin } = features;
    this.features = features;
    this.left = -earFoot[0] - 1.2;
    this.bottom = chin[1] - 4;
    this.columns = Math.ceil((-2 * this.left) / cell) + 1;
    this.rows = Math.ceil((noseBaseOf(features) + 4 - this.bottom) / cell) + 1;
    [this.#jawHeight, this.#jawDepth] = jawTables(features);
    this.#regions = new Float32Array(this.rows * this.columns * count);
    const nothing = new Float32Array(this.rows * this.columns);
    this.#bare = new BeardCover(this, nothing, nothing);
    for (let row = 0; row < this.rows; row++)
      for (let column = 0; column < this.columns; column++)
        this.#draw(
          (row * this.columns + column) * count,
          this.left + column * cell,
          this.bottom + row * cell,
        );
  }

  /** A face's beard: where hair is let grow, and how dark the roots show on the skin. */
  cover(beard: BeardDescription): BeardCover {
    if (beard.style === 'none' && beard.shadow === 0) return this.#bare;
    const grown = new Float32Array(this.rows * this.columns);
    const shade = new Float32Array(grown.length);
    const weights = regionWeights(beard);
    const full = regionWeights({ ...beard, style: 'full' });
    const shift = beard.seed % 57;
    // Long hair covers what is bare between its roots.
    const patches = beard.patchiness * smoothStep(1.8, 0.6, beard.length);
    const dark = 0.55 + 0.4 * smoothStep(0.1, 0.6, beard.length);
    for (let i = 0, at = 0; i < grown.length; i++, at += count) {
      let most = 0;
      let area = 0;
      for (let r = 0; r < count; r++) {
        const region = this.#regions[at + r]!;
        most = Math.max(most, weights[r]! * region);
        area = Math.max(area, full[r]! * region);
      }
      if (area === 0) continue;
      const x = this.left + (i % this.columns) * cell;
      const y = this.bottom + Math.floor(i / this.columns) * cell;
      // Hair is thinnest on the cheeks.
      const thin = patches * (0.35 + 0.65 * smoothStep(1.5, 4, Math.abs(x)));
      // No border is a line: where hair is half let grow, it is in tufts.
      const ragged = noise3(x * 1.5 + shift, y * 1.5, 8.5) + 0.8 * noise3(x * 3.7, y * 3.7 + shift, 5.5);
      most = Math.min(1, Math.max(0, most + 1.2 * most * (1 - most) * ragged));
      const gaps = noise3(x * 0.9 + shift, y * 0.9, shift) + 0.5 * noise3(x * 2.3, y * 2.3 + shift, 3.5);
      grown[i] = most * (1 - thin * smoothStep(-0.35, 0.25, gaps));
      shade[i] = Math.max(grown[i]! * dark * (0.4 + 0.6 * beard.density), area * beard.shadow);
    }
    return new BeardCover(this, grown, shade);
  }

  /** How much of a value on the frontal grid holds at this depth: 0 behind ear and jaw. Rest space. */
  depthShare(x: number, y: number, z: number): number {
    const { earFoot } = this.features;
    const step = Math.min(this.#jawHeight.length - 1, Math.round(Math.abs(x) / jawStep));
    const under = Math.max(0, this.#jawHeight[step]! - y);
    const behind = this.#jawDepth[step]! - z;
    const ear = smoothStep(earFoot[2] - 0.9, earFoot[2] - 0.1, z);
    return behind < 0.8 || under === 0 ? ear : ear * smoothStep(3.6, 1.9, Math.hypot(under, behind));
  }

  #draw(at: number, x: number, y: number): void {
    const { mouth, chin, earFoot, lipOutline, jaw } = this.features;
    const base = noseBaseOf(this.features);
    const corner = Math.abs(this.features.lipInnerUpper[0]![0] - mouth[0]);
    const aside = Math.abs(x);
    const jawY = this.#jawHeight[Math.min(this.#jawHeight.length - 1, Math.round(aside / jawStep))]!;
    const under = jawY - y;
    const lips = insideOutline(lipOutline, x, y)
      ? 0
      : smoothStep(0, 0.12, nearestOnPolyline(lipOutline, x, y).distance);
    // Above, the beard thins out under the scalp's sideburns, highest before the ear.
    const low =
      2.4 *
      smoothStep(earFoot[0] - 0.2, earFoot[0] - 2, aside) *
      smoothStep(corner + 0.8, corner + 2.2, aside);
    const between =
      smoothStep(chin[1] - 3.6, chin[1] - 1.6, y) * smoothStep(base + 4.3 - low, base + 1.6 - low, y);
    if (lips * between === 0 || aside > earFoot[0] + 0.6) return;
    const along = Math.max(0, (aside - corner - 0.6) / Math.max(1, earFoot[0] - corner - 0.6));
    const belowLine = (lift: number): number => {
      const line = mouth[1] + 0.2 + lift * (1 - along) + along ** 1.6 * (base + 2.6 - mouth[1]);
      const inner = corner + 0.35 * (y - mouth[1]);
      return smoothStep(inner - 0.1, inner + 1.1, aside) * smoothStep(line + 1, line - 0.8, y);
    };
    const philtrum = 1 - 0.3 * Math.exp(-((aside / 0.3) ** 2)) * smoothStep(mouth[1], mouth[1] + 0.6, y);
    const aboveJaw = smoothStep(1.2, -0.2, under);
    const regions: Readonly<Record<BeardRegion, number>> = {
      moustache:
        philtrum *
        smoothStep(corner + 0.95, corner - 0.1, aside) *
        // Its upper border falls towards the corners of the mouth.
        smoothStep(base + 0.1, base - 0.55, y + 0.5 * (aside / corner) ** 2) *
        smoothStep(mouth[1] - 0.55, mouth[1] - 0.05, y),
      corners:
        Math.exp(-(((aside - corner - 0.4) / 0.5) ** 4)) *
        smoothStep(mouth[1] + 1, mouth[1] + 0.2, y) *
        aboveJaw,
      soulPatch: Math.exp(-((aside / 0.75) ** 4)) * smoothStep(mouth[1], mouth[1] - 0.6, y) * aboveJaw,
      chin:
        smoothStep(corner + 0.7, corner - 0.4, aside) *
        // Bare under the lip, least so beside the corners.
        smoothStep(mouth[1] - 1.1, mouth[1] - 2, y - 0.7 * smoothStep(0.7, corner + 0.2, aside)) *
        aboveJaw,
      jawLine: smoothStep(1.5, 0.8, nearestOnPolyline(jaw, x, y).distance) * aboveJaw,
      cheek: belowLine(0) * aboveJaw,
      highCheek: belowLine(1.5) * aboveJaw,
      sideburn: smoothStep(earFoot[0] - 2, earFoot[0] - 0.7, aside) * smoothStep(jawY - 0.5, jawY + 1, y),
      neck: smoothStep(0, 0.6, under),
    };
    beardRegions.forEach((region, r) => {
      this.#regions[at + r] = regions[region] * lips * between;
    });
  }
}

/** One face's beard, by place on the rest face. */
export class BeardCover {
  readonly #map: BeardMap;
  readonly #grown: Float32Array;
  readonly #shade: Float32Array;

  constructor(map: BeardMap, grown: Float32Array, shade: Float32Array) {
    this.#map = map;
    this.#grown = grown;
    this.#shade = shade;
  }

  /** How much hair is let grow, 0 to 1. */
  grownAt(x: number, y: number, z: number): number {
    return this.#read(this.#grown, x, y, z);
  }

  /** How dark the roots show on the skin, 0 to 1. */
  shadeAt(x: number, y: number, z: number): number {
    return this.#read(this.#shade, x, y, z);
  }

  #read(values: Float32Array, x: number, y: number, z: number): number {
    const { left, bottom, columns, rows } = this.#map;
    const column = (x - left) / cell;
    const row = (y - bottom) / cell;
    if (!(column >= 0 && row >= 0 && column < columns - 1 && row < rows - 1)) return 0;
    const i = Math.floor(column);
    const j = Math.floor(row);
    const tx = column - i;
    const ty = row - j;
    const at = j * columns + i;
    const low = values[at]! * (1 - tx) + values[at + 1]! * tx;
    const high = values[at + columns]! * (1 - tx) + values[at + columns + 1]! * tx;
    const value = low * (1 - ty) + high * ty;
    return value === 0 ? 0 : value * this.#map.depthShare(x, y, z);
  }
}

function noseBaseOf({ noseBase }: RestFeatures): number {
  return noseBase[noseBase.length >> 1]![1];
}

/** The jaw's line as height and depth by distance from the middle: the lower envelope of both sides. */
function jawTables({ jaw, earFoot }: RestFeatures): [Float32Array, Float32Array] {
  const steps = Math.ceil((earFoot[0] + 1) / jawStep) + 1;
  const height = new Float32Array(steps).fill(Infinity);
  const depth = new Float32Array(steps);
  const fine = 12;
  for (let i = 0; i + 1 < jaw.length; i++) {
    for (let k = 0; k <= fine; k++) {
      const [a, b, t] = [jaw[i]!, jaw[i + 1]!, k / fine];
      const step = Math.min(steps - 1, Math.round(Math.abs(a[0] + (b[0] - a[0]) * t) / jawStep));
      const y = a[1] + (b[1] - a[1]) * t;
      if (y >= height[step]!) continue;
      height[step] = y;
      depth[step] = a[2] + (b[2] - a[2]) * t;
    }
  }
  for (let step = 1; step < steps; step++) {
    if (Number.isFinite(height[step]!)) continue;
    height[step] = height[step - 1]!;
    depth[step] = depth[step - 1]!;
  }
  return [height, depth];
}
