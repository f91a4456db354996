import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { browFields } from '../../face/heads/brow-shapes.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { type HeadModel, straightGaze } from '../../face/heads/head-model.js';
import { loadIctFacekit } from '../../face/heads/ict-facekit/load.js';
import { placeOn } from '../../face/heads/surface-place.js';
import { headParameters } from '../../face/person/description.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { segmentClasses } from '../../mesh/segment-classes.js';
import { project, toCamera } from '../camera/projection.js';
import { anyScene } from '../sampling/scene-options.suite.js';
import { sampleScene } from '../sampling/scene-sampling.js';
import { plainCamera, plainLight, plainPhotograph } from '../scene/plain-scene.js';
import { createStudio } from '../studio.js';

const facekit = '../shared/assets/ict-facekit-light';
const heads: readonly { name: string; there: boolean; load: () => Promise<HeadModel> }[] = [
  { name: 'cage', there: true, load: async () => createCageHead() },
  { name: 'ict-facekit (needs ../shared)', there: existsSync(facekit), load: () => loadIctFacekit(facekit) },
];

/** Mean and furthest distance between a painted brow's edge and its label at one place, centimetres. */
const allowed = { mean: 0.1, most: 0.35 } as const;

describe.each(heads)('brows of $name', ({ there, load }) => {
  it.skipIf(!there)('are painted up to their labelled edges, whatever their shape', async () => {
    const head = await load();
    const studio = createStudio({ head, set: ibug68 });
    const size = 256;
    const gaps: number[] = [];
    for (const shape of [-2, 2]) {
      const scene = sampleScene(new Random(7, 'brow labels', shape), head, {
        ...anyScene,
        without: ['hair', 'expression', 'occluders', 'pose', 'background', 'skin'],
      });
      const identity = scene.face.identity.slice();
      Object.keys(browFields).forEach((name, i) => {
        // Each shape strong, in one direction and the other; arch and breadth against the rest.
        identity[head.identityNames.indexOf(name)] = shape * (i % 2 === 0 ? 1 : -1);
      });
      const face = {
        ...scene.face,
        identity,
        gaze: straightGaze,
        brows: { ...scene.face.brows, density: 1 },
      };
      const shot = studio.shoot(
        {
          ...scene,
          face,
          camera: { ...plainCamera, fill: 0.9, distance: 200 },
          photograph: plainPhotograph,
          light: plainLight,
        },
        { size },
      );
      const { positions } = head.shape(headParameters(face));
      for (const side of ['right', 'left'] as const) {
        const edge = (name: 'upper' | 'lower', at: number): [x: number, y: number, z: number] => {
          const { points, fractions } = head.curves.get(`brow.${side}.${name}`)!;
          const nearest = fractions.reduce(
            (best, value, i) => (Math.abs(value - at) < Math.abs(fractions[best]! - at) ? i : best),
            0,
          );
          const place = toCamera(placeOn(head.topology, positions, points[nearest]!), shot.head);
          const [x, y] = project(place, shot.camera);
          return [x, y, -place[2]];
        };
        for (const at of [0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
          for (const name of ['upper', 'lower'] as const) {
            const [x, y, depth] = edge(name, at);
            const middle = Math.round((y + edge(name === 'upper' ? 'lower' : 'upper', at)[1]) / 2);
            const isBrow = (row: number): boolean =>
              shot.segmentation[row * size + Math.round(x)] === segmentClasses.brows;
            const step = name === 'upper' ? -1 : 1;
            let row = middle;
            // Single hairs leave gaps of a pixel.
            while (isBrow(row + step) || isBrow(row + 2 * step)) row += step;
            gaps.push(((row - y) * step * depth) / shot.camera.focal);
          }
      }
    }
    const mean = gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / gaps.length;
    expect(mean).toBeLessThan(allowed.mean);
    expect(Math.max(...gaps.map(Math.abs))).toBeLessThan(allowed.most);
  });
});
