/** A ball as a head, for tests with closed forms: its jaw is the lower rim facing the viewer, its outline a circle. */
import type { Vector3 } from '../../core/vector.js';
import type { LandmarkSurface } from '../../landmarks/surface.js';
import { jawContourPaths } from './curves/contour-paths.js';
import { MeanSurface } from './curves/curves.js';
import type { HeadTopology } from './head-model.js';

export const ballRadius = 8;

export interface SphereHead extends LandmarkSurface {
  readonly topology: HeadTopology;
  readonly surface: MeanSurface;
}

/** A sphere about the origin: poles on the y axis, `rings` by `segments` quads cut into triangles. */
export function sphereMesh(rings = 60, segments = 120): { positions: Float32Array; triangles: Uint32Array } {
  const positions: number[] = [];
  for (let i = 0; i <= rings; i++)
    for (let j = 0; j < segments; j++) {
      const polar = (Math.PI * i) / rings;
      const around = (2 * Math.PI * j) / segments;
      positions.push(
        ballRadius * Math.sin(polar) * Math.sin(around),
        ballRadius * Math.cos(polar),
        ballRadius * Math.sin(polar) * Math.cos(around),
      );
    }
  const triangles: number[] = [];
  for (let i = 0; i < rings; i++)
    for (let j = 0; j < segments; j++) {
      const [a, b] = [i * segments + j, i * segments + ((j + 1) % segments)];
      const [c, d] = [a + segments, b + segments];
      if (i > 0) triangles.push(a, c, b);
      if (i < rings - 1) triangles.push(b, c, d);
    }
  return { positions: Float32Array.from(positions), triangles: Uint32Array.from(triangles) };
}

/** The jaw lies in the plane z = 1.5, from ear height on the right under the chin to the left. */
export function sphereHead(): SphereHead {
  const { positions, triangles } = sphereMesh();
  const surface = new MeanSurface(positions, triangles);
  const rim = Math.sqrt(ballRadius ** 2 - 1.5 ** 2);
  const guides = Array.from({ length: 17 }, (_, i): Vector3 => {
    const angle = Math.PI + (Math.PI * i) / 16;
    return [rim * Math.cos(angle), rim * Math.sin(angle), 1.5];
  });
  const jaw = surface.alongGuides(guides);
  const contourPaths = jawContourPaths(surface, jaw, { mouth: [0, -3, 7.4], corner: [-2.5, -2.5, 7] });
  const topology = {
    vertexCount: positions.length / 3,
    triangles,
    materials: new Uint8Array(triangles.length / 3),
    rest: positions,
  };
  return { name: 'ball', topology, curves: new Map([['jaw', jaw]]), contourPaths, surface };
}
