/** A storage by its address, in whatever process or thread. */
import { folderStorage } from './folder-storage.js';
import { localScratch, s3Storage } from './s3-storage.js';
import type { Storage } from './storage.js';

/** @param place – a folder, or `s3://bucket/prefix` with the key in the environment. */
export function openStorage(place: string): Storage {
  return place.startsWith('s3:') ? s3Storage(place) : folderStorage(place);
}

/** The folder of this machine in which what goes into a storage is made. */
export function scratchParent(place: string): string {
  return place.startsWith('s3:') ? localScratch() : place;
}
