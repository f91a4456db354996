import sharp from 'sharp';
import { expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import { createCageHead } from '../../face/heads/cage/cage-head.js';
import { poseRotation } from '../../face/person/pose-distribution.js';
import { drawOverlay } from '../../report/overlay.js';
import { headRelief, pointMarks } from './face-picture.js';

const side = 480;
const enlarge = 1.7;

/** Share of a face's box that the points of a set of so many cover. @param size – of the face, pixels of the picture. */
async function covered(count: number, size: number): Promise<number> {
  const random = new Random(1, 'points');
  const box = { x: 0, y: 0, width: size, height: size };
  const points = Array.from({ length: count }, (_, k) => ({
    ...{ name: String(k), uncertainty: 1 },
    x: random.uniform(0, size),
    y: random.uniform(0, size),
  }));
  const image = { width: size, height: size, channels: 3 as const, data: new Uint8Array(3 * size * size) };
  const window = { box, enlarge, size: side };
  const pixels = await drawOverlay(image, [pointMarks(points)], { window, format: 'raw' });
  const plain = await drawOverlay(image, [], { window, format: 'raw' });
  let changed = 0;
  for (let i = 0; i < pixels.length; i += 3) if (Math.abs(pixels[i]! - plain[i]!) > 30) changed++;
  return changed / (side / enlarge) ** 2;
}

it('leaves a face to be seen below its points, however many there are and however small it is', async () => {
  for (const size of [24, 600])
    for (const count of [68, 1001]) {
      const share = await covered(count, size);
      expect(share).toBeGreaterThan(0.005);
      expect(share).toBeLessThan(0.04);
    }
});

it('shows the whole head, however it stands and from aside too', async () => {
  const head = createCageHead();
  const degrees = Math.PI / 180;
  for (const [yaw, pitch, roll] of [
    [0, 0, 0],
    [70, 20, 0],
    [-30, -30, 20],
  ] as const) {
    const rotation = poseRotation({ yaw: yaw * degrees, pitch: pitch * degrees, roll: roll * degrees });
    const described = {
      pose: { rotation, position: [0, 0, -60] },
      reconstruction: { head: head.name, identity: {}, actions: {} },
    } as unknown as DescribedFace;
    for (const turn of [0, 40, -40]) {
      const relief = await headRelief(described, head, turn);
      const { data, info } = await sharp(relief!).raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([side / 2, side / 2]);
      const at = (x: number, y: number): number => data[(y * info.width + x) * info.channels]!;
      const background = at(0, 0);
      const edge = Array.from({ length: info.width }, (_, i) => i);
      expect(edge.filter((x) => at(x, 0) !== background)).toEqual([]);
      // The neck may go on below.
      const upper = edge.slice(0, 0.7 * edge.length);
      expect(upper.filter((y) => at(0, y) !== background || at(info.width - 1, y) !== background)).toEqual(
        [],
      );
    }
  }
});
