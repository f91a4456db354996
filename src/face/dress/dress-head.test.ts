import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import type { DressedPart, SurfaceLook } from '../../mesh/dressed-part.js';
import { insideOutline } from '../../mesh/polyline.js';
import { segmentClasses } from '../../mesh/segment-classes.js';
import { createCageHead } from '../heads/cage/cage-head.js';
import {
  type HeadModel,
  type HeadShape,
  headMaterials,
  neutralParameters,
  straightGaze,
} from '../heads/head-model.js';
import { loadIctFacekit } from '../heads/ict-facekit/load.js';
import { type FaceDescription, type HairDescription, hairStyles } from '../person/description.js';
import { sampleFace } from '../person/distributions.js';
import { createDresser, type Dresser } from './dress-head.js';
import { measureRestFeatures } from './skin/rest-features.js';

const facekit = '../shared/assets/ict-facekit-light';

const blankLook = (): SurfaceLook => ({
  red: NaN,
  green: NaN,
  blue: NaN,
  roughness: NaN,
  specular: NaN,
  wrap: NaN,
  coat: NaN,
  segment: NaN,
  openness: NaN,
  bendX: NaN,
  bendY: NaN,
  bendZ: NaN,
  fibre: 0,
  alongX: 0,
  alongY: 0,
  alongZ: 0,
  tilt: 0,
});

const find = (parts: readonly DressedPart[], name: string): DressedPart => {
  const part = parts.find((candidate) => candidate.name === name);
  if (part === undefined) throw new Error(`no part ${name}`);
  return part;
};

const heads: readonly { name: string; there: boolean; load: () => Promise<HeadModel> }[] = [
  { name: 'cage', there: true, load: async () => createCageHead() },
  { name: 'ict-facekit (needs ../shared)', there: existsSync(facekit), load: () => loadIctFacekit(facekit) },
];

for (const { name, there, load } of heads) {
  describe.skipIf(!there)(`dressing ${name}`, () => {
    let head: HeadModel;
    let dress: Dresser;
    let neutral: HeadShape;
    const faceOf = (seed: number, hair: Partial<HairDescription> = {}): FaceDescription => {
      const face = sampleFace(new Random(seed, 'dressing'), head);
      return { ...face, actions: {}, gaze: straightGaze, hair: { ...face.hair, ...hair } };
    };
    const shapeOf = (face: FaceDescription): HeadShape =>
      head.shape({ identity: face.identity, actions: face.actions, gaze: face.gaze });

    beforeAll(async () => {
      head = await load();
      dress = createDresser(head);
      neutral = head.shape(neutralParameters(head));
    });

    it('gives finite meshes within the budget for every hair style', () => {
      for (const style of hairStyles) {
        const face = faceOf(3, { style, fringe: 0.9, volume: 1, curl: 1 });
        const parts = dress(shapeOf(face), {
          ...face,
          beard: { ...face.beard, style: 'full', length: 9, density: 1, shadow: 1 },
        });
        for (const part of parts) {
          expect(part.positions.every(Number.isFinite), `${style} ${part.name}`).toBe(true);
          expect(part.rest.every(Number.isFinite)).toBe(true);
          expect(part.rest).toHaveLength(part.positions.length);
          expect(Math.max(...part.triangles)).toBeLessThan(part.positions.length / 3);
        }
        const count = (prefix: string): number =>
          parts
            .filter((part) => part.name.startsWith(prefix))
            .reduce((sum, part) => sum + part.triangles.length / 3, 0);
        expect(count('hair')).toBeLessThan(15000);
        expect(count('beard')).toBeLessThan(7000);
        expect(count('brows') + count('lashes')).toBeLessThan(4200);
        expect(parts.some((part) => part.name.startsWith('hair'))).toBe(style !== 'bald' && style !== 'buzz');
      }
    });

    it('paints every part in gamut over the whole range of looks', () => {
      const look = blankLook();
      const unsound: string[] = [];
      for (let seed = 0; seed < 6; seed++) {
        const face = faceOf(seed);
        const extreme = seed % 2;
        const skin = {
          ...face.skin,
          melanin: extreme,
          blood: extreme,
          freckles: 1,
          mottling: 1,
        };
        for (const part of dress(shapeOf(face), { ...face, skin })) {
          for (let v = 0; v < part.rest.length; v += 3 * 7) {
            Object.assign(look, blankLook());
            part.painter.paint(part.rest[v]!, part.rest[v + 1]!, part.rest[v + 2]!, look);
            const shares = [look.red, look.green, look.blue, look.coat, look.openness];
            const sound =
              shares.every((value) => value >= 0 && value <= 1) &&
              look.roughness >= 0.05 &&
              look.roughness <= 1 &&
              Object.values(segmentClasses).some((segment) => segment === look.segment) &&
              Math.hypot(look.bendX, look.bendY, look.bendZ) < 1;
            if (!sound) unsound.push(`${part.name} ${JSON.stringify(look)}`);
          }
        }
      }
      expect(unsound.slice(0, 3)).toEqual([]);
    });

    it('is the same for the same face', () => {
      const face = faceOf(8, { style: 'long' });
      const [a, b] = [dress(shapeOf(face), face), createDresser(head)(shapeOf(face), face)];
      expect(b.map((part) => part.name)).toEqual(a.map((part) => part.name));
      a.forEach((part, i) => {
        expect(Buffer.compare(Buffer.from(b[i]!.positions.buffer), Buffer.from(part.positions.buffer))).toBe(
          0,
        );
        expect(Buffer.compare(Buffer.from(b[i]!.triangles.buffer), Buffer.from(part.triangles.buffer))).toBe(
          0,
        );
      });
    });

    it('paints the inside of the lip outline as lips, and neither cheeks, chin nor nose', () => {
      const features = measureRestFeatures(head);
      const face = faceOf(1);
      const skin = find(
        dress(neutral, { ...face, beard: { ...face.beard, style: 'none', shadow: 0 } }),
        'skin',
      );
      const look = blankLook();
      let [inside, lips, outside] = [0, 0, 0];
      for (let v = 0; v < skin.rest.length; v += 3) {
        const [x, y, z] = [skin.rest[v]!, skin.rest[v + 1]!, skin.rest[v + 2]!];
        if (z < features.mouth[2] - 1.5) continue;
        skin.painter.paint(x, y, z, look);
        const isLip = look.segment === segmentClasses.lips;
        if (insideOutline(features.lipOutline, x, y)) {
          inside++;
          if (isLip) lips++;
        } else if (isLip) outside = Math.max(outside, distanceTo(features.lipOutline, x, y));
      }
      expect(inside).toBeGreaterThan(20);
      expect(lips / inside).toBeGreaterThan(0.6);
      expect(outside).toBeLessThan(0.1);
    });

    it('paints the iris as a disc of the right angle about the gaze', () => {
      const face = faceOf(2);
      const gaze = { yaw: 0.3, pitch: -0.1 };
      const shape = head.shape({ ...neutralParameters(head), gaze: { right: gaze, left: gaze } });
      const eye = find(dress(shape, face), 'eye.left');
      const { centre, axis, irisAngle } = shape.eyes.left;
      const look = blankLook();
      for (let v = 0; v < eye.positions.length; v += 3) {
        const out = [0, 1, 2].map((k) => eye.positions[v + k]! - centre[k]!);
        const cosine = (out[0]! * axis[0] + out[1]! * axis[1] + out[2]! * axis[2]) / Math.hypot(...out);
        const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
        eye.painter.paint(eye.rest[v]!, eye.rest[v + 1]!, eye.rest[v + 2]!, look);
        const inIris = look.segment === segmentClasses.iris || look.segment === segmentClasses.pupil;
        if (Math.abs(angle - irisAngle) > 1e-3) expect(inIris).toBe(angle < irisAngle);
      }
    });

    it('keeps hair off the eyes unless there is a fringe', () => {
      for (const style of hairStyles) {
        const face = faceOf(5, { style, fringe: 0, volume: 0.6, curl: 0.3 });
        const shape = shapeOf(face);
        for (const part of dress(shape, face).filter((candidate) => candidate.name.startsWith('hair'))) {
          for (const side of ['right', 'left'] as const) {
            const { centre, radius } = shape.eyes[side];
            const before = (v: number): boolean => {
              const [x, y, z] = [0, 1, 2].map((k) => part.positions[v * 3 + k]! - centre[k]!);
              return z! > 0 && Math.hypot(x!, y!) < radius * 1.5;
            };
            expect(part.triangles.some(before), `${style} ${part.name} ${side}`).toBe(false);
          }
        }
      }
    });

    it('gives the front of an eyeball, and not its hidden back, to the eye of its own side', () => {
      const parts = dress(neutral, faceOf(4));
      const sclera = headMaterials.indexOf('sclera');
      const { materials, triangles, rest } = head.topology;
      const depths = [...materials.keys()]
        .filter((t) => materials[t] === sclera)
        .map((t) => [0, 1, 2].reduce((sum, k) => sum + rest[triangles[t * 3 + k]! * 3 + 2]!, 0) / 3);
      const [right, left] = [find(parts, 'eye.right'), find(parts, 'eye.left')];
      const given = (right.triangles.length + left.triangles.length) / 3;
      // Head space begins midway between the eyeballs' centres.
      expect(given).toBeGreaterThanOrEqual(depths.filter((z) => z > -0.1).length);
      expect(given).toBeLessThan(depths.length);
      // The subject's right is at negative x.
      const xs = ({ positions }: DressedPart): Float32Array => positions.filter((_, i) => i % 3 === 0);
      expect(Math.max(...xs(right))).toBeLessThan(-1);
      expect(Math.min(...xs(left))).toBeGreaterThan(1);
    });
  });
}

function distanceTo(outline: readonly (readonly [number, number, number])[], x: number, y: number): number {
  let best = Infinity;
  for (const point of outline) best = Math.min(best, Math.hypot(point[0] - x, point[1] - y));
  return best;
}
