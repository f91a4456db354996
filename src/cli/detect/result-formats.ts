/** What `detect` says of the faces it found: text for people, JSON, JSON lines and CSV for programs. K landmarks. */
import { csvCell } from '../../core/text/csv-cell.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import type { Detection, Detector } from '../../detect/landmarks/detector.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { visibility as visibilityCodes, visibilityKinds } from '../../landmarks/landmark-set.js';
import type { ModelMetadata } from '../../networks/model-file/model-metadata.js';
import { descriptionText } from './describe-faces.js';
import type { DetectJob } from './inputs.js';

export interface Failure {
  /** The image, or the line of a boxes file. */
  image: string;
  reason: string;
}

export interface ImageResult {
  image: string;
  faces: {
    box: FaceBox;
    usedWholeImage: boolean;
    /** Of a face that was found: how sure the finder is, 0 to 1. */
    score?: number;
    /** Where the model can tell: how probable it is that this is no face, or a wrong one. */
    wrong?: number;
    /** K × [x, y], pixels. */
    points: number[][];
    /** K standard deviations, pixels. */
    uncertainty: number[];
    /** Where the model says it: K × how probably visible, hidden by the face, hidden by something else, outside. */
    visibility?: number[][];
    /** With `--describe`: what the points say. */
    description?: DescribedFace;
  }[];
}

export const detectFormats = ['text', 'json', 'jsonl', 'csv'] as const;
export type DetectFormat = (typeof detectFormats)[number];

/** Of points, boxes and uncertainties. */
export const unit = 'pixel';

/** With the finder's score where the face was found. */
export type ScoredDetection = Detection & { score?: number };

/** @param described – of each face, where it was asked for. */
export function resultOf(
  { path }: DetectJob,
  detections: readonly ScoredDetection[],
  described?: readonly DescribedFace[],
): ImageResult {
  return {
    image: path,
    faces: detections.map(({ points, uncertainty, visibility, wrong, box, usedWholeImage, score }, i) => ({
      box,
      usedWholeImage,
      ...(score !== undefined && { score: round(score) }),
      ...(wrong !== undefined && { wrong: round(wrong) }),
      points: Array.from(uncertainty, (_, k) => [round(points[2 * k]!), round(points[2 * k + 1]!)]),
      uncertainty: Array.from(uncertainty, round),
      ...(visibility && { visibility: sharesOf(visibility) }),
      ...(described && { description: described[i]! }),
    })),
  };
}

/** @param shares – `[K, 4]`. */
function sharesOf(shares: Float32Array): number[][] {
  return Array.from({ length: shares.length / visibilityKinds }, (_, k) =>
    Array.from(shares.subarray(k * visibilityKinds, (k + 1) * visibilityKinds), round),
  );
}

/** Hundredths say all there is to say, of pixels and of shares. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** One image's result on its own, in a file: it names its points. */
export function resultFile({ metadata }: Detector, result: ImageResult): object {
  const { set, convention, names } = metadata.landmarks;
  return { ...result, landmarks: { set, convention, unit, names }, ...kindsOf(metadata) };
}

/** All results as one JSON text. */
export function jsonOf(
  { metadata }: Detector,
  images: readonly ImageResult[],
  failures: readonly Failure[],
): object {
  const { landmarks, licence } = metadata;
  return { landmarks, unit, ...kindsOf(metadata), licence, images, failures };
}

/** What the numbers of `visibility` are the shares of, where there are any. */
function kindsOf({ architecture }: ModelMetadata): { visibilityKinds?: string[] } {
  return architecture.visibility ? { visibilityKinds: Object.keys(visibilityCodes) } : {};
}

/** What stands above the results of a format that is printed image by image. */
export function headingOf(format: DetectFormat): string {
  return format === 'csv' ? 'image,face,point,name,x,y,uncertainty,visible\n' : '';
}

/** One image in a format that is printed image by image; JSON is printed whole in the end. */
export function linesOf(format: DetectFormat, { metadata }: Detector, result: ImageResult): string {
  const { set, convention, names } = metadata.landmarks;
  if (format === 'jsonl') return `${JSON.stringify({ ...result, set, convention, unit })}\n`;
  if (format === 'csv') return csvOf(names, result);
  return format === 'text' ? textOf(names, result) : '';
}

function csvOf(names: readonly string[], { image, faces }: ImageResult): string {
  return faces
    .flatMap(({ points, uncertainty, visibility }, face) =>
      points.map(([x, y], k) =>
        // Empty where the model does not say it.
        [csvCell(image), face, k, csvCell(names[k]!), x, y, uncertainty[k], visibility?.[k]?.[0] ?? ''].join(
          ',',
        ),
      ),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function textOf(names: readonly string[], { image, faces }: ImageResult): string {
  if (faces.length === 0) return `${image}: no face found\n`;
  const width = Math.max(...names.map((name) => name.length));
  return faces
    .flatMap(({ points, uncertainty, box, description }) => [
      `${image}, box ${boxText(box)}`,
      ...(description === undefined ? [] : [descriptionText(description)]),
      ...points.map(([x, y], k) => {
        const cells = [x!, y!, uncertainty[k]!].map((value) => value.toFixed(2).padStart(9));
        return `${String(k).padStart(4)} ${names[k]!.padEnd(width)} ${cells.join('')}`;
      }),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** As `--box` takes it. */
function boxText({ x, y, width, height, roll }: FaceBox): string {
  return [x, y, width, height, ...(roll === undefined ? [] : [roll])].map(round).join(',');
}
