/** Facial actions by the numbers of the Facial Action Coding System (Ekman, Friesen & Hager 2002). */
import { type FacialAction, facialActions } from '../../../face/heads/facial-actions.js';
import type { Side } from '../../../landmarks/surface.js';
import type { Measured } from './measured.js';

/** Every facial action that the head performs, with its intensity. */
export type MeasuredActions = ReadonlyMap<FacialAction, Measured>;

export interface ActionUnit {
  /** `AU12`; `AD` for the descriptors that are no muscle's. */
  unit: string;
  /** `lipCornerPuller` */
  name: string;
  /** The subject's, where a side acts alone. */
  side?: Side;
  /** 0 to 1; five even steps of it are the letters A to E of the coding system. */
  intensity: number;
  deviation: number;
}

export function actionUnits(actions: MeasuredActions): ActionUnit[] {
  return Array.from(actions, ([action, { value, deviation }]) => {
    const { name, side } = partsOfAction(action);
    return {
      unit: facialActions[action],
      name,
      ...(side !== undefined && { side }),
      intensity: value,
      deviation,
    };
  });
}

export function partsOfAction(action: FacialAction): { name: string; side?: Side } {
  const [name = action, side] = action.split('.');
  return side === 'right' || side === 'left' ? { name, side } : { name };
}

/** The same action of the other side, or itself. */
export function mirroredAction(action: FacialAction): FacialAction {
  const mirrored = mirrorNames.get(action);
  return mirrored ?? action;
}

const mirrorNames: ReadonlyMap<string, FacialAction> = new Map(
  (Object.keys(facialActions) as FacialAction[]).map((action) => [swapSide(action), action]),
);

function swapSide(name: string): string {
  if (name === 'jawRight') return 'jawLeft';
  if (name === 'jawLeft') return 'jawRight';
  if (name.endsWith('.right')) return name.replace('.right', '.left');
  return name.replace('.left', '.right');
}
