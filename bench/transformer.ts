/**
 * The transformer of DALL·E on our engine and on PyTorch, in turns in the same run, one thread, by processor time: a training step
 * (forward, backward, Adam) of 32 rows of 32 words and 64 tokens, and a sampled token of 32 rows (sixteen pictures with guidance), keys and
 * values kept. The networks have the same width, blocks, heads and lengths; both are written out without fused attention.
 */
import { captionTokenizer } from '../src/captions/words.js';
import { Random } from '../src/core/random.js';
import { createInferenceSession } from '../src/nn/runtime/inference-session.js';
import { createTrainer, type Trainer } from '../src/nn/train/plan/trainer.js';
import type { DalleArchitecture, TokenSpace } from '../src/tasks/generative/dalle/architecture.js';
import { encodeDalleFile } from '../src/tasks/generative/dalle/dalle-file.js';
import { buildDalleObjective } from '../src/tasks/generative/dalle/objective.js';
import { startWalk, type Walk } from '../src/tasks/generative/dalle/sample.js';
import { type Benchmark, type Figure, throughput } from './figure.js';
import { startPyTorch } from './pytorch.js';
import { type Comparison, inTurns, type Timing, timed } from './timing.js';

/** That of the shipped model. */
const model: DalleArchitecture = { width: 128, blocks: 5, heads: 4, length: 32 };
const tokenizer = captionTokenizer();
const space: TokenSpace = { words: tokenizer.count, codes: 1000, tokens: 64 };
const batch = 32;
/** Sixteen pictures with and without their sentence. */
const rows = 32;

export const benchTransformer: Benchmark = async ({ quick, say }) => {
  const pytorch = await startPyTorch('pytorch-transformer.py', [
    ...[1, batch, model.width, model.blocks, model.heads, model.length],
    ...[space.words, space.codes, space.tokens, rows],
  ]);
  if (pytorch === undefined)
    say('PyTorch is missing, ours is measured alone (Debian: apt-get install python3-torch)');
  const trainer = await createTrainer(
    (count) => buildDalleObjective({ model, space, textWeight: 0.1 }, count),
    {
      batch,
      seed: 1,
    },
  );
  const sampler = await openSampler(trainer);
  try {
    const turns = quick ? 2 : 8;
    const data = { row: randomRows() };
    const steps = await inTurns(
      turns,
      () => timed(() => trainer.step(data, { learningRate: 1e-3 }), 3),
      pytorch && (() => pytorch.timings('train 3')),
    );
    const tokens = await inTurns(
      turns,
      async () => perToken(await sampler.codes()),
      pytorch && (async () => perToken(await pytorch.timings('sample 1'))),
    );
    const shape = `width ${model.width}, ${model.blocks} blocks, ${model.heads} heads, one thread`;
    const figure = (benchmark: string, conditions: string, { ours, theirs, ratio }: Comparison): Figure => {
      const other =
        theirs && pytorch ? `; PyTorch ${pytorch.version}: ${(1000 * theirs.cpu).toFixed(1)}` : '';
      say(`${benchmark}: ${(1000 * ours.cpu).toFixed(1)} ms of CPU time${other}`);
      return {
        benchmark,
        conditions: `${conditions}, ${shape}`,
        value: 1000 * ours.cpu,
        unit: throughput('ms', 'cpu'),
        ...(pytorch !== undefined && {
          reference: { name: `PyTorch ${pytorch.version}`, ratio: ratio.cpu! },
        }),
      };
    };
    return [
      figure(
        'transformer step',
        `DALL·E, batch ${batch} of ${model.length} words and ${space.tokens} tokens`,
        steps,
      ),
      figure('sampled token', `DALL·E, ${rows} rows`, tokens),
    ];
  } finally {
    pytorch?.close();
    await Promise.all([trainer.release(), sampler.release()]);
  }
};

/** Of all codes of the pictures that one repetition draws, but the first, which the sentence alone gives. */
function perToken(timings: readonly Timing[]): Timing[] {
  const count = space.tokens - 1;
  return timings.map(({ wall, cpu }) => ({ wall: wall / count, cpu: cpu / count }));
}

function randomRows(): Float32Array {
  const random = new Random(1, 'bench');
  const all = model.length + space.tokens;
  return Float32Array.from({ length: batch * all }, (_, i) =>
    i % all < model.length
      ? random.integer(0, space.words - 1)
      : space.words + random.integer(0, space.codes - 1),
  );
}

async function openSampler(
  trainer: Trainer,
): Promise<{ codes(): Promise<Timing[]>; release(): Promise<void> }> {
  const bytes = encodeDalleFile(
    {
      ...{ architecture: model, space, words: [...tokenizer.words] },
      tokenizer: { recipe: 'bench', steps: 0 },
      training: { recipe: 'bench', seed: 1, steps: 0, data: 'Nothing.' },
      ...{ precision: 'float16', lineament: '0.1.0', licence: '' },
    },
    trainer.state(),
  );
  const session = await createInferenceSession(bytes, { threads: 1 });
  /** The likeliest codes: what is drawn by chance costs no model anything. */
  const draw = async (walk: Walk): Promise<void> => {
    let next: Float32Array = new Float32Array(rows).fill(space.words);
    for (let token = 0; token < space.tokens - 1; token++) {
      const scores = await walk.step(next, model.length + token);
      next = Float32Array.from({ length: rows }, (_, row) => {
        const own = scores.subarray(row * space.codes, (row + 1) * space.codes);
        return space.words + own.indexOf(Math.max(...own));
      });
    }
  };
  return {
    async codes() {
      // The sentence is read before the clock starts, as PyTorch's.
      const walk = startWalk(session, { architecture: model, space }, 1);
      for (let place = 0; place < model.length; place++) await walk.step(Float32Array.of(1), place);
      walk.take(new Array<number>(rows).fill(0));
      return timed(() => draw(walk), 1);
    },
    release: () => session.release(),
  };
}
