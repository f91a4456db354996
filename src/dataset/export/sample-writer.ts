/** What every export format offers: it is given the samples one by one and writes files below one folder. */
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import type { PixelLayers as LayersAsPixels } from '../layers/registry.js';
import type { LayeredSample } from '../store/columns.js';

export interface SampleWriter {
  /** Writes a sample's files. @param number – its place in the export, from 0. */
  write(sample: LayeredSample, number: number): Promise<void>;
  /** Writes what speaks of all samples. */
  finish(): Promise<void>;
}

/** What a format may ask for beside the sample. */
export interface ExportSource {
  /** The folder to write into: it exists and is empty. */
  folder: string;
  /** Of the samples' points. */
  set: LandmarkSet;
  /** A sample's label layers as pixels: its stored ones, or rendered again from its scene. */
  layersOf(sample: LayeredSample): Promise<PixelLayers>;
}

/** The label layers that formats are made of. */
export type PixelLayers = LayersAsPixels<'segmentation' | 'depth' | 'normals' | 'alpha'>;

/** The stored picture's file ending: the store holds JPEG and PNG only. */
export function imageEnding(image: Uint8Array): 'jpg' | 'png' {
  return image[0] === 0xff && image[1] === 0xd8 ? 'jpg' : 'png';
}

/** Names that Windows keeps for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
/** Bytes: file systems take 255, and endings are still to come. */
const longest = 200;

/**
 * A sample's id as a file name without ending, below the folder: slashes make sub-folders, what file systems refuse
 * becomes an underscore, and no part is `.`, `..` or a device. Folders have no dots, so none is in the way of a file.
 */
export function fileStem(id: string): string {
  const parts = id.split('/').filter((part) => part !== '');
  const names = parts.map((part, i) => {
    const plain = part
      .normalize('NFC')
      .replace(/[^\p{L}\p{N}._-]/gu, '_')
      .replace(/^\.+|\.+$/g, (dots) => '_'.repeat(dots.length));
    const name = i < parts.length - 1 ? plain.replaceAll('.', '_') : plain;
    return shortened(reserved.test(name) ? `_${name}` : name);
  });
  return names.length === 0 ? '_' : names.join('/');
}

function shortened(name: string): string {
  let end = Math.min(name.length, longest);
  while (Buffer.byteLength(name.slice(0, end)) > longest) end--;
  return name.slice(0, end);
}

/**
 * @param stem – an id as a name: {@link fileStem} or stricter.
 * @returns a function that never gives two samples one name, not even where capitals do not count.
 */
export function uniqueStems(stem: (id: string) => string = fileStem): (id: string) => string {
  const taken = new Set<string>();
  return (id) => {
    const wanted = stem(id);
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted}-${n}`;
    taken.add(name.toLowerCase());
    return name;
  };
}
