/** A face as it is annotated: what stands in its file, what the page is sent, and how faces stand in their list. Safe in browsers. */
import { z } from 'zod';
import { type Edit, editSchema } from './edits.js';

const pair = z.tuple([z.number(), z.number()]);
const visibilityNumber = z.int().min(0).max(3);

export interface AnnotatedFace {
  /** Below the folder of pictures, with slashes. */
  picture: string;
  /** Of the picture's faces, the surest first. */
  face: number;
  width: number;
  height: number;
  box: { x: number; y: number; width: number; height: number };
  /** Counts what was changed: whoever knows an old one is told so. */
  revision: number;
  done: boolean;
  /** When it was last called done, for the order of learning; null until then. */
  doneAt: string | null;
  /** Where the points came from before a person touched them. */
  from: 'detector' | 'labels';
  /** K points as they are now, pixels of the upright picture. */
  points: [number, number][];
  /** Indices of the points that a person has put where they are. */
  fixed: number[];
  /** K numbers (`visibility` of landmarks); null where nobody says. */
  visibility: number[] | null;
  /** What was seen by the detector: points, their standard deviations, and what of them can be seen where it tells. */
  detected: { points: [number, number][]; uncertainty: number[]; visibility: number[] | null };
  /** What the corrections begin from: the detection, labels, or what was learnt from faces before. */
  base: [number, number][];
  edits: Edit[];
  /** So many of the edits count; those after are undone. */
  cursor: number;
}

export const annotatedFaceSchema: z.ZodType<AnnotatedFace> = z.object({
  picture: z.string(),
  face: z.int().min(0),
  width: z.int().positive(),
  height: z.int().positive(),
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  revision: z.int().min(0),
  done: z.boolean(),
  doneAt: z.string().nullable(),
  from: z.enum(['detector', 'labels']),
  points: z.array(pair),
  fixed: z.array(z.int()),
  visibility: z.array(visibilityNumber).nullable(),
  detected: z.object({
    points: z.array(pair),
    uncertainty: z.array(z.number()),
    visibility: z.array(visibilityNumber).nullable(),
  }),
  base: z.array(pair),
  edits: z.array(editSchema),
  cursor: z.int().min(0),
});

/** What the list shows of a face. */
export interface FaceEntry {
  id: string;
  picture: string;
  /** Mean standard deviation of the points as a share of the face's radius: the most doubtful come first. */
  doubt: number;
  corrections: number;
  done: boolean;
  revision: number;
  /** What looks wrong with it, in a few words. */
  faults: string[];
}

export interface DeskState {
  faces: FaceEntry[];
  /** Pictures that are still to be looked at. */
  waiting: number;
  /** Pictures that could not be, or that show no face. */
  failures: { picture: string; reason: string }[];
  /** Mean corrections a face, by twenties in the order in which they were done. */
  gain: number[];
  /** How many faces the points were last learnt from. */
  learntFrom: number;
}

export const flat = (pairs: readonly (readonly [number, number])[]): Float32Array =>
  Float32Array.from(pairs.flat());

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** To a thousandth of a pixel: files stay small and readable. */
export function pairsOf(points: Float32Array): [number, number][] {
  return Array.from({ length: points.length / 2 }, (_, k) => [
    rounded(points[2 * k]!),
    rounded(points[2 * k + 1]!),
  ]);
}
