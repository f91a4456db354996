/** What every model file says of where its weights come from. Safe in browsers. */
import { z } from 'zod';

export interface ModelOrigin {
  training: {
    recipe: string;
    seed: number;
    steps: number;
    /** What it was trained on, in a sentence. */
    data: string;
  };
  /** What the weights are stored in. */
  precision: 'float32' | 'float16';
  /** Version of Lineament that wrote the file. */
  lineament: string;
  /** Terms of the weights and of the data behind them. */
  licence: string;
}

/** The last fields of a model's metadata. */
export const modelOriginFields: { readonly [Key in keyof ModelOrigin]: z.ZodType<ModelOrigin[Key]> } = {
  training: z.object({ recipe: z.string(), seed: z.number(), steps: z.int().min(0), data: z.string() }),
  precision: z.enum(['float32', 'float16']),
  lineament: z.string(),
  licence: z.string(),
};
