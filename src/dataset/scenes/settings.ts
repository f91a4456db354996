/** What scenes for a face finder are made of: the `data` block of its recipe. */
import { z } from 'zod';
import { number, whole } from '../../core/settings/value-kinds.js';

export interface SceneSettings {
  /** Datasets of heads with the layer `alpha`: cut out, and pasted anywhere. */
  heads: string[];
  /** The same seen from behind: they are no faces. */
  backs: string[];
  /** Datasets of faces taken whole, with what is behind them. */
  pictures: string[];
  /** Side of a scene, pixels; a multiple of 32. */
  size: number;
  /** Smallest face that is to be found, pixels of its longer side; smaller ones count as nothing either way. */
  smallest: number;
  /** Share of scenes without any face. */
  empty: number;
  /** Share of scenes that are one picture, at most with heads pasted over it. */
  whole: number;
  /** Share of scenes that show a part of a face larger than the scene. */
  near: number;
  /** So many pictures are taken of each scene, with other faults and perhaps mirrored; composing a scene costs more than a picture. */
  views: number;
  /** Share of the heads that are tilted by up to 60°, and of those turned by any angle; the rest stand nearly upright. */
  tilted: number;
  turned: number;
  /** Share of the heads whose size is drawn from `smallest` to three times that. */
  small: number;
  /** Largest standard deviation of the camera's blur, pixels, whatever the side: a small scene is a part of a picture. */
  blur: number;
}

const folders = z
  .preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(z.string('the folder of a dataset'), 'the folder of a dataset, or a list of folders'),
  )
  .default([]);

export const sceneSchema: z.ZodType<SceneSettings, unknown> = z.strictObject(
  {
    heads: folders,
    backs: folders,
    pictures: folders,
    size: whole(64, 1024)
      .refine((size) => size % 32 === 0, 'a multiple of 32')
      .default(224),
    smallest: number(4, 100).default(13),
    empty: number(0, 1).default(0.14),
    whole: number(0, 1).default(0.4),
    near: number(0, 1).default(0.08),
    views: whole(1, 64).default(1),
    tilted: number(0, 1).default(0.18),
    turned: number(0, 1).default(0.04),
    small: number(0, 1).default(0),
    blur: number(0, 10).default(3.84),
  },
  'the keys heads, backs, pictures, size, smallest, empty, whole, near, views, tilted, turned, small, blur',
);
