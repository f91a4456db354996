/**
 * Clips: one person before one camera, frame by frame. The first frame is a scene like any other; then head, gaze,
 * expression and lids move on (`motion.ts`) towards a second pose, gaze and expression, drawn from the same distributions.
 * The head turns about the neck, gaze leads the head (Freedman 2008, Exp. Brain Res. 190), speech opens the mouth three to six times
 * a second. Identity, skin, hair, things worn, light, background and camera stay.
 */
import { internalError } from '../../core/errors.js';
import type { Random } from '../../core/random.js';
import type { Gaze, HeadModel } from '../../face/heads/head-model.js';
import type { FaceDescription, HeadPose } from '../../face/person/description.js';
import { followingPose, turnAboutNeck } from '../scene/placement.js';
import type { SceneDescription } from '../scene/scene-description.js';
import { type AlertnessMotion, type FaceMotion, motionAt, sampleAlertness } from './drowsiness.js';
import { blinkClosure, leastJerk, type Move, sampleBlinks, sampleMove } from './motion.js';
import { type SceneOptions, sampleScene } from './scene-sampling.js';

export interface ClipOptions extends SceneOptions {
  /** F, at least 1. */
  frames: number;
  /** Frames a second. */
  rate: number;
  /** The person is drowsy: slow lids, microsleeps, yawns and nods (`drowsiness.ts`) instead of speech and plain blinks. */
  drowsy?: boolean;
}

/** Shares of clips in which each thing moves. */
const moving = { pose: 0.75, gaze: 0.8, expression: 0.7, speech: 0.25 } as const;
/** Mean speeds: a head in talk turns at some 60° a second; a full expression takes about 0.7 s to come. */
const speeds = { head: (60 * Math.PI) / 180, gaze: (250 * Math.PI) / 180, expression: 1.4 } as const;
/** Slow sway of a head at rest: amplitude in radians and cycles a second. */
const sway = { amplitude: 0.012, rate: [0.15, 0.45] } as const;
/** The frame leaves room for the head to move. */
const fillShare = 0.8;

type Actions = FaceDescription['actions'];
/** Named by the one that is nearer. */
type Expression = Pick<FaceDescription, 'expression' | 'actions'>;

/** The F scenes of a clip. @param random – a stream of its own for this clip. */
export function sampleClip(random: Random, head: HeadModel, options: ClipOptions): SceneDescription[] {
  const { frames, rate, drowsy = false, ...sceneOptions } = options;
  if (!(Number.isInteger(frames) && frames > 0 && rate > 0))
    throw internalError(`a clip of ${frames} frames`);
  const first = sampleScene(random, head, sceneOptions);
  // The same draws as of a still, from another stream: where the movements lead.
  const last = sampleScene(random.child('towards'), head, sceneOptions);
  const seconds = frames / rate;
  const motion = random.child('motion');
  const turn = sampleTurn(motion.child('pose'), first.pose, last.pose, seconds);
  const look = sampleLook(motion.child('gaze'), first.face.gaze, last.face.gaze, seconds, turn);
  const express = sampleActionChange(motion.child('expression'), first.face, last.face, seconds);
  const still = options.without.includes('expression');
  const speak = sampleSpeech(motion.child('speech'), head, still || drowsy);
  const blinks = still || drowsy ? [] : sampleBlinks(motion.child('blinks'), seconds);
  const tired = drowsy && !still ? drowsyMotion(random, seconds) : undefined;
  const bodyPose = followingPose(first.pose, first.bodyFollows);
  const camera = { ...first.camera, fill: first.camera.fill * fillShare };

  return Array.from({ length: frames }, (_, frame) => {
    const time = frame / rate;
    const moved: FaceMotion = tired ? motionAt(tired, time) : { closed: 0, jaw: 0, drop: 0 };
    const turned = turn(time);
    const pose =
      moved.drop === 0 || options.without.includes('pose')
        ? turned
        : { ...turned, pitch: turned.pitch - moved.drop };
    const { expression, actions: shown } = express(time);
    const spoken = withSpeech(shown, moved.jaw > 0 ? { jawDrop: moved.jaw } : speak(time));
    const actions = withBlink(spoken, Math.max(blinkClosure(blinks, time), moved.closed), head);
    return {
      ...first,
      pose,
      bodyPose,
      camera: { ...camera, ...turnAboutNeck(camera, first.pose, pose) },
      face: { ...first.face, expression, actions, gaze: look(time) },
      // Noise differs from frame to frame; everything else of the camera stays.
      photograph: { ...first.photograph, seed: (first.photograph.seed + frame * 7919) >>> 0 },
    };
  });
}

/** What the drowsy person of a clip does, of the clip's own stream. */
export function drowsyMotion(random: Random, seconds: number): AlertnessMotion {
  return sampleAlertness(random.child('motion').child('drowsiness'), seconds, true);
}

function sampleTurn(
  random: Random,
  from: HeadPose,
  to: HeadPose,
  seconds: number,
): (time: number) => HeadPose {
  const still = !random.chance(moving.pose);
  const extent = Math.hypot(to.yaw - from.yaw, to.pitch - from.pitch, to.roll - from.roll);
  const move = sampleMove(random, seconds, extent, speeds.head);
  const swing = (): ((time: number) => number) => {
    const phase = random.uniform(0, 2 * Math.PI);
    const rate = random.uniform(...sway.rate) * 2 * Math.PI;
    return (time) => sway.amplitude * (Math.sin(phase + rate * time) - Math.sin(phase));
  };
  const sways = { yaw: swing(), pitch: swing(), roll: swing() };
  return (time) => {
    const share = still ? 0 : leastJerk(move.from, move.to, time) - leastJerk(move.from, move.to, 0);
    const angle = (name: keyof HeadPose): number =>
      from[name] + (to[name] - from[name]) * share + (extent === 0 ? 0 : sways[name](time));
    return { yaw: angle('yaw'), pitch: angle('pitch'), roll: angle('roll') };
  };
}

type GazePair = FaceDescription['gaze'];

/** One change of gaze; the eyes lead the head and are back in their orbit when it has followed. */
function sampleLook(
  random: Random,
  from: GazePair,
  to: GazePair,
  seconds: number,
  turn: (time: number) => HeadPose,
): (time: number) => GazePair {
  const still = !random.chance(moving.gaze);
  const extent = Math.hypot(to.left.yaw - from.left.yaw, to.left.pitch - from.left.pitch);
  const move = sampleMove(random, seconds, extent, speeds.gaze);
  const lead = 0.12;
  return (time) => {
    const share = still ? 0 : leastJerk(move.from, move.to, time);
    const [now, soon] = [turn(time), turn(time + lead)];
    const towards = (a: Gaze, b: Gaze): Gaze => ({
      yaw: a.yaw + (b.yaw - a.yaw) * share + (soon.yaw - now.yaw),
      pitch: a.pitch + (b.pitch - a.pitch) * share + (soon.pitch - now.pitch),
    });
    return { right: towards(from.right, to.right), left: towards(from.left, to.left) };
  };
}

function sampleActionChange(
  random: Random,
  from: Expression,
  to: Expression,
  seconds: number,
): (time: number) => Expression {
  const still = !random.chance(moving.expression);
  const move: Move = sampleMove(random, seconds, 1, speeds.expression);
  const names = [...new Set([...Object.keys(from.actions), ...Object.keys(to.actions)])] as (keyof Actions)[];
  return (time) => {
    const share = still ? 0 : leastJerk(move.from, move.to, time);
    return {
      expression: share < 0.5 ? from.expression : to.expression,
      actions: Object.fromEntries(
        names.map((name) => [
          name,
          (from.actions[name] ?? 0) * (1 - share) + (to.actions[name] ?? 0) * share,
        ]),
      ),
    };
  };
}

/** Syllables: the jaw and one lip action at a time, as intensities to add. */
function sampleSpeech(random: Random, head: HeadModel, silent: boolean): (time: number) => Actions {
  if (silent || !random.chance(moving.speech)) return () => ({});
  const rate = random.uniform(3, 6);
  const phase = random.next();
  const strength = random.uniform(0.12, 0.35);
  const shapes = head.actions.filter((name) =>
    ['lipFunneler', 'lipPucker', 'lipStretcher.right', 'lipStretcher.left'].includes(name),
  );
  const syllable = (index: number): { jaw: number; shape: string; amount: number } => {
    const own = random.child('syllable', index);
    return {
      jaw: own.uniform(0.3, 1) * strength,
      shape: own.pick(['lipFunneler', 'lipPucker', 'lipStretcher', 'none']),
      amount: own.uniform(0.15, 0.5),
    };
  };
  return (time) => {
    const at = time * rate + phase;
    const { jaw, shape, amount } = syllable(Math.floor(at));
    const open = Math.sin(Math.PI * (at - Math.floor(at))) ** 2;
    const actions: Record<string, number> = { jawDrop: jaw * open };
    for (const name of shapes) if (name.split('.')[0] === shape) actions[name] = amount * open;
    return actions;
  };
}

function withSpeech(actions: Actions, speech: Actions): Actions {
  const sum: Record<string, number> = { ...actions };
  for (const [name, intensity] of Object.entries(speech))
    sum[name] = Math.min(1, (sum[name] ?? 0) + intensity);
  return sum;
}

function withBlink(actions: Actions, closed: number, head: HeadModel): Actions {
  const blinked: Record<string, number> = { ...actions };
  for (const side of ['right', 'left'] as const) {
    const name = `eyesClosed.${side}` as const;
    if (!head.actions.includes(name)) continue;
    blinked[name] = Math.max(blinked[name] ?? 0, closed);
    // A closing lid is not held up.
    const raised = blinked[`upperLidRaiser.${side}`];
    if (raised !== undefined) blinked[`upperLidRaiser.${side}`] = raised * (1 - closed);
  }
  return Object.fromEntries(Object.entries(blinked).filter(([, intensity]) => intensity > 0.005));
}
