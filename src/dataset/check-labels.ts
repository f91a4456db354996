/** Samples whose labels are not of their picture (`face-label-fault.ts`): neither imported, nor learnt from, nor measured. */
import { LineamentError } from '../core/errors.js';
import type { FaceBoxFault } from '../landmarks/faults/face-box-fault.js';
import { faceLabelFault } from '../landmarks/faults/face-label-fault.js';
import type { Sample } from './sample.js';

/** @returns null where nothing is wrong. */
export function labelFault({
  width,
  height,
  box,
  points,
  pupils,
}: Pick<Sample, 'width' | 'height' | 'box' | 'points' | 'pupils'>): FaceBoxFault | null {
  return faceLabelFault({ width, height, box, points: { ...points, ...(pupils && { pupils }) } });
}

/** @param file – for messages. */
export function checkLabels(sample: Sample, file?: string): void {
  const fault = labelFault(sample);
  if (fault === null) return;
  throw new LineamentError(`${sample.id}: ${fault.rule}`, {
    ...(file !== undefined && { file }),
    hint: fault.hint,
  });
}
