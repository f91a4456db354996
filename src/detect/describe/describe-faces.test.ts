import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import type { Vector3 } from '../../core/vector.js';
import { poseRotation } from '../../face/person/pose-distribution.js';
import { project, toCamera } from '../../render/camera/projection.js';
import type { FacePoints } from '../face.js';
import { describeFace, describeFaces } from './describe-face.js';
import type { DescribedFace } from './described-face.js';
import { defaultHeadPoints } from './head/default-head-points.js';

const head = defaultHeadPoints('ibug68', 'surface');
const size = { width: 1600, height: 1200 };

/** A person's exact points in a picture of this focal length. */
function person(random: Random, focal: number, x: number, z: number): FacePoints & { wrong?: number } {
  const count = head.mean.length;
  const identity = head.identityNames.map(() => 0.8 * random.normal());
  const turned = (): number => 0.35 * random.normal();
  const rotation = poseRotation({ yaw: turned(), pitch: turned() / 2, roll: turned() / 2 });
  const camera = { ...size, focal, cx: 799.5, cy: 599.5 };
  return {
    set: 'ibug68',
    convention: 'surface',
    unit: 'pixel',
    picture: size,
    points: head.names.map((name, k) => {
      const place = [0, 1, 2].map((axis) =>
        identity.reduce(
          (sum, amount, p) => sum + amount * head.identity[p * count + 3 * k + axis]!,
          head.mean[3 * k + axis]!,
        ),
      ) as unknown as Vector3;
      const [u, v] = project(toCamera(place, { rotation, translation: [x, 0, -z] }), camera);
      return { name, x: u, y: v, uncertainty: 0.3 };
    }),
  };
}

/** Faces beside each other, and the camera's focal length. */
function picture(seed: number, count = 3): { faces: ReturnType<typeof person>[]; focal: number } {
  const random = new Random(seed);
  const focal = 1.2 * size.width * Math.exp(0.4 * random.normal());
  const faces = Array.from({ length: count }, (_, i) => {
    const z = 60 * Math.exp(0.2 * random.normal());
    return person(random, focal, (z * (i - (count - 1) / 2) * 300) / focal, z);
  });
  return { faces, focal };
}

const off = ({ camera }: DescribedFace, focal: number): number => Math.abs(Math.log(camera.focal / focal));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('describeFaces', () => {
  const topics = ['pose'] as const;

  it('has one focal length for a picture, nearer to the truth and surer than that of single faces', () => {
    const single: number[] = [];
    const shared: number[] = [];
    for (let seed = 700; seed < 720; seed++) {
      const { faces, focal } = picture(seed);
      const alone = faces.map((face) => describeFace(face, { topics }));
      const together = describeFaces(faces, { topics });
      single.push(mean(alone.map((face) => off(face, focal))));
      shared.push(off(together[0]!, focal));
      const { camera } = together[0]!;
      for (const other of together) {
        expect(other.camera.focal).toBeCloseTo(camera.focal, 3);
        expect(other.camera.focalDeviation).toBe(camera.focalDeviation);
      }
      // Surer than any face, and far from known.
      expect(camera.focalDeviation).toBeLessThan(
        Math.min(...alone.map(({ camera }) => camera.focalDeviation)),
      );
      expect(camera.focalDeviation).toBeGreaterThan(0.04);
      expect(off(together[0]!, focal)).toBeLessThan(2 * camera.focalDeviation);
    }
    expect(mean(shared)).toBeLessThan(0.75 * mean(single));
  });

  it('describes a single face as describeFace does, and faces of a known camera one by one', () => {
    const { faces, focal } = picture(3, 2);
    expect(describeFaces([faces[0]!])).toEqual([describeFace(faces[0]!)]);
    const known = { camera: { focal }, topics };
    expect(describeFaces(faces, known)).toEqual(faces.map((face) => describeFace(face, known)));
    expect(describeFaces([])).toEqual([]);
  });

  it('says of the distance how unsure the shared focal length leaves it', () => {
    const { faces, focal } = picture(5, 2);
    const [told] = describeFaces(faces, { topics });
    const { camera, pose } = told!;
    const known = describeFace(faces[0]!, { camera: { focal }, topics }).pose!;
    const share = ({ covariance, position }: typeof known): number =>
      Math.sqrt(covariance[5]![5]!) / -position[2];
    expect(share(pose!)).toBeGreaterThan(0.9 * camera.focalDeviation);
    expect(share(pose!)).toBeGreaterThan(share(known));
  });

  it('is hardly moved by a face that is wrong, by its model or because no head explains it', () => {
    const { faces } = picture(9);
    const others = describeFaces(faces, { topics })[0]!;
    const flat = picture(9, 3).faces[0]!;
    const middle = mean(flat.points.map(({ x }) => x));
    const narrow = {
      ...flat,
      points: flat.points.map((point) => ({ ...point, x: middle + (point.x - middle) / 2 })),
    };
    const random = new Random(4);
    const torn = {
      ...flat,
      points: flat.points.map((point) => ({ ...point, x: point.x + 60 * random.normal() })),
    };
    for (const spoilt of [{ ...narrow, wrong: 0.99 }, torn]) {
      const [told] = describeFaces([...faces, spoilt], { topics });
      expect(Math.abs(Math.log(told!.camera.focal / others.camera.focal))).toBeLessThan(
        others.camera.focalDeviation / 4,
      );
    }
  });

  it('refuses faces of two pictures', () => {
    const { faces } = picture(1, 2);
    const other = { ...faces[1]!, picture: { width: 800, height: 600 } };
    expect(() => describeFaces([faces[0]!, other])).toThrow(
      'face 2 is of another picture than face 1: 800 × 600 pixels, not 1600 × 1200 pixels',
    );
    expect(() => describeFaces(faces, { focal: 900 } as object)).toThrow('goes under camera:');
  });
});
