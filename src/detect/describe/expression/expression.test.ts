import { describe, expect, it } from 'vitest';
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import { actionUnits, mirroredAction } from './action-units.js';
import type { Measured } from './measured.js';

const measured = (value: number): Measured => ({ value, deviation: 0.1 });

describe('action units', () => {
  it('have their number, name and side', () => {
    const actions = new Map<FacialAction, Measured>([
      ['lipCornerPuller.left', measured(0.7)],
      ['jawDrop', measured(0.2)],
    ]);
    expect(actionUnits(actions)).toEqual([
      { unit: 'AU12', name: 'lipCornerPuller', side: 'left', intensity: 0.7, deviation: 0.1 },
      { unit: 'AU26', name: 'jawDrop', intensity: 0.2, deviation: 0.1 },
    ]);
  });

  it('have the other side as their mirror image', () => {
    expect(mirroredAction('eyesClosed.right')).toBe('eyesClosed.left');
    expect(mirroredAction('jawLeft')).toBe('jawRight');
    expect(mirroredAction('jawDrop')).toBe('jawDrop');
  });
});
