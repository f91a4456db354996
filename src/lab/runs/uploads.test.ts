import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderStorage } from '../../orders/storage/folder-storage.js';
import type { Storage } from '../../orders/storage/storage.js';
import { addToUpload, createUpload, removeUpload, uploadLimits, uploadsOf } from './uploads.js';

let folder: string;
let storage: Storage;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineament-uploads-'));
  storage = folderStorage(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const given = { owner: 'anna', title: '', landmarks: 'ibug68' };
const nothing = new Uint8Array(1);

describe('uploads', () => {
  it('are as many as an owner may have, and each as large', async () => {
    const { uploads, files, bytes } = uploadLimits;
    Object.assign(uploadLimits, { uploads: 2, files: 2, bytes: 10 });
    try {
      const { id } = await createUpload(storage, given);
      await createUpload(storage, given);
      await expect(createUpload(storage, given)).rejects.toThrow('there are 2; allowed: 2');
      await createUpload(storage, { ...given, owner: 'ben' });
      await addToUpload(storage, id, 'a.png', new Uint8Array(6));
      await expect(addToUpload(storage, id, 'b.png', new Uint8Array(5))).rejects.toThrow(
        '1 files and 6 bytes',
      );
      // The same file again takes the place of the first.
      await addToUpload(storage, id, 'a.png', new Uint8Array(9));
      await addToUpload(storage, id, 'b.png', nothing);
      await addToUpload(storage, id, 'b.png', nothing);
      // After a restart it is known by what lies there.
      await expect(addToUpload(folderStorage(folder), id, 'c.png', nothing)).rejects.toThrow(
        '2 files and 10 bytes',
      );
      await removeUpload(storage, id);
      expect(await uploadsOf(storage, 'anna')).toHaveLength(1);
    } finally {
      Object.assign(uploadLimits, { uploads, files, bytes });
    }
  });
});
