/** What people read of a described face: a line. */
import type { DescribedFace } from '../../detect/describe/described-face.js';
import type { ActionUnit } from '../../detect/describe/expression/action-units.js';
import { type Emotion, type EmotionEstimate, emotions } from '../../detect/describe/expression/emotion.js';
import { directionAngles } from '../../detect/describe/gaze/eyeball-fit.js';
import type { EyeGaze } from '../../detect/describe/gaze/gaze.js';
import { angleToLens } from '../../detect/describe/gaze/lens-angle.js';
import { mostWrong } from '../../detect/seen-face.js';
import type { FaceRecord } from './face-record.js';

/** The same of a face whose model may say that it is none: so it is of boxes that somebody gave. */
export function recordWords({ wrong = 0, described }: Pick<FaceRecord, 'wrong' | 'described'>): string {
  const doubt =
    wrong > mostWrong ? `probably no face, or its points are wrong (${Math.round(100 * wrong)} %); ` : '';
  return `${doubt}${faceWords(described)}`;
}

/** What the signs of a head's and a gaze's angles mean: said once where angles are read. */
export const angleWords =
  'Angles are relative to the camera: positive yaw is to the subject’s left (the picture’s right), positive pitch up, positive roll a head that leans clockwise in the picture';

const degrees = 180 / Math.PI;
/** What is not said. */
const unknown = 'unknown';
/** Actions that are said are at least so strong, surely so, and so many. */
const strongest = { least: 0.25, sure: 1.5, count: 5 } as const;

/** Of an expression that nobody is sure of, the emotions that are said are at least so probable, and so many. */
const nearest = { least: 0.2, count: 2 } as const;

/** Sides whose intensities differ by less act alike. */
const alike = 0.1;

/** What the face looks like, whether mouth and eyes are open, where the eyes look, how the head stands, and what the face does. */
export function faceWords({ pose, gaze, eyes, expression }: DescribedFace): string {
  const words = [
    expressionWords(expression?.emotion),
    `mouth ${mouthWords(eyes?.mouth)}`,
    `eyes right ${eyes?.right.state ?? unknown}, left ${eyes?.left.state ?? unknown}`,
    `gaze ${gazeWords(gaze?.joined)}`,
    `head ${pose === undefined ? unknown : `yaw ${whole(pose.yaw)}, pitch ${whole(pose.pitch)}, roll ${whole(pose.roll)} (± ${whole(pose.deviation)})`}`,
    ...actionWords(expression?.actionUnits ?? []),
  ];
  return words.join('; ');
}

/** By the names that JSON and CSV have. Unsure is who looks, not the face: then it is said what the face is nearest to. */
function expressionWords(emotion: EmotionEstimate | undefined): string {
  if (emotion === undefined) return `expression ${unknown}`;
  const { name, probabilities } = emotion;
  const said = (of: Emotion): string => `${Math.round(100 * probabilities[of].value)} %`;
  if (name !== 'unsure') return `expression ${name} (${said(name)})`;
  const near = emotions
    .filter((of) => probabilities[of].value >= nearest.least)
    .sort((a, b) => probabilities[b].value - probabilities[a].value)
    .slice(0, nearest.count)
    .map((of) => `${of} ${said(of)}`);
  return `expression unsure${near.length === 0 ? '' : ` (${near.join(', ')})`}`;
}

function mouthWords(mouth: NonNullable<DescribedFace['eyes']>['mouth']): string {
  if (mouth === undefined) return unknown;
  const { state, opening } = mouth;
  return state === 'open' || state === 'wide' ? `${state} (${opening.toFixed(0)} mm)` : state;
}

/** The strongest actions by their names in the Facial Action Coding System; sides that act alike are said once. */
function actionWords(units: readonly ActionUnit[]): string[] {
  const strong = units.filter(
    ({ intensity, deviation }) => intensity > strongest.least && intensity > strongest.sure * deviation,
  );
  const partnerOf = (one: ActionUnit): ActionUnit | undefined =>
    strong.find(
      ({ name, side, intensity }) =>
        name === one.name && side !== one.side && Math.abs(intensity - one.intensity) < alike,
    );
  return strong
    .filter((one) => one.side !== 'left' || partnerOf(one) === undefined)
    .sort((a, b) => b.intensity - a.intensity)
    .slice(0, strongest.count)
    .map((one) => {
      const words = one.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
      const other = partnerOf(one);
      const side = one.side === undefined || other !== undefined ? '' : ` ${one.side}`;
      const intensity = other === undefined ? one.intensity : (one.intensity + other.intensity) / 2;
      return `${words}${side} (${one.unit}) ${intensity.toFixed(2)}`;
    });
}

function gazeWords(gaze: EyeGaze | undefined): string {
  if (gaze === undefined) return unknown;
  if (gaze.direction === undefined) return gaze.state;
  const { yaw, pitch } = directionAngles(gaze.direction);
  const error = gaze.deviation === undefined ? '' : ` (± ${whole(gaze.deviation)})`;
  return `yaw ${whole(yaw)}, pitch ${whole(pitch)}${error}${lensWords(gaze)}`;
}

/** A deviation holds for either of two directions: of who looks into the lens 86 % are told within two of it. */
function lensWords(gaze: EyeGaze): string {
  const off = angleToLens(gaze);
  if (off === undefined || gaze.deviation === undefined) return '';
  return off < 2 * gaze.deviation ? ', into the lens or near it' : `, ${whole(off)} from the lens`;
}

function whole(radians: number): string {
  return `${Math.round(radians * degrees)}°`;
}
