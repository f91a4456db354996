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
export const uploadLimits: { uploads: number; files: number; bytes: number; fileBytes: number } = {
  /** Of one owner. */
  uploads: 20,
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
  const own = await uploadsOf(storage, given.owner);
  if (own.length >= uploadLimits.uploads)
    throw new UsageError(`upload: there are ${own.length}; allowed: ${uploadLimits.uploads}`, {
      hint: 'remove one that is no longer needed: GET /v1/uploads lists them',
    });
  const upload: Upload = { ...given, id: newUploadId(), created: new Date().toISOString() };
  await storage.write(uploadName(upload.id), JSON.stringify(upload));
  return upload;
}

/** Newest first. */
export async function uploadsOf(storage: Storage, owner: string | null): Promise<Upload[]> {
  const found: Upload[] = [];
  for (const id of await storage.children('uploads/')) {
    const upload = await readUpload(storage, id);
    if (upload?.owner === owner) found.push(upload);
  }
  return found.sort((a, b) => (a.created > b.created ? -1 : 1));
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
  const tally = await tallyOf(storage, id);
  const others = tally.bytes - (tally.files.get(file) ?? 0);
  if (
    (tally.files.size >= uploadLimits.files && !tally.files.has(file)) ||
    others + bytes.length > uploadLimits.bytes
  )
    throw new UsageError(
      `upload: ${tally.files.size} files and ${tally.bytes} bytes are there; allowed: ${uploadLimits.files} and ${uploadLimits.bytes}`,
      { hint: 'make another upload for the rest' },
    );
  // Noted before it is written: files that come side by side count each other.
  tally.files.set(file, bytes.length);
  tally.bytes = others + bytes.length;
  try {
    await storage.write(uploadedName(id, file), bytes);
  } catch (error) {
    tallies.get(storage)?.delete(id);
    throw error;
  }
}

interface Tally {
  /** Bytes of each. */
  files: Map<string, number>;
  bytes: number;
}

/** Of the uploads that grew last; to look at twenty thousand files for each that comes would take longer than the files. */
const tallies = new WeakMap<Storage, Map<string, Promise<Tally>>>();
const mostTallies = 64;

function tallyOf(storage: Storage, id: string): Promise<Tally> {
  const known = tallies.get(storage) ?? new Map<string, Promise<Tally>>();
  tallies.set(storage, known);
  const tally = known.get(id) ?? readTally(storage, id);
  known.delete(id);
  known.set(id, tally); // the last used stands last
  tally.catch(() => known.delete(id));
  const [oldest] = known.keys();
  if (known.size > mostTallies && oldest !== undefined) known.delete(oldest);
  return tally;
}

async function readTally(storage: Storage, id: string): Promise<Tally> {
  const below = uploadedName(id, '');
  const found = await storage.list(below);
  const files = new Map(found.map(({ name, bytes }) => [name.slice(below.length), bytes]));
  return { files, bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) };
}

export function removeUpload(storage: Storage, id: string): Promise<void> {
  tallies.get(storage)?.delete(id);
  return storage.remove(`uploads/${id}/`);
}
