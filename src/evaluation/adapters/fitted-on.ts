/** What the words of an adapter tell of the faces that it was fitted on: how they are written, and whether these are the ones. */
import { counted } from '../../core/text/counted.js';
import { lastPart } from '../../core/text/last-part.js';

/** Faces of a dataset. */
export interface NamedFaces {
  /** Folder of the dataset. */
  data: string;
  /** All of it where none is named. */
  split?: string | undefined;
}

/** @param count – faces that there are. */
export function fittedOnWords(count: number, { data, split }: NamedFaces): string {
  return `${counted(count, 'face')} of ${data}${split === undefined ? '' : `, split ${split}`}`;
}

/** Whether they name a dataset of that name, and no other split of it: folders are often moved. */
export function namesFaces(fittedOn: string, { data, split }: NamedFaces): boolean {
  const words = /^\d+ faces? of (.+?)(?:, split ([^/\\]+))?$/.exec(fittedOn);
  if (words === null) return false;
  const [, fittedData, fittedSplit] = words;
  const isSplit = fittedSplit === undefined || split === undefined || fittedSplit === split;
  return isSplit && nameOf(fittedData!) === nameOf(data);
}

const nameOf = (folder: string): string => lastPart(folder) ?? folder;
