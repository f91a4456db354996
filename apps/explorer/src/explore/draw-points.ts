/** Points and boxes over a picture, in the theme's colours: by visibility, region or uncertainty. */
import type { BoxView } from '../../../../src/server/studio/schemas/explore.js';
import type { PointColours } from './view-state.js';

export interface DrawnFace {
  points: ArrayLike<number>;
  visibility: ArrayLike<number> | null;
  box: BoxView;
}

export interface DrawOptions {
  colours: PointColours;
  /** Of each point. */
  regions: readonly string[];
  boxes: boolean;
  /** Canvas pixels a picture pixel, and where its (0, 0) is. */
  scale: number;
  left: number;
  top: number;
  /** Radius in canvas pixels. */
  radius: number;
  /** `[K]` pixels, where they are known. */
  uncertainty?: ArrayLike<number> | null;
}

const visibilityColours = ['--visible', '--self-hidden', '--other-hidden', '--outside'];
export const visibilityNames = ['visible', 'hidden by the face', 'hidden by something', 'outside'];

const regionColours: Readonly<Record<string, string>> = {
  contour: '#4f9cf0',
  brows: '#e0a021',
  nose: '#38b48b',
  eyes: '#e25f8e',
  mouth: '#d9534f',
  skin: '#9b87f5',
  ears: '#8a9a5b',
};
export const regionColour = (region: string): string => regionColours[region] ?? '#888888';

interface ThemeColours {
  list: string[];
  accent: string;
  /** Of what does not pass. */
  faint: string;
  /** Behind pictures, and where one is to come. */
  ground: string;
  sunken: string;
}

let colours: (ThemeColours & { theme: string | undefined }) | undefined;

/** Read once for a theme: a style is dear to ask for. */
export function themeColours(): ThemeColours {
  const { theme } = document.documentElement.dataset;
  if (colours?.theme === theme && colours !== undefined) return colours;
  const style = getComputedStyle(document.documentElement);
  colours = {
    theme,
    list: visibilityColours.map((name) => style.getPropertyValue(name).trim()),
    accent: style.getPropertyValue('--accent').trim(),
    faint: style.getPropertyValue('--line').trim(),
    ground: style.getPropertyValue('--ground').trim(),
    sunken: style.getPropertyValue('--sunken').trim(),
  };
  return colours;
}

/** What a model says of a face. */
export interface DrawnPrediction {
  points: ArrayLike<number>;
  /** % of each point. */
  errors: ArrayLike<number>;
  /** Of all its points; by its errors where there is none. */
  colour?: string | undefined;
  /** Another model on the same face. */
  against?: DrawnPrediction | undefined;
}

const errorSteps = 6;
export const fullRed = 10;
export const errorColour = (error: number): string =>
  `hsl(${130 - (130 * Math.min(errorSteps, Math.round((errorSteps * error) / fullRed))) / errorSteps} 90% 50%)`;

/** From each label to what a model says, greener where it is near: full red is an error of a tenth. Two models have a colour each. */
export function drawErrors(
  context: CanvasRenderingContext2D,
  labels: ArrayLike<number>,
  { points, errors, colour, against }: DrawnPrediction,
  place: Pick<DrawOptions, 'scale' | 'left' | 'top' | 'radius'>,
): void {
  const { scale, left, top, radius } = place;
  if (against !== undefined) drawErrors(context, labels, against, place);
  context.lineWidth = Math.max(1, radius);
  const groups = new Map<string, number[]>();
  for (let k = 0; k < errors.length; k++) {
    const error = errors[k]!;
    if (Number.isNaN(error)) continue;
    const own = colour ?? errorColour(error);
    const group = groups.get(own);
    if (group === undefined) groups.set(own, [k]);
    else group.push(k);
  }
  for (const [own, members] of groups) {
    context.strokeStyle = own;
    context.beginPath();
    for (const k of members) {
      const [x, y] = [left + points[2 * k]! * scale, top + points[2 * k + 1]! * scale];
      context.moveTo(left + labels[2 * k]! * scale, top + labels[2 * k + 1]! * scale);
      context.lineTo(x, y);
      context.rect(x - radius / 2, y - radius / 2, radius, radius);
    }
    context.stroke();
  }
}

export function drawFace(context: CanvasRenderingContext2D, face: DrawnFace, options: DrawOptions): void {
  const { colours: by, regions, boxes, scale, left, top, radius, uncertainty } = options;
  const { list, accent } = themeColours();
  const { points, visibility, box } = face;
  if (boxes) {
    context.strokeStyle = accent;
    context.lineWidth = Math.max(1, radius);
    context.strokeRect(left + box.x * scale, top + box.y * scale, box.width * scale, box.height * scale);
  }
  if (by === 'none') return;
  const groups = new Map<string, number[]>();
  const widest = uncertainty ? Math.max(1e-6, ...Array.from(uncertainty)) : 1;
  for (let k = 0; k < points.length / 2; k++) {
    const colour =
      by === 'region'
        ? regionColour(regions[k] ?? '')
        : by === 'uncertainty' && uncertainty
          ? `hsl(${140 - (140 * Math.round((8 * (uncertainty[k] ?? 0)) / widest)) / 8} 85% 52%)`
          : (list[visibility?.[k] ?? 0] ?? list[0]!);
    const group = groups.get(colour);
    if (group === undefined) groups.set(colour, [k]);
    else group.push(k);
  }
  const side = 2 * radius;
  for (const [colour, members] of groups) {
    context.fillStyle = colour;
    if (radius > 1.6) {
      context.beginPath();
      for (const k of members) {
        const [x, y] = [left + points[2 * k]! * scale, top + points[2 * k + 1]! * scale];
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 7);
      }
      context.fill();
    } else
      for (const k of members)
        context.fillRect(
          left + points[2 * k]! * scale - radius,
          top + points[2 * k + 1]! * scale - radius,
          side,
          side,
        );
  }
}
