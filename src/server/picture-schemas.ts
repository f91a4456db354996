/** What is answered about photographs, as the OpenAPI document shows it: what `--json` prints on the command line. */
import { z } from '@hono/zod-openapi';

const box = z
  .object({
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
    roll: z.number().optional().openapi({ description: 'degrees, clockwise' }),
  })
  .openapi('FaceBox');

const pairs = z.array(z.tuple([z.number(), z.number()]));

export const detectAnswerSchema: z.ZodType = z
  .object({
    landmarks: z.object({ set: z.string(), convention: z.string(), names: z.array(z.string()) }),
    unit: z.string(),
    visibilityKinds: z.array(z.string()).optional(),
    licence: z.string(),
    images: z.array(
      z.object({
        image: z.string(),
        faces: z.array(
          z.object({
            box,
            usedWholeImage: z.boolean(),
            picture: z.object({
              width: z.number(),
              height: z.number(),
              focal: z.number().optional().openapi({ description: 'pixels, where a JPEG states it' }),
            }),
            score: z.number().optional().openapi({ description: 'how sure the finder is, 0 to 1' }),
            wrong: z.number().optional().openapi({ description: 'how probable it is that this is no face' }),
            points: pairs.openapi({ description: 'pixels' }),
            uncertainty: z.array(z.number()).openapi({ description: 'standard deviations, pixels' }),
            visibility: z
              .array(z.array(z.number()))
              .optional()
              .openapi({ description: 'shares of visibilityKinds, for each point' }),
          }),
        ),
      }),
    ),
    failures: z.array(z.object({ image: z.string(), reason: z.string() })),
  })
  .openapi('Detections');

export const describeAnswerSchema: z.ZodType = z
  .object({
    missing: z.array(z.string()).openapi({ description: 'what the points of this model do not tell' }),
    faces: z.array(
      z.object({
        file: z.string(),
        face: z.int().openapi({ description: 'from 1 in each picture, from left to right' }),
        box,
        wrong: z.number().optional().openapi({ description: 'how probable it is that this is no face' }),
        described: z
          .record(z.string(), z.unknown())
          .openapi({ description: 'pose, gaze, eyes, expression, reconstruction: docs/describing.md' }),
      }),
    ),
    empty: z.array(z.string()).openapi({ description: 'pictures without a face' }),
    failed: z.array(z.object({ id: z.string(), reason: z.string() })),
  })
  .openapi('Descriptions');
