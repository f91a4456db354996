import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../core/errors.js';
import { bakedFiles } from './ict-facekit/baked.js';
import { assetsFolder, checkHead, defaultHeadName, loadHead } from './registry.js';

let assets: string;
beforeAll(async () => {
  assets = await mkdtemp(join(tmpdir(), 'assets-'));
});
afterAll(() => rm(assets, { recursive: true, force: true }));

describe('heads by name', () => {
  it('loads the embedded head without any assets', async () => {
    expect((await loadHead('cage', { assets })).name).toBe('cage');
  });

  it('says how to install a head that is missing, and lists the names for a wrong one', async () => {
    await expect(loadHead('ict-facekit', { assets })).rejects.toThrow('lineament assets install ict-facekit');
    await expect(loadHead('ict', { assets })).rejects.toThrow('one of cage, ict-facekit');
    await expect(loadHead('ict', { assets })).rejects.toThrow(UsageError);
  });

  it('prefers the installed head, and does not take half of one for it', async () => {
    expect(await defaultHeadName({ assets })).toBe('cage');
    await mkdir(join(assets, 'ict-facekit'));
    await writeFile(join(assets, 'ict-facekit', bakedFiles.data), '');
    expect(await defaultHeadName({ assets })).toBe('cage');
    await writeFile(join(assets, 'ict-facekit', bakedFiles.header), '{}');
    expect(await defaultHeadName({ assets })).toBe('ict-facekit');
    await expect(loadHead('ict-facekit', { assets })).rejects.toThrow('ict-facekit header: source');
  });

  it('checks a head as loading it would', async () => {
    await expect(checkHead('cage', { assets })).resolves.toBeUndefined();
    await expect(checkHead('ict', { assets })).rejects.toThrow('one of cage, ict-facekit');
    await expect(checkHead('ict-facekit', { assets })).rejects.toThrow('ict-facekit header: source');
  });

  it('looks in LINEAMENT_ASSETS, else in the home folder', () => {
    expect(assetsFolder({ LINEAMENT_ASSETS: '/somewhere' })).toBe('/somewhere');
    expect(assetsFolder({})).toBe(join(homedir(), '.lineament', 'assets'));
  });
});
