/** A row's scene with something else in it. What is not named stays, bit for bit; what is drawn anew comes from the scene's own seed. */
import { UsageError } from '../../core/errors.js';
import { Random } from '../../core/random.js';
import { type FacialAction, facialActions } from '../../face/heads/facial-actions.js';
import { sampleGlasses } from '../../face/person/appearance/worn-distribution.js';
import { type FaceDescription, hairStyles } from '../../face/person/description.js';
import { expressionLibrary } from '../../face/person/expression-library.js';
import { plainExpression } from '../../face/person/plain-face.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';
import { sampleBackground } from '../../render/sampling/background-distribution.js';
import { sampleLightOfKind } from '../../render/sampling/light-distribution.js';
import {
  lightKinds,
  paintedBackgrounds,
  type SceneDescription,
} from '../../render/scene/scene-description.js';
import type { SceneChanges, SceneChoices } from './asked.js';

export const sceneChoices: SceneChoices = {
  lights: [...lightKinds],
  expressions: ['neutral', ...Object.keys(expressionLibrary)],
  hairs: [...hairStyles],
  backgrounds: [...paintedBackgrounds],
  sets: [...landmarkSetNames],
};

/** Before anything is rendered. */
export function checkChanges({ light, background, expression, hair, landmarks }: SceneChanges): void {
  oneOf('light', light, sceneChoices.lights);
  oneOf('background', background, sceneChoices.backgrounds);
  oneOf('expression', expression, sceneChoices.expressions);
  oneOf('hair', hair, sceneChoices.hairs);
  oneOf('landmark set', landmarks, sceneChoices.sets);
}

const radians = Math.PI / 180;

/** @param able – the actions of the scene's head. */
export function changeScene(
  scene: SceneDescription,
  changes: SceneChanges,
  able: readonly FacialAction[],
): SceneDescription {
  const random = new Random(scene.photograph.seed, 'changed');
  const { yaw, pitch, roll, distance, fill } = changes;
  const lightKind = oneOf('light', changes.light, lightKinds);
  const behind = oneOf('background', changes.background, paintedBackgrounds);
  // Pictures of a user's folder are not at hand here.
  const background =
    behind === undefined && scene.background.kind !== 'picture'
      ? scene.background
      : {
          ...sampleBackground(random.child('background'), lightKind ?? scene.light.kind),
          kind: behind ?? ('bokeh' as const),
        };
  return {
    ...scene,
    face: changeFace(scene.face, changes, able, random),
    pose: {
      yaw: yaw === undefined ? scene.pose.yaw : yaw * radians,
      pitch: pitch === undefined ? scene.pose.pitch : pitch * radians,
      roll: roll === undefined ? scene.pose.roll : roll * radians,
    },
    camera: {
      ...scene.camera,
      ...(distance !== undefined && { distance }),
      ...(fill !== undefined && { fill }),
    },
    light:
      lightKind === undefined ? scene.light : sampleLightOfKind(random.child('light', lightKind), lightKind),
    background,
  };
}

function changeFace(
  face: FaceDescription,
  { expression, intensity = 1, hair, glasses }: SceneChanges,
  able: readonly FacialAction[],
  random: Random,
): FaceDescription {
  const style = oneOf('hair', hair, hairStyles);
  return {
    ...face,
    ...(expression !== undefined && expressionOf(expression, intensity, able)),
    hair: style === undefined ? face.hair : { ...face.hair, style },
    worn: glasses === undefined ? face.worn : { ...face.worn, glasses: glassesOf(face, glasses, random) },
  };
}

function expressionOf(
  name: string,
  intensity: number,
  able: readonly FacialAction[],
): Pick<FaceDescription, 'expression' | 'actions'> {
  if (name === 'neutral') return { expression: 'neutral', actions: plainExpression.actions };
  const known = oneOf(
    'expression',
    name,
    Object.keys(expressionLibrary) as (keyof typeof expressionLibrary)[],
  )!;
  const actions: Partial<Record<FacialAction, number>> = {};
  for (const [action, weight] of Object.entries(expressionLibrary[known])) {
    const sides = action in facialActions ? [action] : [`${action}.right`, `${action}.left`];
    for (const side of sides as FacialAction[])
      if (able.includes(side)) actions[side] = Math.min(1, weight * intensity);
  }
  return { expression: known, actions };
}

function glassesOf(
  { worn }: FaceDescription,
  wanted: 'none' | 'clear' | 'dark',
  random: Random,
): FaceDescription['worn']['glasses'] {
  if (wanted === 'none') return null;
  const glasses = worn.glasses ?? sampleGlasses(random.child('glasses'));
  const part = wanted === 'dark' ? 0.06 : 0.95;
  return { ...glasses, dark: wanted === 'dark', lens: [part, part, part] };
}

function oneOf<Word extends string>(
  what: string,
  word: string | undefined,
  words: readonly Word[],
): Word | undefined {
  if (word === undefined) return undefined;
  const known = words.find((one) => one === word);
  if (known !== undefined) return known;
  throw new UsageError(`render: ${what} is '${word}'`, { hint: `allowed: ${words.join(', ')}` });
}
