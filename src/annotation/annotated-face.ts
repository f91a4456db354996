/** A face as it is annotated: what stands in its file, what the page is sent, and how faces stand in their list. Safe in browsers. */
import { z } from 'zod';
import type { DetectedPoints } from './correction-model.js';
import { type Edit, editSchema } from './edits.js';
import type { HeldOutErrors } from './held-out.js';

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
  learning: LearningState;
}

/** What is learnt from faces that are done, and what faces that nobody has touched begin from. */
export interface LearningState {
  way: 'none' | 'ridge' | 'label-transfer';
  uses: 'detector' | 'ridge' | 'label-transfer';
  /** So many faces it was learnt from. */
  from: number;
  /** Label transfer that is being trained. */
  training: { step: number; steps: number; faces: number } | null;
  /** The last one that was, with the errors on faces that were held out. */
  last: { faces: number; heldOut: number; steps: number; used: boolean; errors: HeldOutErrors } | null;
  /** Why it could not be trained, or used. */
  failure: string | null;
}

export const detectedOf = ({ detected }: AnnotatedFace): DetectedPoints => ({
  points: flat(detected.points),
  uncertainty: Float32Array.from(detected.uncertainty),
});

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
