/**
 * A clip in which events happen (`clip-events.ts`), as scenes: one person before one camera, whose light and things stay. Only the parts
 * of the events move; the eyes look where the head does, and nobody blinks or speaks, so what the events say is all that happens.
 */
import type { Random } from '../../core/random.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import type { FaceDescription, HeadPose } from '../../face/person/description.js';
import { followingPose, turnAboutNeck } from '../scene/placement.js';
import type { SceneDescription } from '../scene/scene-description.js';
import { type ClipEvent, type MovingPart, movingParts, partStates, sampleEvents } from './clip-events.js';
import { leastJerk } from './motion.js';
import { type SceneOptions, sampleScene } from './scene-sampling.js';

export interface EventClipOptions extends SceneOptions {
  /** F, at least 2. */
  frames: number;
  /** Events, at most. */
  events: number;
}

export interface EventClip {
  /** F, in their order. */
  scenes: SceneDescription[];
  events: ClipEvent[];
}

type Actions = FaceDescription['actions'];

const degrees = Math.PI / 180;
/** How far from rest a state is, degrees; where at rest, how little a head is turned. */
const angles = { turn: [22, 42], nod: [13, 22], tilt: [13, 22] } as const;
const atRest = 3;
/** Signs of the states' angles; left is the subject's. */
const signs: Readonly<Record<string, number>> = { left: 1, right: -1, up: 1, down: -1 };
/** The frame leaves room for the head to move. */
const fillShare = 0.8;

/** What the states are made of, at full strength. */
const performed: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'eyes closed': { eyesClosed: 1 },
  'mouth open': { jawDrop: 0.6 },
  'smile yes': { lipCornerPuller: 1, lipStretcher: 0.3, cheekRaiser: 0.5, upperLipRaiser: 0.35 },
};

/** @param random – a stream of its own for this clip. */
export function sampleEventClip(random: Random, head: HeadModel, options: EventClipOptions): EventClip {
  const { frames, events: most, ...sceneOptions } = options;
  const drawn = sampleScene(random, head, sceneOptions);
  const events = sampleEvents(random.child('events'), most, seenParts(drawn));
  const amounts = random.child('amounts');
  const strength = amounts.uniform(0.85, 1);
  const wanders = { turn: [0, 0], nod: [0, 0], tilt: [0, 0] } as Record<keyof typeof angles, number[]>;
  const size: Record<string, number> = {};
  for (const name of Object.keys(angles) as (keyof typeof angles)[]) {
    const [low, high] = angles[name];
    wanders[name] = [amounts.uniform(-atRest, atRest), amounts.uniform(-atRest, atRest)];
    for (const state of partStates[name].slice(1)) size[`${name} ${state}`] = amounts.uniform(low, high);
  }
  // Where a part is in the whole clip if nothing happens to it: now and then not at rest, so that no state tells that it will move.
  const resting = Object.fromEntries(
    movingParts.map((part) => [
      part,
      amounts.chance(0.15) && seenParts(drawn).includes(part)
        ? amounts.pick(partStates[part])
        : partStates[part][0],
    ]),
  ) as Record<MovingPart, string>;
  const first = {
    ...drawn,
    props: [],
    face: { ...drawn.face, expression: 'neutral' as const, gaze: ahead(drawn.face.gaze) },
  };

  /** A number that belongs to each state, on its way between two of them. */
  const value = (part: MovingPart, of: (state: string) => number, time: number): number => {
    const event = events.find((one) => one.part === part);
    if (event === undefined) return of(resting[part]);
    const share = leastJerk(event.start, event.end, time);
    return of(event.from) * (1 - share) + of(event.to) * share;
  };
  const angle = (part: keyof typeof angles, time: number): number => {
    const [from, to] = wanders[part] as [number, number];
    const turned = value(part, (state) => (signs[state] ?? 0) * (size[`${part} ${state}`] ?? 0), time);
    return (turned + from * (1 - time) + to * time) * degrees;
  };
  const poseAt = (time: number): HeadPose => ({
    yaw: angle('turn', time),
    pitch: angle('nod', time),
    roll: angle('tilt', time),
  });
  const actionsAt = (time: number): Actions => {
    const actions: Record<string, number> = {};
    for (const [key, mixture] of Object.entries(performed)) {
      const [part, shown] = key.split(' ') as [MovingPart, string];
      const amount = value(part, (state) => (state === shown ? 1 : 0), time);
      for (const [name, weight] of Object.entries(mixture))
        for (const action of [name, `${name}.right`, `${name}.left`])
          if ((head.actions as readonly string[]).includes(action))
            actions[action] = Math.min(
              1,
              (actions[action] ?? 0) + amount * weight * (part === 'eyes' ? 1 : strength),
            );
    }
    return Object.fromEntries(Object.entries(actions).filter(([, intensity]) => intensity > 0.005));
  };

  const start = poseAt(0);
  const bodyPose = followingPose({ yaw: 0, pitch: 0, roll: 0 }, first.bodyFollows);
  const camera = { ...first.camera, fill: first.camera.fill * fillShare };
  const scenes = Array.from({ length: frames }, (_, frame) => {
    const time = frame / (frames - 1);
    const pose = poseAt(time);
    const actions = actionsAt(time);
    const smiles = value('smile', (state) => (state === 'yes' ? 1 : 0), time) > 0.5;
    return {
      ...first,
      pose,
      bodyPose,
      camera: { ...camera, ...turnAboutNeck(camera, start, pose) },
      face: { ...first.face, actions, expression: smiles ? ('broad smile' as const) : ('neutral' as const) },
      photograph: { ...first.photograph, seed: (first.photograph.seed + frame * 7919) >>> 0 },
    };
  });
  return { scenes, events };
}

/** Eyes that rest: what is drawn of them is left out, so that they tell nothing of what comes. */
function ahead(gaze: FaceDescription['gaze']): FaceDescription['gaze'] {
  const middle = {
    yaw: (gaze.right.yaw + gaze.left.yaw) * 0.15,
    pitch: (gaze.right.pitch + gaze.left.pitch) * 0.15,
  };
  return { right: middle, left: middle };
}

/** Of a person behind a mask nobody sees the mouth, and behind dark glasses not the eyes. */
function seenParts({ face: { worn } }: SceneDescription): MovingPart[] {
  return movingParts.filter(
    (part) =>
      !(worn.mask !== null && (part === 'mouth' || part === 'smile')) &&
      !(worn.glasses?.dark === true && part === 'eyes'),
  );
}
