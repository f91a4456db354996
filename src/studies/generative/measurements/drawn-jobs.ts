/** Faces drawn to sentences: of what test faces show, and of combinations that no training saw. */
import { messageOf, UsageError } from '../../../core/errors.js';
import { shippedClipFile } from '../../../detect/node/shipped-model-file.js';
import { defineJob } from '../../../jobs/job.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { readFileOr } from '../../../node/files.js';
import { fitSentences } from '../../../search/fit-sentences.js';
import { type OpenedClip, openClip } from '../../../search/open-clip.js';
import { checkTokens, readDalleMetadata } from '../../../tasks/generative/dalle/dalle-file.js';
import { fileDigest } from '../../job-kinds/jsonl-job.js';
import { modelOfSeed, type StudyModel } from '../plan-models.js';
import { type Drawer, type MeasuredDrawing, measureDrawn, type SeenDrawing } from './measure-drawn.js';
import {
  type Drawable,
  digestsOf,
  facesIn,
  judgesOf,
  type Measuring,
  measuringsOf,
  nameOf,
  needsOf,
  openJudges,
  openTokens,
  type Planned,
  type Strip,
  writeStrips,
} from './measuring.js';

export interface DrawnOutcome {
  seen: MeasuredDrawing;
  /** Null where there are no faces with a combination that is held out. */
  unseen: MeasuredDrawing | null;
  strips: Strip[];
}

export async function drawnJobs(planned: Planned): Promise<Measuring<DrawnOutcome>[]> {
  const { measured, size } = planned.recipe;
  const clipDigest = measured.bestOf > 1 ? await fileDigest(shippedClipFile()) : null;
  return measuringsOf(planned, 'dalle', async (model) => {
    const tokens = tokensOf(planned, model);
    return defineJob<DrawnOutcome>({
      name: `measure ${nameOf(model)}`,
      kind: 'measuring',
      settings: {
        what: 'drawn',
        version: 4,
        measured,
        size,
        clipDigest,
        model: await digestsOf(model, tokens, judgesOf(planned)),
      },
      needs: needsOf(planned, model, tokens, judgesOf(planned)),
      seconds: 30 + 0.2 * measured.drawn * (1 + measured.bestOf),
      run: async (context) => {
        const { signal } = context.work;
        const file = await model.fileIn(context);
        const bytes = await readFileOr(file, 'the model');
        const session = await createInferenceSession(bytes, { signal });
        const autoencoder = await openTokens(context, tokens);
        const judges = await openJudges(context, planned);
        let clip: OpenedClip | undefined;
        try {
          const metadata = readDalleMetadata(bytes, file);
          checkTokens(metadata, autoencoder.metadata, { dalle: file, tokens: await tokens.fileIn(context) });
          if (measured.bestOf > 1) clip = await openClip(undefined, { signal });
          const drawer: Drawer = {
            ...{ session, metadata, autoencoder, judge: judges.judge, bestOf: measured.bestOf },
            // Asked only where there are several.
            rank: (pictures, sentences) => fitSentences(clip!, pictures, sentences),
          };
          const test = await facesIn(context, planned, 'models', 'test', measured.drawn);
          const seen = await measureDrawn(drawer, test, measured.drawn, 'seen');
          const rare = await facesIn(context, planned, 'models', 'unseen', measured.drawn).catch(noneUnseen);
          const unseen = rare && (await measureDrawn(drawer, rare, measured.drawn, 'unseen'));
          return {
            seen: seen.measured,
            unseen: unseen?.measured ?? null,
            strips: await writeStrips(context, size, drawables(seen, unseen)),
          };
        } finally {
          await Promise.all([session.release(), autoencoder.release(), judges.release(), clip?.close()]);
        }
      },
    });
  });
}

function drawables({ strips }: SeenDrawing, unseen: SeenDrawing | undefined): Drawable[] {
  const seen = [
    { caption: 'rendered faces', strip: strips.rendered },
    { caption: `drawn to their sentences: ${strips.sentences.join('; ')}`, strip: strips.drawn },
  ];
  if (unseen === undefined) return seen;
  const { rendered, sentences, drawn } = unseen.strips;
  return [
    ...seen,
    { caption: 'rendered faces of combinations that no training saw', strip: rendered },
    { caption: `drawn to theirs: ${sentences.join('; ')}`, strip: drawn },
  ];
}

/** Few faces may hold none of the combinations; whatever else goes wrong is told. */
function noneUnseen(error: unknown): undefined {
  if (!messageOf(error).includes("no face is in split 'unseen'")) throw error;
}

/** A DALL·E draws tokens of the row that its own names, or of the shipped one. */
function tokensOf({ recipe, models }: Planned, model: StudyModel): StudyModel {
  const one = recipe.models[model.row]!;
  const shipped = models.find(({ row }) => {
    const other = recipe.models[row]!;
    return 'shipped' in other && other.shipped === 'tokens';
  });
  const named = 'shipped' in one ? undefined : one.tokens;
  const found = 'recipe' in one || named !== undefined ? modelOfSeed(models, named, model.seed) : shipped;
  if (found === undefined)
    throw new UsageError(`models.${model.row}: its tokens are those of no row`, {
      hint: 'add a row with `shipped: tokens`, or name a row under `tokens`',
    });
  return found;
}
