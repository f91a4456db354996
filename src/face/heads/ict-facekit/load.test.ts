import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { distance, scale, type Vector3 } from '../../../core/vector.js';
import { resolveSet } from '../../../landmarks/resolve.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import type { SurfacePoint } from '../../../landmarks/surface.js';
import { loweredBrow } from '../after-photographs.js';
import { slideToContour } from '../curves/contour.js';
import { MeanSurface } from '../curves/curves.js';
import { neutralParameters } from '../head-model.js';
import { headModelSuite } from '../head-model.suite.js';
import { type IctFacekitHead, loadIctFacekit } from './load.js';

const folder = new URL('../../../../../shared/assets/ict-facekit-light/', import.meta.url).pathname;
const absent = !existsSync(folder);
let loaded: Promise<IctFacekitHead> | undefined;
const load = (): Promise<IctFacekitHead> => {
  loaded ??= loadIctFacekit(folder);
  return loaded;
};

if (absent) describe('head model ict-facekit', () => it.skip('needs ../shared/assets/ict-facekit-light'));
else headModelSuite('ict-facekit', load);

describe.skipIf(absent)('ict-facekit', () => {
  let head: IctFacekitHead;
  let surface: MeanSurface;
  let resolved: SurfacePoint[];
  beforeAll(async () => {
    head = await load();
    surface = new MeanSurface(head.topology.rest, head.topology.triangles);
    resolved = resolveSet(ibug68, head);
  });

  it('puts ibug68 near its published landmark vertices: the calibration moves points by a few millimetres', () => {
    resolved.forEach((point, k) => {
      const vertex = surface.vertex(head.publishedLandmarks[k]!);
      const published = k >= 17 && k < 27 ? loweredBrow(vertex, 'upper') : vertex;
      expect(distance(surface.position(point), published), `landmark ${k}`).toBeLessThan(k < 17 ? 2 : 0.65);
    });
  });

  it('puts the front outline on the published vertices, within a millimetre', () => {
    const front = head.curves.get('jaw.front')!;
    for (let k = 0; k < 17; k++) {
      const published = surface.vertex(head.publishedLandmarks[k]!);
      const nearest = Math.min(...front.points.map((point) => distance(surface.position(point), published)));
      expect(nearest, `landmark ${k}`).toBeLessThan(0.1);
    }
  });

  it('has the right eye at negative x: the published points 36 to 41', () => {
    for (let k = 36; k < 42; k++) expect(surface.vertex(head.publishedLandmarks[k]!)[0]).toBeLessThan(-1.5);
  });

  it('adds identity modes as published: linear on the skin away from the eyes', () => {
    const { identityNames } = head;
    const at = (...values: number[]): Vector3 => {
      const identity = identityNames.map((_, i) => values[i] ?? 0);
      const { positions } = head.shape({ ...neutralParameters(head), identity });
      const chin = 3 * head.publishedLandmarks[8]!;
      return [positions[chin]!, positions[chin + 1]!, positions[chin + 2]!];
    };
    const [none, first, second, both] = [at(), at(1), at(0, 1), at(1, 1)];
    for (const k of [0, 1, 2] as const)
      expect(both[k] - none[k]).toBeCloseTo(first[k] - none[k] + (second[k] - none[k]), 5);
    expect(distance(first, none)).toBeGreaterThan(0.05);
  });

  it.each([
    [0.3, [13, 14]],
    [0.6, [12, 13, 14]],
    [-0.6, [2, 3, 4]],
  ])('slides the far jaw to the head’s outline at a yaw of %d', (yaw, far) => {
    const camera = scale([-Math.sin(yaw), 0, Math.cos(yaw)], 100);
    const slid = slideToContour(head, head.topology.rest, camera, ibug68, resolved);
    const across = (place: Vector3): number =>
      ((place[0] * Math.cos(yaw) + place[2] * Math.sin(yaw)) * Math.sign(yaw) * 100) /
      (100 + place[0] * Math.sin(yaw) - place[2] * Math.cos(yaw));
    for (const k of far) {
      const [, height] = surface.position(slid[k]!);
      // The outline: the furthest that the front of the head, without ears and neck, reaches at this height.
      let outline = Number.NEGATIVE_INFINITY;
      for (let v = 0; v < head.topology.vertexCount; v++) {
        const place = surface.vertex(v);
        if (Math.abs(place[1] - height) < 0.15 && place[2] > -4) outline = Math.max(outline, across(place));
      }
      expect(outline - across(surface.position(slid[k]!)), `point ${k}`).toBeLessThan(0.3);
      expect(across(surface.position(slid[k]!)), `point ${k}`).toBeGreaterThan(
        across(surface.position(resolved[k]!)),
      );
    }
    slid.slice(17).forEach((point, k) => {
      expect(point).toBe(resolved[17 + k]);
    });
  });

  it('shows of a frontal jaw the outline, within a centimetre or two of the edge', () => {
    slideToContour(head, head.topology.rest, [0, 0, 100], ibug68, resolved).forEach((point, k) => {
      const moved = distance(surface.position(point), surface.position(resolved[k]!));
      expect(moved, `point ${k}`).toBeLessThan(1.6);
    });
  });
});
