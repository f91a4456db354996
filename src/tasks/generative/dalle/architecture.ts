/** How a DALL·E is built, and what its file says of it. T words, G tokens of a picture, K codes, C length of a token's vector. */
import { z } from 'zod';
import { whole } from '../../../core/settings/value-kinds.js';

export interface DalleArchitecture {
  /** C. */
  width: number;
  blocks: number;
  heads: number;
  /** T, words of a sentence. */
  length: number;
}

/** What data and tokenizer decide. */
export interface TokenSpace {
  /** Numbers for words, special ones too. */
  words: number;
  /** K. */
  codes: number;
  /** G. */
  tokens: number;
}

export const dalleArchitectureSchema: z.ZodType<DalleArchitecture, unknown> = z
  .strictObject({
    width: whole(8, 2048).default(128),
    blocks: whole(1, 48).default(5),
    heads: whole(1, 64).default(4),
    length: whole(2, 128).default(32),
  })
  .refine(({ width, heads }) => width % heads === 0, 'heads that divide the width');
