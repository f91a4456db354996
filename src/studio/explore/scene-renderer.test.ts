import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ExploredDataset } from './explored-dataset.js';
import { openSceneRenderer } from './scene-renderer.js';
import { makeTinyDataset } from './tiny-dataset.suite.js';

it('draws what was made lately once: what is seen is kept and ordered as it is', async () => {
  const root = await mkdtemp(join(tmpdir(), 'scene-renderer-'));
  const explored = await ExploredDataset.open(await makeTinyDataset(root));
  const renderer = openSceneRenderer();
  try {
    const make = (yaw: number) => renderer.make(explored, 1, { yaw }, []);
    const seen = await make(5);
    expect(await make(5)).toBe(seen);
    for (const yaw of [6, 7, 8, 9]) await make(yaw);
    // Long ago: drawn again, and the same.
    const again = await make(5);
    expect(again).not.toBe(seen);
    expect(again.points).toEqual(seen.points);
    // A refusal is not remembered.
    const wrong = () => renderer.make(explored, 1, { hair: 'none-such' as never }, []);
    await expect(wrong()).rejects.toThrow();
    await expect(wrong()).rejects.toThrow();
  } finally {
    await renderer.close();
    await explored.close();
    await rm(root, { recursive: true, force: true });
  }
});
