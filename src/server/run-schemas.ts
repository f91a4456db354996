/** What is asked and answered about runs and uploads, as the OpenAPI document shows it. */
import { z } from '@hono/zod-openapi';
import { type RunState, runStates } from '../lab/runs/run.js';
import { evaluateFields, type RunRequest, studyFields, trainFields } from '../lab/runs/run-request.js';

export interface RunView {
  id: string;
  title: string;
  kind: RunRequest['kind'];
  state: RunState;
  since: string;
  reason: string | null;
  created: string;
  request: Record<string, unknown>;
  progress: { part: string; done: number; total: number; note: string } | null;
  summary: Record<string, unknown> | null;
  files: { name: string; bytes: number; sha256: string; link: string }[];
}

const time = z.string().openapi({ format: 'date-time' });

export const runRequestSchema: z.ZodType = z.union([
  z.strictObject(evaluateFields).openapi('EvaluateRequest'),
  z.strictObject(trainFields).openapi('TrainRequest'),
  z.strictObject(studyFields).openapi('StudyRequest'),
]);

export const runSchema: z.ZodType<RunView> = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: z.enum(['evaluate', 'train', 'study']),
    state: z.enum(runStates),
    since: time,
    reason: z.string().nullable().openapi({ description: 'why it failed' }),
    created: time,
    request: z.record(z.string(), z.unknown()),
    progress: z
      .object({ part: z.string(), done: z.number(), total: z.number(), note: z.string() })
      .nullable(),
    summary: z
      .record(z.string(), z.unknown())
      .nullable()
      .openapi({ description: 'figures, once it is done' }),
    files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string(), link: z.string() })),
  })
  .openapi('Run');

export interface UploadView {
  id: string;
  title: string;
  created: string;
  landmarks: string;
  files: number;
  bytes: number;
}

export const uploadSchema: z.ZodType<UploadView> = z
  .object({
    id: z.string(),
    title: z.string(),
    created: time,
    landmarks: z.string(),
    files: z.int(),
    bytes: z.int(),
  })
  .openapi('Upload');
