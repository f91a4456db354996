/// <reference lib="dom" />
/** Draws faces over their picture: points coloured by what can be seen of them, rings of one standard deviation. */
import type { PointVisibility } from '../../src/detect/face.js';
import type { VisibilityKind } from '../../src/landmarks/landmark-set.js';
import type { SeenFace } from './messages.js';

export interface Shown {
  points: boolean;
  visibility: boolean;
  uncertainty: boolean;
  boxes: boolean;
}

/** As in style.css. */
const colours: Readonly<Record<VisibilityKind, string>> = {
  visible: '#12a150',
  hiddenBySelf: '#e8890c',
  hiddenByOther: '#d6249f',
  outside: '#6b7280',
};
const kinds = Object.keys(colours) as VisibilityKind[];
const boxColour = '#3aa0ff';

/** @param pixel – pixels of the picture for one of the screen: points are as large on every picture. */
export function drawFaces(
  context: CanvasRenderingContext2D,
  faces: readonly SeenFace[],
  shown: Shown,
  pixel: number,
): void {
  for (const face of faces) {
    const { box, points } = face;
    if (shown.boxes) drawBox(context, face, pixel);
    const dense = points.length > 200;
    // A point takes no more than a share of its face, whatever its size.
    const radius = Math.min((dense ? 1.1 : 2) * pixel, Math.max(box.width, box.height) / (dense ? 220 : 70));
    for (const { x, y, uncertainty, visibility } of points) {
      const colour = colours[shown.visibility && visibility ? likeliest(visibility) : 'visible'];
      if (shown.uncertainty) {
        context.strokeStyle = `${colour}88`;
        context.lineWidth = 0.75 * pixel;
        disc(context, x, y, uncertainty);
        context.stroke();
      }
      if (shown.points) {
        context.fillStyle = colour;
        disc(context, x, y, radius);
        context.fill();
      }
    }
  }
}

function drawBox(context: CanvasRenderingContext2D, { box, id }: SeenFace, pixel: number): void {
  context.strokeStyle = boxColour;
  context.lineWidth = 1.5 * pixel;
  context.strokeRect(box.x, box.y, box.width, box.height);
  if (id === 0) return;
  context.fillStyle = boxColour;
  context.font = `${14 * pixel}px system-ui, sans-serif`;
  context.fillText(String(id), box.x, box.y - 4 * pixel);
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  // Canvas coordinates count from the corner of the first pixel, ours from its centre.
  context.arc(x + 0.5, y + 0.5, radius, 0, 2 * Math.PI);
}

function likeliest(shares: PointVisibility): VisibilityKind {
  return kinds.reduce((best, kind) => (shares[kind] > shares[best] ? kind : best));
}
