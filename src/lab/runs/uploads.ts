/**
 * Labelled photographs of a customer: files that came one by one, and the dataset that is made of them when a run first needs it.
 * `labelled.jsonl` has a line for each face (docs/api.md); pictures are taken from beside it alone.
 */
import { UsageError } from '../../core/errors.js';
import { isPictureName } from '../../node/pictures/picture-endings.js';
import { readJson } from '../../orders/storage/read-json.js';
import type { Storage } from '../../orders/storage/storage.js';
import { newUploadId } from './run.js';

export interface Upload {
  id: string;
  owner: string | null;
  /** ISO time. */
  created: string;
  title: string;
  /** Of the labels. */
  landmarks: string;
}

export const labelsFile = 'labelled.jsonl';
const mebibyte = 2 ** 20;
/** Of one upload, and of one file. */
export const uploadLimits: { files: number; bytes: number; fileBytes: number } = {
  files: 20_000,
  bytes: 2048 * mebibyte,
  fileBytes: 32 * mebibyte,
};

const uploadName = (id: string): string => `uploads/${id}/upload.json`;
export const uploadedName = (id: string, file: string): string => `uploads/${id}/files/${file}`;
export const uploadDatasetName = (id: string): string => `uploads/${id}/dataset`;

export async function createUpload(
  storage: Storage,
  given: Pick<Upload, 'owner' | 'title' | 'landmarks'>,
): Promise<Upload> {
  const upload: Upload = { ...given, id: newUploadId(), created: new Date().toISOString() };
  await storage.write(uploadName(upload.id), JSON.stringify(upload));
  return upload;
}

export const readUpload = (storage: Storage, id: string): Promise<Upload | undefined> =>
  readJson<Upload>(storage, uploadName(id));

export async function filesOfUpload(storage: Storage, id: string): Promise<{ files: number; bytes: number }> {
  const found = await storage.list(`uploads/${id}/files/`);
  return { files: found.length, bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** @throws UsageError for a name that is none of a picture or of the labels, and once a dataset was made. */
export async function addToUpload(
  storage: Storage,
  id: string,
  file: string,
  bytes: Uint8Array,
): Promise<void> {
  if (file !== labelsFile && !(/^[\w-][\w.-]{0,120}$/.test(file) && isPictureName(file)))
    throw new UsageError(`upload: the file is called ${JSON.stringify(file.slice(0, 130))}`, {
      hint: `give pictures names of letters, digits, ".", "_" and "-", and the labels the name ${labelsFile}`,
    });
  if ((await storage.stat(`${uploadDatasetName(id)}/dataset.json`)) !== undefined)
    throw new UsageError('upload: it was used already', { hint: 'make a new one' });
  const held = await filesOfUpload(storage, id);
  if (held.files >= uploadLimits.files || held.bytes + bytes.length > uploadLimits.bytes)
    throw new UsageError(
      `upload: ${held.files} files and ${held.bytes} bytes are there; allowed: ${uploadLimits.files} and ${uploadLimits.bytes}`,
    );
  await storage.write(uploadedName(id, file), bytes);
}

export const removeUpload = (storage: Storage, id: string): Promise<void> => storage.remove(`uploads/${id}/`);
