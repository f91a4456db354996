/** Where the person looks against where the road is, and heads that nod. */
import type { Vector3 } from '../../../core/vector.js';
import type { DescribedFace } from '../described-face.js';
import { directionAngles } from '../gaze/eyeball-fit.js';
import { Baseline } from './baseline.js';
import type { FatigueSettings } from './fatigue-settings.js';

export interface HeadNow {
  gaze: 'road' | 'elsewhere' | 'unknown';
  gazeBy: 'eyes' | 'head' | 'nothing';
  /** Seconds off the road. */
  awayFor: number;
  nod: boolean;
  nods: number;
}

/** Frames that err do not bring a gaze back to the road, seconds. */
const gap = 0.25;
/** Lids at least so far closed for this share of the drop: a glance down keeps the eyes open. */
const noddingClosure = 0.5;
const noddingShare = 0.4;
/** Of its drop a head has come back when it is this near to its place. */
const comeBack = 0.4;

class UsualDirection {
  readonly #yaw: Baseline;
  readonly #pitch: Baseline;

  constructor(window: number) {
    this.#yaw = new Baseline(0.5, window);
    this.#pitch = new Baseline(0.5, window);
  }

  /** Angle to the usual direction, radians. */
  update(direction: Vector3, time: number, settle: number): number | undefined {
    const { yaw, pitch } = directionAngles(direction);
    this.#yaw.add(yaw, time);
    this.#pitch.add(pitch, time);
    const [usualYaw, usualPitch] = [this.#yaw.value(settle), this.#pitch.value(settle)];
    if (usualYaw === undefined || usualPitch === undefined) return undefined;
    return Math.hypot((yaw - usualYaw) * Math.cos(pitch), pitch - usualPitch);
  }
}

export class HeadWatch {
  readonly #settings: FatigueSettings;
  readonly #eyes: UsualDirection;
  readonly #head: UsualDirection;
  readonly #pitch: Baseline;
  #awaySince: number | undefined;
  #awayAt = Number.NEGATIVE_INFINITY;
  #drop: { since: number; frames: number; closed: number; known: number } | undefined;
  #nods: number[] = [];

  constructor(settings: FatigueSettings) {
    this.#settings = settings;
    this.#eyes = new UsualDirection(settings.baseline);
    this.#head = new UsualDirection(settings.baseline);
    this.#pitch = new Baseline(0.5, settings.baseline);
  }

  /** @param closure – of the lids, where it is known. */
  update(
    face: Pick<DescribedFace, 'gaze' | 'pose'> | undefined,
    closure: number | undefined,
    time: number,
  ): HeadNow {
    const { settle, offRoad, window } = this.#settings;
    const pose = face?.pose;
    const forward: Vector3 | undefined = pose && [pose.rotation[2]!, pose.rotation[5]!, pose.rotation[8]!];
    const looking = face?.gaze?.joined.direction;
    const byHead = forward && this.#head.update(forward, time, settle);
    const byEyes = looking && this.#eyes.update(looking, time, settle);
    const away = byEyes ?? byHead;
    if (away !== undefined && away > offRoad) {
      this.#awaySince ??= time;
      this.#awayAt = time;
    }
    if (time - this.#awayAt > gap) this.#awaySince = undefined;
    const nod = pose !== undefined && this.#followNod(pose.pitch, closure, time);
    if (nod) this.#nods.push(time);
    this.#nods = this.#nods.filter((at) => at > time - window);
    return {
      gaze: away === undefined ? 'unknown' : away > offRoad ? 'elsewhere' : 'road',
      gazeBy: byEyes !== undefined ? 'eyes' : byHead !== undefined ? 'head' : 'nothing',
      awayFor: this.#awaySince === undefined ? 0 : time - this.#awaySince,
      nod,
      nods: this.#nods.length,
    };
  }

  /** True when a head that had dropped with closing eyes has come back. */
  #followNod(pitch: number, closure: number | undefined, time: number): boolean {
    const { nodDrop, nodLasts, settle } = this.#settings;
    this.#pitch.add(pitch, time);
    const usual = this.#pitch.value(settle);
    if (usual === undefined) return false;
    const down = usual - pitch;
    if (down >= nodDrop) this.#drop ??= { since: time, frames: 0, closed: 0, known: 0 };
    const drop = this.#drop;
    if (drop === undefined) return false;
    drop.frames++;
    if (closure !== undefined) {
      drop.known++;
      if (closure >= noddingClosure) drop.closed++;
    }
    if (down > comeBack * nodDrop) return false;
    this.#drop = undefined;
    if (time - drop.since > nodLasts) return false;
    // Behind dark glasses nothing tells a nod from a glance down.
    return drop.known >= drop.frames / 2 && drop.closed >= noddingShare * drop.known;
  }
}
