import { describe, expect, test } from 'vitest';
import { WorkerPool } from '../../node/worker-pool.js';
import { rendererSuite } from '../renderer.suite.js';
import { makeScene, rectangle, resultHash, shadedScene, squareCamera } from '../simple-scenes.suite.js';
import { createSoftwareRenderer } from './software-renderer.js';

rendererSuite('software renderer', createSoftwareRenderer);

describe('software renderer', () => {
  // Changes only when the picture is meant to change: then look at the picture, and put the new hash here.
  const golden = '0f57f58bd2f3bdd2';

  test('draws the shaded scene to its golden bits, here and in a worker thread', async () => {
    expect(resultHash(createSoftwareRenderer().render(shadedScene()))).toBe(golden);
    const pool = new WorkerPool<1 | 2, string>('./render-thread.suite', import.meta.url, { workers: 1 });
    try {
      expect(await pool.run(2)).toBe(golden);
      expect(await pool.run(1)).toBe(
        resultHash(createSoftwareRenderer().render(shadedScene(), { samples: 1 })),
      );
    } finally {
      await pool.close();
    }
  });

  test('refuses more parts than a byte can name', () => {
    const parts = Array.from({ length: 255 }, () => rectangle(-1, 1, -1, 1, -10));
    expect(() => createSoftwareRenderer().render(makeScene(parts, squareCamera(4, 4)))).toThrow(
      'a scene holds at most 254 parts, got 255',
    );
  });
});
