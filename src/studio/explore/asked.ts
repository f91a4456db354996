/**
 * What is asked of a dataset and what is answered: the words that the page, the server and this room share. Types alone, so that
 * they load anywhere. A row is a sample's place in its dataset; K landmarks.
 */

/** Which rows, and in which order. What is left out asks for nothing. */
export interface RowFilter {
  /** As `--where` has it. */
  where?: string | undefined;
  /** Words that a caption must have, all of them. */
  words?: string | undefined;
  /** From and to, both included, by column; null is open. */
  ranges?: Record<string, [number | null, number | null]> | undefined;
  /** Any of these words, by column. */
  values?: Record<string, string[]> | undefined;
  /** Only these: picked by hand. */
  rows?: number[] | undefined;
  /** Only so many rows that look most like this one, itself among them; the nearest first where nothing else is sorted by. */
  like?: { row: number; most: number } | undefined;
  sort?: { by: string; descending?: boolean | undefined } | undefined;
}

/** How many rows of a column's parts there are, and how many of them pass what is asked of the other columns. */
export interface ColumnCounts {
  name: string;
  kind: 'number' | 'text';
  /** Of numbers that have one. */
  unit?: string;
  /** Of numbers: one more than there are bins. */
  edges?: number[];
  /** Of text: the commonest first. */
  words?: string[];
  all: number[];
  kept: number[];
  /** Rows without a value. */
  missing: number;
}

export interface Counts {
  total: number;
  matching: number;
  columns: ColumnCounts[];
}

export interface DatasetView {
  name: string;
  /** Changes with what the dataset holds: pictures that were asked for under it never change. */
  key: string;
  count: number;
  landmarks: string;
  /** K names and regions. */
  points: { name: string; region: string }[];
  conventions: string[];
  /** Label layers that some rows may hold. */
  layers: string[];
  columns: string[];
  /** Whether its rows hold the scenes that made them. */
  generated: boolean;
}

export interface ExploreAbout {
  datasets: DatasetView[];
  models: string[];
  formats: string[];
  /** What a scene can be made again with. */
  choices: SceneChoices;
}

export interface SceneChoices {
  lights: string[];
  expressions: string[];
  hairs: string[];
  backgrounds: string[];
  sets: string[];
}

/** What is to be different from the row's scene. Angles in degrees, lengths in centimetres. */
export interface SceneChanges {
  light?: string | undefined;
  background?: string | undefined;
  yaw?: number | undefined;
  pitch?: number | undefined;
  roll?: number | undefined;
  expression?: string | undefined;
  intensity?: number | undefined;
  hair?: string | undefined;
  glasses?: 'none' | 'clear' | 'dark' | undefined;
  distance?: number | undefined;
  fill?: number | undefined;
  landmarks?: string | undefined;
  size?: number | undefined;
}

export interface BoxView {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A picture with its labels: a row's, or one that was rendered again. Points are `x, y` in turn. */
export interface LabelledView {
  width: number;
  height: number;
  box: BoxView;
  points: { surface?: number[]; contour?: number[] };
  visibility: number[] | null;
  gaze: number[] | null;
  pupils: number[] | null;
  /** Focal length and principal point, pixels. */
  camera: { focal: number; cx: number; cy: number } | null;
  caption: string | null;
  shows: Record<string, string | number>;
}

export interface SampleView extends LabelledView {
  row: number;
  id: string;
  split: string;
  /** Stored with the row. */
  layers: string[];
  /** Whether this version can render it again. */
  renderable: boolean;
  scene: unknown;
  /** Of photographs: what their source says. */
  source: unknown;
  /** Of a clip's frame: all frames' rows. */
  clip: { index: number; frame: number; rate: number; rows: number[] } | null;
}

export interface RenderedView extends LabelledView {
  /** JPEG, base64. */
  image: string;
  landmarks: string;
  points3d: number[];
  scene: unknown;
  seconds: number;
}

/** A set of filters under a name, kept as a file of the dataset. */
export interface SavedView {
  name: string;
  /** What stands behind the page's "?". */
  search: string;
}

/** Something that takes a while. The page follows it by events; it goes on when the page is closed. */
export interface JobView {
  id: string;
  kind: 'export' | 'compare' | 'features' | 'duplicates' | 'words';
  title: string;
  done: number;
  total: number;
  state: 'running' | 'done' | 'stopped' | 'failed';
  /** Of one that failed or was stopped. */
  reason: string | null;
  /** Of an export: the folder that it made, and what it could not hold. */
  made: { folder: string; count: number; failures: { id: string; reason: string }[] } | null;
}

export interface ExportAsked {
  /** Of `formats`, `dataset` or `page`. */
  format: string;
  /** Of the folder to make, below where exports go. */
  name: string;
  filter: RowFilter;
}

export interface CompareAsked {
  models: string[];
  filter: RowFilter;
  normaliser: string;
  /** At most so many rows, spread evenly. */
  most: number;
}

export interface Comparison {
  normaliser: string;
  convention: string;
  models: ModelResult[];
  /** Each two of them. */
  pairs: ModelPair[];
}

export interface ErrorOf {
  faces: number;
  nme: number;
  /** 95 %, by bootstrap over persons. */
  low: number;
  high: number;
}

export interface ErrorsByParts extends ErrorOf {
  regions: { region: string; nme: number }[];
  /** By the parts of each column, those of a column together. */
  groups: ({ column: string; part: string } & ErrorOf)[];
}

export interface ModelResult extends ErrorsByParts {
  model: string;
  /** The column of the faces' errors, to filter and sort by. */
  column: string;
  failed: { id: string; reason: string }[];
}

/** The errors of the first less those of the second, on the faces that both measured: `nme` is their mean difference. */
export interface ModelPair extends ErrorsByParts {
  first: string;
  second: string;
  column: string;
  /** Share of the faces. */
  firstBetter: number;
  /** That neither is better, by flipping the signs of persons. */
  pValue: number;
}

/** What the map and "more like this" stand on. */
export interface FeaturesView {
  isReady: boolean;
  /** Whose features they are. */
  model: string;
  /** That makes them now. */
  job: JobView | null;
}

/** A row that looks like another; 1 is the same. */
export interface NearRow {
  row: number;
  similarity: number;
}

export interface Duplicates {
  /** From which on two rows are a pair. */
  similarity: number;
  /** Two rows and how alike they are, the most alike first. */
  pairs: [number, number, number][];
  /** False: there are more, less alike or not looked at. */
  isComplete: boolean;
}

/** Rows ranked by a sentence. */
export interface WordsAsked {
  sentence: string;
}

export interface WordsView {
  sentence: string;
  /** The column of how well each row fits, to sort by, the best highest. */
  column: string;
  /** Words that say nothing, because the model never read them. */
  unknown: string[];
}

/** What is said of a column before its values. */
export type ColumnHead = { kind: 'number'; low: number; high: number } | { kind: 'text'; words: string[] };

/** Variants that were kept and not written yet. */
export interface KeptView {
  kept: number;
}
