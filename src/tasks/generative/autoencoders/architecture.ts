/** How an autoencoder is built: the keys under `model` of its recipe, kept in its file. */
import { z } from 'zod';
import { number, whole } from '../../../core/settings/value-kinds.js';

interface Shared {
  /** Channels after each halving of the picture: as many halvings as numbers. */
  channels: number[];
  /** Residual blocks at the smallest size, in the encoder and in the decoder each. */
  blocks: number;
}

/** One vector for the whole picture: the variational autoencoder. */
export interface GaussianModel extends Shared {
  kind: 'vae';
  /** Length of the vector. */
  latent: number;
  /** Weight of the divergence: 1 is the evidence lower bound, more makes the numbers more independent of each other. */
  beta: number;
  /** Beside the convolutions a linear way there and back, which begins as principal components (`principal-start.ts`). */
  linear: boolean;
}

/** Grids of code numbers. */
export type TokenModel = VectorQuantisedModel | FiniteScalarModel | GumbelModel | ProductModel;

export interface VectorQuantisedModel extends Shared {
  kind: 'vq';
  /** K. */
  codes: number;
  /** D. */
  codeLength: number;
  /** Weight of the distance from the encoder's vectors to their codes. */
  commitment: number;
  /** What is kept of the codes' running means at each step. */
  decay: number;
  /** Codes that are used less than this share of their fair one begin anew. */
  restartBelow: number;
}

export interface FiniteScalarModel extends Shared {
  kind: 'fsq';
  /** Values of each of the D numbers; their product is K. */
  levels: number[];
}

export interface GumbelModel extends Shared {
  kind: 'dvae';
  codes: number;
  codeLength: number;
  /** Weight of the divergence of each place's scores from codes that are equally probable, as DALL·E has it. */
  uniformity: number;
  /** Weight of the divergence of a batch's mean from codes that are equally frequent, which no single place pays for. */
  balance: number;
  /** Falls from the first to the last over the first half of the training. */
  temperature: { from: number; to: number };
}

/** Blocks of the picture along their principal directions, split among tokens with a codebook each (`product-start.ts`). */
export interface ProductModel extends Shared {
  kind: 'product';
  /** K, of each token's own book. */
  codes: number;
  /** D: numbers of its block that a token stands for. */
  codeLength: number;
  /** Side of a block, pixels: a multiple of what a token covers. */
  block: number;
}

export type AutoencoderModel = GaussianModel | TokenModel;

const shared = {
  channels: z.array(whole(2, 1024), 'a list of channels').min(1, 'at least one').max(5, 'at most five'),
  blocks: whole(0, 16).default(1),
};
const codes = { codes: whole(2, 65536).default(1024), codeLength: whole(1, 512).default(16) };

export const autoencoderModelSchema: z.ZodType<AutoencoderModel> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('vae'),
      ...shared,
      latent: whole(1, 4096).default(128),
      beta: number(0, 1000).default(1),
      linear: z.boolean('true or false').default(false),
    }),
    z.strictObject({
      kind: z.literal('vq'),
      ...shared,
      ...codes,
      commitment: number(0, 100).default(0.25),
      decay: number(0, 0.999999).default(0.99),
      restartBelow: number(0, 1).default(0.05),
    }),
    z.strictObject({
      kind: z.literal('fsq'),
      ...shared,
      levels: z.array(whole(2, 64), 'a list of levels').min(1, 'at least one').default([8, 5, 5, 5]),
    }),
    z.strictObject({
      kind: z.literal('dvae'),
      ...shared,
      ...codes,
      uniformity: number(0, 100).default(0.0005),
      balance: number(0, 100).default(0.003),
      temperature: z
        .strictObject({ from: number(0.01, 10).default(1), to: number(0.01, 10).default(0.0625) })
        .prefault({}),
    }),
    z.strictObject({
      kind: z.literal('product'),
      ...shared,
      codes: codes.codes,
      codeLength: whole(1, 64).default(10),
      // Directions of a block are found in a square of 3·block² numbers a side.
      block: whole(2, 32).default(16),
    }),
  ],
  'kind: one of vae, vq, fsq, dvae, product',
);

/** K: how many codes a picture's tokens are of. */
export function codeCount(model: TokenModel): number {
  return model.kind === 'fsq' ? model.levels.reduce((product, level) => product * level, 1) : model.codes;
}

/** Side of the grid of tokens. */
export function gridSide({ channels }: AutoencoderModel, size: number): number {
  return size / 2 ** channels.length;
}

/** What an encoder sees: of these kinds the bottleneck looks at the picture itself, and the file has no encoder's convolutions. */
export function readsPictureAlone({ kind }: AutoencoderModel): boolean {
  return kind === 'product';
}

export interface BlockSizes {
  /** Blocks along a side of the picture. */
  along: number;
  /** Tokens along a side of a block. */
  tokens: number;
  /** P, all blocks. */
  blocks: number;
  /** T, tokens of a block. */
  each: number;
  /** N, numbers of a block. */
  numbers: number;
}

/** @param size – side of the pictures, pixels. */
export function blockSizes({ block, channels }: ProductModel, size: number): BlockSizes {
  const [along, tokens] = [size / block, block / 2 ** channels.length];
  return { along, tokens, blocks: along ** 2, each: tokens ** 2, numbers: 3 * block ** 2 };
}

/** @returns what is wrong with a model for pictures of this side, or nothing. */
export function sizeFault(model: AutoencoderModel, size: number): { what: string; hint: string } | undefined {
  const step = 2 ** model.channels.length;
  if (size % step !== 0)
    return {
      what: `data.size: ${size}; allowed: a multiple of ${step}, for ${model.channels.length} halvings`,
      hint: 'change size or channels',
    };
  if (model.kind !== 'product') return undefined;
  const { block, codeLength } = model;
  if (block % step !== 0 || size % block !== 0)
    return {
      what: `model.block: ${block}; allowed: a multiple of ${step} pixels, which a token covers, that divides ${size}`,
      hint: 'change block or channels',
    };
  const { each, numbers } = blockSizes(model, size);
  if (each * codeLength > numbers)
    return {
      what: `model.codeLength: ${codeLength}; allowed: at most ${Math.floor(numbers / each)}, since a block of ${block} pixels has ${numbers} numbers for ${each} tokens`,
      hint: 'change codeLength or channels',
    };
  return undefined;
}
