/** What `detect` prints of the faces it found: text for people, JSON lines and CSV for programs; JSON is `detection-result.ts`. */
import { csvCell } from '../../core/text/csv-cell.js';
import { pathWords } from '../../core/text/path-words.js';
import { type ImageResult, resultLine, round } from '../../detect/detection-result.js';
import type { Detector } from '../../detect/landmarks/detector.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { descriptionText } from './describe-faces.js';

export const detectFormats = ['text', 'json', 'jsonl', 'csv'] as const;
export type DetectFormat = (typeof detectFormats)[number];

/** What stands above the results of a format that is printed image by image. */
export function headingOf(format: DetectFormat): string {
  return format === 'csv' ? 'image,face,point,name,x,y,uncertainty,visible\n' : '';
}

/** One image in a format that is printed image by image; JSON is printed whole in the end. */
export function linesOf(format: DetectFormat, detector: Detector, result: ImageResult): string {
  const { names } = detector.metadata.landmarks;
  if (format === 'jsonl') return resultLine(detector, { image: result.image }, result.faces);
  if (format === 'csv') return csvOf(names, result);
  return format === 'text' ? textOf(names, result) : '';
}

function csvOf(names: readonly string[], { image, faces }: ImageResult): string {
  return faces
    .flatMap(({ points, uncertainty, visibility }, face) =>
      points.map(([x, y], k) =>
        // Empty where the model does not say it.
        [
          csvCell(image),
          face + 1,
          k,
          csvCell(names[k]!),
          x,
          y,
          uncertainty[k],
          visibility?.[k]?.[0] ?? '',
        ].join(','),
      ),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function textOf(names: readonly string[], { image, faces }: ImageResult): string {
  if (faces.length === 0) return `${pathWords(image)}: no face found\n`;
  const width = Math.max(...names.map((name) => name.length));
  return faces
    .flatMap(({ points, uncertainty, box, wrong, description }) => [
      `${pathWords(image)}, box ${boxText(box)}`,
      ...(description === undefined ? [] : [descriptionText(description, wrong)]),
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
