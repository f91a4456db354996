/**
 * How well expression is read from points, on synthetic faces that it was not fitted on: R² of actions, area under the
 * curve of happy against neutral faces, how often the likeliest emotion is right by how probable it was told to be, drift over yaw,
 * cover of the error bars.
 *
 *   npx tsx scripts/measure-expression.ts find MODEL DATASET 400 found.json     # points that a detector finds, kept
 *   LINEAMENT_ASSETS=… npx tsx scripts/measure-expression.ts found.json 200     # exact, disturbed and found points
 *   … measure-expression.ts found.json 495 all                # faces of which none was fitted on
 */
import { writeFile } from 'node:fs/promises';
import { mean } from '../src/core/numbers/statistics.js';
import {
  type EmotionEstimate,
  emotionKinds,
  emotions,
  kindOfExpression,
} from '../src/detect/describe/expression/emotion.js';
import { estimateActions } from '../src/detect/describe/expression/estimate-actions.js';
import { estimateEmotion } from '../src/detect/describe/expression/estimate-emotion.js';
import { fitHead } from '../src/detect/describe/fit/fit-head.js';
import { defaultHeadPoints } from '../src/detect/describe/head/default-head-points.js';
import type { FaceView } from '../src/detect/describe/head-fit.js';
import type { FacialAction } from '../src/face/heads/facial-actions.js';
import { loadHead } from '../src/face/heads/registry.js';
import {
  type ExpressionFace,
  findFaces,
  foundFace,
  readFound,
  seenErrors,
  shapeFaces,
} from './expression-faces.js';

/** Actions by what issue and reader call them; both sides are taken together. */
const groups: Readonly<Record<string, readonly FacialAction[]>> = {
  jaw: ['jawDrop'],
  smile: ['lipCornerPuller.right', 'lipCornerPuller.left'],
  'inner brows': ['innerBrowRaiser.right', 'innerBrowRaiser.left'],
  'outer brows': ['outerBrowRaiser.right', 'outerBrowRaiser.left'],
  'brows down': ['browLowerer.right', 'browLowerer.left'],
  lids: ['eyesClosed.right', 'eyesClosed.left'],
  pucker: ['lipPucker'],
  funnel: ['lipFunneler'],
};

/** Yaws of the drift, radians. */
const turns = [-30, -15, 0, 15, 30].map((yaw) => (yaw * Math.PI) / 180);

const [first = 'found.json', second = '200', ...rest] = process.argv.slice(2);
if (first === 'find') {
  const [data = '', count = '400', target = 'found.json'] = rest;
  await writeFile(target, JSON.stringify(await findFaces(data, second, Number(count))));
} else await measure(first, Number(second), rest[0] === 'all');

/** @param all – those of even number are what `fit-expression.ts` fits on, if it was given this file. */
async function measure(file: string, count: number, all: boolean): Promise<void> {
  const unseen = (await readFound(file)).filter((_, i) => all || i % 2 === 1);
  const errors = unseen.map(seenErrors);
  const head = await loadHead('ict-facekit');
  const set = 'dense490';
  const seed = 1000;
  const names = Object.keys(groups);
  console.log(
    `| faces | ${names.join(' | ')} | AUC happy | within 1 σ |\n|---|${'---|'.repeat(names.length + 2)}`,
  );
  report('dense490, exact, usual faces', shapeFaces(head, { set, count, seed }));
  report('dense490, disturbed, usual faces', shapeFaces(head, { set, count, seed, errors }));
  report(
    'dense490, disturbed, strong expressions',
    shapeFaces(head, { set, count, seed: seed + 1, errors, rare: 1 }),
  );
  const dense = 'dense1001';
  report('dense1001, exact, usual faces', shapeFaces(head, { set: dense, count, seed }));
  report('dense1001, disturbed, usual faces', shapeFaces(head, { set: dense, count, seed, errors }));
  report(
    'dense1001, disturbed, strong expressions',
    shapeFaces(head, { set: dense, count, seed: seed + 1, errors, rare: 1 }),
  );
  report('ibug68, disturbed, usual faces', shapeFaces(head, { set: 'ibug68', count, seed, errors }));
  report('found by the detector', unseen.slice(0, count).map(foundFace));
  for (const points of [set, dense]) {
    const turned = {
      set: points,
      count: Math.ceil(count / 10),
      seed: seed + 2,
      errors,
      rare: 0.5,
      yaws: turns,
    };
    drift(points, shapeFaces(head, turned));
  }
}

function report(title: string, faces: readonly ExpressionFace[]): void {
  const views = faces.map(viewOf);
  const estimates = views.map((view) => estimateActions(view));
  const cells = Object.values(groups).map((group) => {
    const pairs = group.flatMap((action) =>
      faces.map((face, i) => [face.actions[action] ?? 0, estimates[i]!.get(action)!.value] as const),
    );
    const middle = mean(pairs.map(([truth]) => truth));
    const left = mean(pairs.map(([truth, value]) => (truth - value) ** 2));
    return (1 - left / mean(pairs.map(([truth]) => (truth - middle) ** 2))).toFixed(2);
  });
  const seen = views.map((view, i) => estimateEmotion(view, estimates[i]!));
  const happiness = seen.map(({ probabilities }) => probabilities.happiness.value);
  const of = (wanted: (expression: string) => boolean): number[] =>
    happiness.filter((_, i) => wanted(faces[i]!.expression));
  const happy = of((name) => name.includes('smile') || name === 'laugh');
  const within = mean(
    Object.values(groups)
      .flat()
      .flatMap((action) =>
        faces.map((face, i) => {
          const { value, deviation } = estimates[i]!.get(action)!;
          return Math.abs(value - (face.actions[action] ?? 0)) < deviation ? 1 : 0;
        }),
      ),
  );
  console.log(
    `| ${title} (${faces.length}) | ${cells.join(' | ')} | ${area(
      happy,
      of((name) => name === 'neutral'),
    )} | ${(100 * within).toFixed(0)} % |`,
  );
  sayEmotions(seen, faces);
}

/** How probable the likeliest kind of face was told to be, and how often it was right, by how probable. */
function sayEmotions(seen: readonly EmotionEstimate[], faces: readonly ExpressionFace[]): void {
  const told = seen.map(({ probabilities }, i) => {
    const shares = emotionKinds.map((kind) =>
      kind === 'none'
        ? Math.max(0, 1 - emotions.reduce((sum, emotion) => sum + probabilities[emotion].value, 0))
        : probabilities[kind].value,
    );
    const most = Math.max(...shares);
    const truth = emotionKinds.indexOf(kindOfExpression(faces[i]!.expression));
    return { most, right: shares.indexOf(most) === truth, cost: -Math.log(Math.max(1e-9, shares[truth]!)) };
  });
  const bins = [0, 0.4, 0.6, 0.8, 0.95].map((from, b, all) => {
    const of = told.filter(({ most }) => most >= from && most < (all[b + 1] ?? 2));
    if (of.length === 0) return '';
    const said = mean(of.map(({ most }) => most));
    return `${of.length} told at ${said.toFixed(2)}, right ${mean(of.map(({ right }) => Number(right))).toFixed(2)}`;
  });
  console.log(
    `emotions: ${(100 * mean(told.map(({ right }) => Number(right)))).toFixed(0)} % right, cost ${mean(told.map(({ cost }) => cost)).toFixed(3)}; ${bins.filter(Boolean).join('; ')}`,
  );
}

/** What the same face at other yaws differs from itself seen from the front: mean of the absolute differences. */
function drift(set: string, faces: readonly ExpressionFace[]): void {
  const estimates = faces.map((face) => estimateActions(viewOf(face)));
  const front = turns.indexOf(0);
  const words = Object.entries(groups).map(([name, group]) => {
    const differences = group.flatMap((action) =>
      estimates.map((actions, i) => {
        const other = estimates[i - (i % turns.length) + front]!;
        return Math.abs(actions.get(action)!.value - other.get(action)!.value);
      }),
    );
    return `${name} ${((mean(differences) * turns.length) / (turns.length - 1)).toFixed(3)}`;
  });
  console.log(`\n${set}, drift over ±30° of yaw (${faces.length / turns.length} faces): ${words.join(', ')}`);
}

function viewOf({ observed, camera }: ExpressionFace): FaceView {
  return fitHead(observed, defaultHeadPoints(observed.set, observed.convention), camera);
}

/** Share of pairs that are in their order. */
function area(above: readonly number[], below: readonly number[]): string {
  if (above.length === 0 || below.length === 0) return '–';
  return mean(above.flatMap((a) => below.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)))).toFixed(3);
}
