/** What `describe` prints where no report is written: a line for each face; of a video one a second, and whenever its alarms change. */
import { pathWords } from '../../core/text/path-words.js';
import type { FaceRecord } from '../../studies/description/face-record.js';
import { recordWords } from '../../studies/description/face-words.js';

/** @returns what gives a record's line, with its end; nothing where it was said just before. */
export function faceLines(): (record: FaceRecord) => string {
  const said = new Map<string, string>();
  return (record) => {
    const { file, face, seconds, fatigue } = record;
    const key = `${file}\n${face}`;
    const alarms = fatigue?.alarms.join(', ') ?? '';
    const state = `${Math.floor(seconds ?? 0)} ${alarms}`;
    if (seconds !== undefined && said.get(key) === state) return '';
    said.set(key, state);
    const at = seconds === undefined ? '' : `, ${seconds.toFixed(1)} s`;
    return `${pathWords(file)}${at}, face ${face}: ${recordWords(record)}${alarms === '' ? '' : `; alarm: ${alarms}`}\n`;
  };
}
