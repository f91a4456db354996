/** The facial actions of the cage head: which there are, and how they move the control points. */
import type { Side } from '../../../../landmarks/surface.js';
import { type FacialAction, facialActionNames } from '../../facial-actions.js';
import type { HeadParameters } from '../../head-model.js';
import type { CagePoint } from '../mean-cage.js';
import { midlinePushes, pairedPushes } from './action-table.js';
import { type JawMovement, jawMovement, jawWeight, moveWithJaw } from './jaw.js';
import { type LidMovement, lidMovement } from './lids.js';
import { type Push, pushed } from './push.js';

type Actions = HeadParameters['actions'];

/** Every action of the vocabulary. */
export const cageActions: readonly FacialAction[] = facialActionNames;

const sides: readonly Side[] = ['right', 'left'];

interface SparseField {
  points: Uint32Array;
  /** `[n, 3]`. */
  moves: Float64Array;
}

export class Expression {
  readonly #fields = new Map<FacialAction, SparseField>();
  readonly #jawWeights: Float64Array;

  constructor(points: readonly CagePoint[]) {
    for (const [name, pushes] of Object.entries(pairedPushes))
      for (const side of sides)
        this.#fields.set(`${name}.${side}` as FacialAction, fieldOf(points, pushes, [side]));
    for (const [name, pushes] of Object.entries(midlinePushes))
      this.#fields.set(name as FacialAction, fieldOf(points, pushes, sides));
    this.#jawWeights = Float64Array.from(points, jawWeight);
  }

  /** @param points – `[N, 3]` control points, changed in place. */
  apply(points: Float64Array, actions: Actions): void {
    for (const [action, { points: numbers, moves }] of this.#fields) {
      const intensity = actions[action] ?? 0;
      if (intensity === 0) continue;
      numbers.forEach((point, i) => {
        for (let axis = 0; axis < 3; axis++) points[3 * point + axis]! += intensity * moves[3 * i + axis]!;
      });
    }
    const jaw = jawOf(actions);
    if (jaw.angle === 0 && jaw.forward === 0 && jaw.sideways === 0) return;
    this.#jawWeights.forEach((weight, point) => {
      if (weight > 0) moveWithJaw(points, point, weight, jaw);
    });
  }
}

export function jawOf(actions: Actions): JawMovement {
  return jawMovement(
    actions.jawDrop ?? 0,
    actions.jawThrust ?? 0,
    actions.jawRight ?? 0,
    actions.jawLeft ?? 0,
  );
}

export function lidsOfActions({ actions, gaze }: HeadParameters, side: Side): LidMovement {
  return lidMovement({
    closed: actions[`eyesClosed.${side}`] ?? 0,
    raised: actions[`upperLidRaiser.${side}`] ?? 0,
    tightened: actions[`lidTightener.${side}`] ?? 0,
    cheekRaised: actions[`cheekRaiser.${side}`] ?? 0,
    gazePitch: gaze[side].pitch,
  });
}

function fieldOf(points: readonly CagePoint[], pushes: readonly Push[], on: readonly Side[]): SparseField {
  const numbers: number[] = [];
  const moves: number[] = [];
  points.forEach((point, number) => {
    const total: [number, number, number] = [0, 0, 0];
    for (const push of pushes)
      for (const side of on) {
        const move = pushed(push, side, point);
        for (let axis = 0; axis < 3; axis++) total[axis]! += move[axis]!;
      }
    if (total.every((value) => value === 0)) return;
    numbers.push(number);
    moves.push(...total);
  });
  return { points: Uint32Array.from(numbers), moves: Float64Array.from(moves) };
}
