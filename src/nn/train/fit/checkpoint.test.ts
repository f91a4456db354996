import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkpointFormat, decodeCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoint.js';

const checkpoint = {
  header: { state: { step: 7, best: null }, name: 'ä' },
  arrays: { parameters: Float32Array.of(1.5, -0, 3e-39, Number.MAX_VALUE), empty: new Float32Array(0) },
};

async function written(): Promise<{ path: string; bytes: Buffer }> {
  const path = join(await mkdtemp(join(tmpdir(), 'checkpoint-')), 'checkpoint.bin');
  await writeCheckpoint(path, checkpoint);
  return { path, bytes: await readFile(path) };
}

describe('checkpoint', () => {
  it('gives back header and arrays bit for bit', async () => {
    const { path } = await written();
    const read = await readCheckpoint(path);
    expect(read.header).toEqual(checkpoint.header);
    expect(Object.keys(read.arrays)).toEqual(['parameters', 'empty']);
    expect(new Uint32Array(read.arrays.parameters!.buffer)).toEqual(
      new Uint32Array(checkpoint.arrays.parameters.buffer),
    );
    expect(read.arrays.empty).toHaveLength(0);
  });

  it('leaves no temporary file', async () => {
    const { path } = await written();
    expect(await readdir(join(path, '..'))).toEqual(['checkpoint.bin']);
  });

  it.each([0, 4, 15, 16, 40, 120])('is refused when cut to %i bytes', async (length) => {
    const { path, bytes } = await written();
    await writeFile(path, bytes.subarray(0, length));
    await expect(readCheckpoint(path)).rejects.toThrow(/checkpoint\.bin: the checkpoint is truncated/);
  });

  it('is refused when its last byte is missing', async () => {
    const { bytes } = await written();
    expect(() => decodeCheckpoint(bytes.subarray(0, -1), 'a.bin')).toThrow(
      `a.bin: the checkpoint is truncated: ${bytes.length - 1} bytes instead of ${bytes.length}`,
    );
  });

  it('is refused when a bit of a weight changed', async () => {
    const { bytes } = await written();
    bytes[bytes.length - 34]! ^= 1;
    expect(() => decodeCheckpoint(bytes, 'a.bin')).toThrow(/checksum differs/);
  });

  it('is refused when a letter of its header changed', async () => {
    const { bytes } = await written();
    bytes.write('errays', bytes.indexOf('arrays'), 'latin1');
    expect(() => decodeCheckpoint(bytes, 'a.bin')).toThrow(/a\.bin: the checkpoint has an unreadable header/);
  });

  it('is refused when it is of another version or no checkpoint', async () => {
    const { bytes } = await written();
    const other = Buffer.from(bytes);
    other.writeUInt32LE(checkpointFormat + 1, 8);
    expect(() => decodeCheckpoint(other, 'a.bin')).toThrow(/of another version: format 2/);
    expect(() => decodeCheckpoint(Buffer.from('PK not a checkpoint'), 'a.bin')).toThrow(/is not one of ours/);
  });
});
