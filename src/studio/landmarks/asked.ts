/** What the set editor's page and its server tell each other: types alone. */
import type { SetMistake } from '../../landmarks/sets/set-file.js';

export type { SetMistake };

export interface SetEditorAbout {
  /** The file that the set is saved in; null where none was named. */
  file: { name: string; path: string } | null;
  /** A built-in set to begin from where the file is not there yet. */
  from: string | null;
  /** Heads that can be shown. */
  heads: string[];
}

export interface SetFileState {
  /** Null: there is no such file yet. */
  text: string | null;
  /** Tells one text from another; null where there is none. */
  version: string | null;
}

export interface SetSaving {
  text: string;
  /** Of the file as the page knows it. */
  version: string | null;
  /** Written even where the file was changed meanwhile. */
  overwrite?: boolean | undefined;
}

export interface SetSaved {
  version: string;
  /** What a command would say of it. */
  mistakes: SetMistake[];
}

/** First of the files of a head's pack; the others are `rest` and `faces` [V, 3], `triangles` [T, 3], `materials` [T], `places`. */
export interface HeadPackMeta {
  name: string;
  vertexCount: number;
  /** What the faces beside the mean one are. */
  faces: string[];
  /** In the order of `places`: five numbers a point, its triangle, its three weights, its fraction of the curve. */
  curves: { name: string; closed: boolean; points: number }[];
}
