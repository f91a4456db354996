/**
 * Where the points of a set lie on a head that is looked at from a given yaw, orthographically, and the head itself as a
 * shaded relief: for drawings of a set, and for checking one by eye.
 */
import { add, cross, dot, normalise, subtract, type Vector3 } from '../core/vector.js';
import { slideToContour } from '../face/heads/curves/contour.js';
import { type HeadModel, headMaterials } from '../face/heads/head-model.js';
import { placeOn } from '../face/heads/surface-place.js';
import type { Convention, LandmarkSet } from '../landmarks/landmark-set.js';
import { resolveSet } from '../landmarks/resolve.js';

export interface SetViewOptions {
  /** Degrees; positive turns the face to the subject's left. */
  yaw?: number;
  /** Pixels a centimetre. */
  zoom?: number;
  convention?: Convention;
  /** `[V, 3]` a shape of the head; the mean face by default. */
  positions?: Float32Array;
  frame?: ViewFrame;
}

/** What is shown, centimetres from the middle between the eyes. */
export interface ViewFrame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface SetView {
  width: number;
  height: number;
  /** Pixels a centimetre. */
  zoom: number;
  /** `[H, W]` grey: the head. */
  relief: Uint8Array;
  /** K, in pixels; hidden where another part of the head lies before it. */
  points: { x: number; y: number; hidden: boolean }[];
}

/** The face and some neck, from any side. */
const faceFrame: ViewFrame = { left: -10.2, right: 10.2, top: 10.4, bottom: -13 };
/** Surface so far before a point hides it, centimetres. */
const hiding = 0.3;
/** Centimetres from which a drawing is seen where points slide to the outline: far enough to be orthographic. */
const farAway = 2000;

export function viewSet(set: LandmarkSet, head: HeadModel, options: SetViewOptions = {}): SetView {
  const {
    yaw = 0,
    zoom = 24,
    convention = 'surface',
    positions = head.topology.rest,
    frame = faceFrame,
  } = options;
  const turn = (yaw * Math.PI) / 180;
  const width = Math.round((frame.right - frame.left) * zoom);
  const height = Math.round((frame.top - frame.bottom) * zoom);
  // Turned about an axis in the middle of the head, the face stays in the picture.
  const view: View = {
    seen: ([x, y, z]) => [
      Math.cos(turn) * x + Math.sin(turn) * (z + 5),
      y,
      Math.cos(turn) * (z + 5) - Math.sin(turn) * x - 5,
    ],
    pixel: ([x, y]) => [(x - frame.left) * zoom, (frame.top - y) * zoom],
    width,
    height,
  };
  const relief = drawRelief(head, positions, view);
  const resolved = resolveSet(set, head);
  const viewpoint: Vector3 = [-farAway * Math.sin(turn), 0, farAway * Math.cos(turn)];
  const placed =
    convention === 'surface' ? resolved : slideToContour(head, positions, viewpoint, set, resolved);
  const points = placed.map((point) => {
    const place = view.seen(placeOn(head.topology, positions, point));
    const [x, y] = view.pixel(place);
    // Where the surface is steep, the pixel beside shows it.
    const hidden = [-1, 0, 1].every((dy) =>
      [-1, 0, 1].every((dx) => relief.depthAt(x + dx, y + dy) > place[2] + hiding),
    );
    return { x, y, hidden };
  });
  return { width, height, zoom, relief: relief.shade, points };
}

interface View {
  /** From head space to the picture's space: x right, y up, z towards the viewer; centimetres. */
  seen(place: Vector3): Vector3;
  pixel(place: Vector3): [number, number];
  width: number;
  height: number;
}

interface Relief {
  /** `[H, W]` grey. */
  shade: Uint8Array;
  /** Of the nearest surface at a pixel, towards the viewer. */
  depthAt(x: number, y: number): number;
}

/** Grey of what is drawn; what is missing here is not. */
const albedo: Readonly<Record<string, number>> = {
  skin: 0.72,
  sclera: 0.95,
  gums: 0.4,
  teeth: 0.9,
  tongue: 0.45,
};

function drawRelief({ topology }: HeadModel, positions: Float32Array, view: View): Relief {
  const { triangles, materials } = topology;
  const { width, height } = view;
  const count = positions.length / 3;
  const places = Array.from({ length: count }, (_, v) =>
    view.seen([positions[3 * v]!, positions[3 * v + 1]!, positions[3 * v + 2]!]),
  );
  const corners = (t: number): [number, number, number] => [
    triangles[3 * t]!,
    triangles[3 * t + 1]!,
    triangles[3 * t + 2]!,
  ];
  const normals: Vector3[] = Array.from({ length: count }, () => [0, 0, 0]);
  for (let t = 0; t < materials.length; t++) {
    const [a, b, c] = corners(t);
    const normal = cross(subtract(places[b]!, places[a]!), subtract(places[c]!, places[a]!));
    for (const v of [a, b, c]) normals[v] = add(normals[v]!, normal);
  }
  const light = normalise([0.3, 0.5, 0.8]);
  const lit = normals.map((normal) => 0.3 + 0.7 * Math.max(0, dot(normalise(normal), light)));
  const depth = new Float32Array(width * height).fill(Number.NEGATIVE_INFINITY);
  const shade = new Uint8Array(width * height).fill(40);
  for (let t = 0; t < materials.length; t++) {
    const tint = albedo[headMaterials[materials[t]!]!];
    if (tint === undefined) continue;
    const [a, b, c] = corners(t);
    const [pa, pb, pc] = [view.pixel(places[a]!), view.pixel(places[b]!), view.pixel(places[c]!)];
    const area = (pb[0] - pa[0]) * (pc[1] - pa[1]) - (pc[0] - pa[0]) * (pb[1] - pa[1]);
    if (area >= 0) continue;
    const [left, right] = [Math.min(pa[0], pb[0], pc[0]), Math.max(pa[0], pb[0], pc[0])];
    const [top, bottom] = [Math.min(pa[1], pb[1], pc[1]), Math.max(pa[1], pb[1], pc[1])];
    for (let y = Math.max(0, Math.ceil(top)); y <= Math.min(height - 1, bottom); y++)
      for (let x = Math.max(0, Math.ceil(left)); x <= Math.min(width - 1, right); x++) {
        const wa = ((pb[0] - x) * (pc[1] - y) - (pc[0] - x) * (pb[1] - y)) / area;
        const wb = ((pc[0] - x) * (pa[1] - y) - (pa[0] - x) * (pc[1] - y)) / area;
        const wc = 1 - wa - wb;
        if (wa < 0 || wb < 0 || wc < 0) continue;
        const z = wa * places[a]![2] + wb * places[b]![2] + wc * places[c]![2];
        const i = y * width + x;
        if (z <= depth[i]!) continue;
        depth[i] = z;
        shade[i] = Math.min(255, 255 * tint * (wa * lit[a]! + wb * lit[b]! + wc * lit[c]!));
      }
  }
  return {
    shade,
    depthAt: (x, y) => {
      const [column, line] = [Math.round(x), Math.round(y)];
      const inside = column >= 0 && line >= 0 && column < width && line < height;
      return inside ? depth[line * width + column]! : Number.NEGATIVE_INFINITY;
    },
  };
}
