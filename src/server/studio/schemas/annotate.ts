/** What the annotation page and its routes tell each other. */
import { z } from 'zod';
import type { Agreement } from '../../../annotation/agreement.js';
import type {
  AnnotatedFace,
  DeskState,
  FaceEntry,
  LearningState,
} from '../../../annotation/annotated-face.js';
import type { SetCurve } from '../../../annotation/curves.js';
import { type Edit, editSchema } from '../../../annotation/edits.js';
import type { Region } from '../../../landmarks/landmark-set.js';

export type { Agreement, AnnotatedFace, DeskState, Edit, FaceEntry, LearningState };

export interface AnnotateProject {
  title: string;
  set: string;
  names: string[];
  regions: Region[];
  curves: SetCurve[];
  /** `[K, 2]` the frontal mean face (`frontalTemplate`). */
  template: number[];
  /** A correction model as text (`annotation/correction-file.ts`). */
  corrections: string;
  /** The name of who annotates here; null where none was given. */
  annotator: string | null;
  /** Others who have annotated this folder; null is the one without a name. */
  others: (string | null)[];
  /** The annotations' folder, to be named in commands. */
  folder: string;
}

export interface EditRequest {
  /** Of the face as the page knows it. */
  revision: number;
  /** So many of its edits count. */
  cursor: number;
  /** Without one only the cursor moves: undo and redo. */
  edit?: Edit | undefined;
}

export const editRequestSchema: z.ZodType<EditRequest> = z.strictObject({
  revision: z.int().min(0),
  cursor: z.int().min(0),
  edit: editSchema.optional(),
});
