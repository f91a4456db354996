import { expect, it } from 'vitest';
import type { FatigueState } from '../../detect/describe/fatigue/fatigue-monitor.js';
import { faceLines } from './face-lines.js';

const record = (seconds?: number, alarms: string[] = [], face = 1) => ({
  ...{ file: 'a.mp4', face, box: { x: 0, y: 0, width: 9, height: 9 } },
  described: { camera: { focal: 99, focalDeviation: 0, cx: 49, cy: 49 }, misfit: 1 },
  ...(seconds !== undefined && { seconds, fatigue: { alarms } as unknown as FatigueState }),
});

it('says each face of a picture, and in videos once a second and whenever alarms change', () => {
  const line = faceLines();
  expect(faceLines()(record())).toMatch(/^a\.mp4, face 1: expression unknown; .*\n$/);
  const lines = [
    line(record(0)),
    line(record(0.04)),
    line(record(0.4, ['eyes closed'])),
    line(record(0.44, ['eyes closed'])),
    line(record(0.6)),
    line(record(0.64, [], 2)),
    line(record(1.02)),
  ];
  expect(lines.map((text) => text.slice(0, 20))).toEqual([
    'a.mp4, 0.0 s, face 1',
    '',
    'a.mp4, 0.4 s, face 1',
    '',
    'a.mp4, 0.6 s, face 1',
    'a.mp4, 0.6 s, face 2',
    'a.mp4, 1.0 s, face 1',
  ]);
  expect(lines[2]).toContain('; alarm: eyes closed\n');
  expect(lines[4]).not.toContain('alarm');
});
