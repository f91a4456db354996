import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { halfFloatTable } from '../../../core/bytes/half-float.js';
import { LineamentError } from '../../../core/errors.js';
import { silentWork } from '../../../core/work.js';
import { exists } from '../../../node/files.js';
import { bakedFiles, readBaked } from './baked.js';
import { installIctFacekit, publishedNeeds } from './install.js';
import { tinyMesh, tinyModes, tinyNeeds, tinyNeutral, writeTinyFacekit } from './tiny-facekit.suite.js';

let folder: string;
let from: string;
let to: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facekit-'));
  [from, to] = [join(folder, 'published'), join(folder, 'assets', 'ict-facekit')];
  await writeTinyFacekit(from);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const install = () => installIctFacekit({ from, to, needs: tinyNeeds });

describe('installing ict-facekit', () => {
  it('bakes published meshes so that loading gives the same positions', async () => {
    expect(await install()).toEqual({ folder: to, vertices: 4, identityModes: 2, expressions: 2 });
    const baked = await readBaked(to);
    expect(Array.from(baked.base)).toEqual(tinyNeutral.flat());
    expect(Array.from(baked.triangles)).toEqual([0, 1, 2, 0, 2, 3, 0, 1, 2]);
    expect(Array.from(baked.materials, (m) => baked.header.materials[m])).toEqual([
      'M_Face',
      'M_Face',
      'M_Teeth',
    ]);
    expect(baked.header.identityNames).toEqual(['identity000', 'identity001']);
    expect(baked.header.expressionNames).toEqual(['eyeBlink_L', 'jawOpen']);
    const values = halfFloatTable();
    const offsetOf = (bits: Uint16Array, mode: number): number[] =>
      Array.from(bits.subarray(12 * mode, 12 * mode + 12), (half) => values[half]!);
    const moved = (name: string): number[] => [0, 0, 0, 0, 0, 0, ...tinyModes[name]!, 0, 0, 0];
    expect(offsetOf(baked.identity, 1)).toEqual(moved('identity001'));
    expect(offsetOf(baked.expression, 1)).toEqual(moved('jawOpen'));
  });

  it('copies the licence, takes a baked folder as it is, and leaves nothing beside', async () => {
    await install();
    const again = join(folder, 'again');
    await installIctFacekit({ from: to, to: again, needs: tinyNeeds });
    expect((await readdir(again)).sort()).toEqual(['LICENSE', ...Object.values(bakedFiles)].sort());
    expect((await readdir(join(folder, 'assets'))).sort()).toEqual(['ict-facekit']);
    expect(await readFile(join(again, bakedFiles.data))).toEqual(await readFile(join(to, bakedFiles.data)));
  });

  it('replaces an installed head, and refuses a folder that holds anything else', async () => {
    await install();
    expect(await install()).toMatchObject({ folder: to });
    const mine = join(folder, 'mine');
    await mkdir(mine);
    await writeFile(join(mine, 'keep.txt'), 'keep');
    await expect(installIctFacekit({ from, to: mine, needs: tinyNeeds })).rejects.toThrow(
      /mine: ict-facekit would replace this folder, which holds 'keep\.txt'/,
    );
    expect(await readFile(join(mine, 'keep.txt'), 'utf8')).toBe('keep');
    await expect(installIctFacekit({ from, to: join(mine, 'keep.txt'), needs: tinyNeeds })).rejects.toThrow(
      /keep\.txt: is not a folder/,
    );
  });

  it('asks for no shape of the tongue: the loader makes these', () => {
    expect(publishedNeeds.expressions).toContain('jawOpen');
    expect(publishedNeeds.expressions.filter((name) => name.startsWith('tongue'))).toEqual([]);
  });

  it('clones where no folder is given', async () => {
    await installIctFacekit({ to, needs: tinyNeeds, clone: writeTinyFacekit });
    expect((await readBaked(to)).header.vertices).toBe(4);
  });

  it('reports each mode', async () => {
    const seen: string[] = [];
    await installIctFacekit(
      { from, to, needs: tinyNeeds },
      { ...silentWork, report: (done, total) => seen.push(`${done}/${total}`) },
    );
    expect(seen).toEqual(['1/4', '2/4', '3/4', '4/4']);
  });

  const model = (file: string): string => join(from, 'FaceXModel', file);
  it.each([
    ['a missing expression', () => rm(model('jawOpen.obj')), /1 mode is missing: jawOpen\.obj/],
    ['a gap in the identity modes', () => rm(model('identity000.obj')), /missing: identity000\.obj/],
    [
      'a missing landmark file',
      () => rm(model('vertex_indices.json')),
      /vertex_indices\.json: .*no such file/,
    ],
    [
      'a mode with fewer vertices',
      () => writeFile(model('identity001.obj'), 'v 0 0 0\n'),
      /identity001\.obj: OBJ mesh must have 4 vertices .* got 1/,
    ],
    [
      'a value that is not a number',
      () => writeFile(model('jawOpen.obj'), tinyMesh().replace('v 1 0 0', 'v 1 nan 0')),
      /jawOpen\.obj: OBJ line 3: a vertex needs three numbers, got 'v 1 nan 0'/,
    ],
    [
      'a face beyond the vertices',
      () => writeFile(model('generic_neutral_mesh.obj'), tinyMesh().replace('4/1', '9/1')),
      /names vertex '9\/1' of 4/,
    ],
    [
      'a landmark beyond the vertices',
      () =>
        writeFile(model('vertex_indices.json'), JSON.stringify({ idx_to_landmark_verts: Array(68).fill(7) })),
      /names vertex 7 of 4/,
    ],
    ['no published folder at all', () => rm(model('generic_neutral_mesh.obj')), /is no ICT-FaceKit folder/],
  ])('refuses %s and installs nothing', async (_, spoil, message) => {
    await spoil();
    await expect(install()).rejects.toThrow(LineamentError);
    await expect(install()).rejects.toThrow(message);
    expect(await exists(to)).toBe(false);
    expect(await readdir(join(folder, 'assets'))).toEqual([]);
  });

  it('keeps the good one when a later install fails', async () => {
    await install();
    const broken = join(folder, 'broken');
    await mkdir(broken);
    await writeFile(join(broken, bakedFiles.header), await readFile(join(to, bakedFiles.header)));
    await writeFile(
      join(broken, bakedFiles.data),
      (await readFile(join(to, bakedFiles.data))).subarray(0, 40),
    );
    await expect(installIctFacekit({ from: broken, to, needs: tinyNeeds })).rejects.toThrow(
      'not a whole gzip file',
    );
    expect((await readBaked(to)).header.vertices).toBe(4);
  });

  it('refuses a mesh that is not the published one', async () => {
    await expect(installIctFacekit({ from, to })).rejects.toThrow('must have 26719 vertices, got 4');
    expect(publishedNeeds.expressions).toContain('eyeLookDown_L');
    expect(publishedNeeds.expressions).toContain('mouthShrugUpper');
  });
});
