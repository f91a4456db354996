/** Groups of faces that a table tells apart. Every face is in one group of each kind at most. */
import type { FaceConditions } from './face-conditions.js';

export interface ConditionGroup {
  kind: 'turn' | 'mouth' | 'hidden';
  name: string;
  holds(face: FaceConditions): boolean;
}

const turned = (from: number, to: number) => (face: FaceConditions) =>
  face.yaw !== null && Math.abs(face.yaw) >= from && Math.abs(face.yaw) < to;
const covered = (from: number, to: number) => (face: FaceConditions) =>
  face.hidden !== null && face.hidden >= from && face.hidden < to;

export const conditionGroups: readonly ConditionGroup[] = [
  { kind: 'turn', name: 'turned below 15°', holds: turned(0, 15) },
  { kind: 'turn', name: '15–30°', holds: turned(15, 30) },
  { kind: 'turn', name: '30° and more', holds: turned(30, 181) },
  { kind: 'mouth', name: 'mouth closed', holds: ({ mouth }) => mouth === 'closed' },
  { kind: 'mouth', name: 'open', holds: ({ mouth }) => mouth === 'open' },
  { kind: 'mouth', name: 'wide open', holds: ({ mouth }) => mouth === 'wide' },
  { kind: 'hidden', name: 'nothing hidden', holds: covered(0, 0.05) },
  { kind: 'hidden', name: 'some', holds: covered(0.05, 0.12) },
  { kind: 'hidden', name: 'much', holds: covered(0.12, 1.01) },
];
