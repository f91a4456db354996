/** What is kept of one described face: plain values for JSON and a row of CSV. */
import { csvCell } from '../../core/text/csv-cell.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import { type Emotion, type EmotionEstimate, emotions } from '../../detect/describe/expression/emotion.js';
import type { FatigueState } from '../../detect/describe/fatigue/fatigue-monitor.js';
import { directionAngles } from '../../detect/describe/gaze/eyeball-fit.js';
import { angleToLens } from '../../detect/describe/gaze/lens-angle.js';
import type { FaceBox } from '../../landmarks/face-crop.js';

export interface FaceRecord {
  /** Path of the picture or the video. */
  file: string;
  /** Of a video. */
  frame?: number;
  seconds?: number;
  /** From 1 within its picture; in a video the same as long as the face is followed. */
  face: number;
  box: FaceBox;
  /** Where the model can tell: how probable it is that this is no face, or one whose points are wrong. */
  wrong?: number;
  described: DescribedFace;
  /** Of a video: what its frames up to this one say. */
  fatigue?: FatigueState;
}

const degrees = 180 / Math.PI;

function likeliestOf({ probabilities }: EmotionEstimate): Emotion {
  return emotions.reduce((best, of) => (probabilities[of].value > probabilities[best].value ? of : best));
}

/** Columns of the CSV: each a name and its value, null where it is not known. */
export function columnsOf({
  file,
  frame,
  seconds,
  face,
  box,
  wrong,
  described,
  fatigue,
}: FaceRecord): [string, string | number | null][] {
  const { pose, gaze, eyes, expression, misfit } = described;
  const look = gaze?.joined.direction && directionAngles(gaze.joined.direction);
  const emotion = expression?.emotion;
  const likeliest = emotion && likeliestOf(emotion);
  const felt = likeliest && emotion.probabilities[likeliest];
  return [
    ['file', file],
    ['frame', frame ?? null],
    ['seconds', seconds ?? null],
    ['face', face],
    ['box_x', round(box.x)],
    ['box_y', round(box.y)],
    ['box_width', round(box.width)],
    ['box_height', round(box.height)],
    ['wrong', round(wrong)],
    ['misfit', round(misfit)],
    ['yaw_deg', angle(pose?.yaw)],
    ['pitch_deg', angle(pose?.pitch)],
    ['roll_deg', angle(pose?.roll)],
    ['pose_deviation_deg', angle(pose?.deviation)],
    ['gaze_state', gaze?.joined.state ?? null],
    ['gaze_yaw_deg', angle(look?.yaw)],
    ['gaze_pitch_deg', angle(look?.pitch)],
    ['gaze_deviation_deg', angle(gaze?.joined.deviation)],
    ['gaze_from_lens_deg', angle(gaze && angleToLens(gaze.joined))],
    ['right_eye', eyes?.right.state ?? null],
    ['right_aperture_mm', round(eyes?.right.aperture)],
    ['right_aperture_deviation_mm', round(eyes?.right.deviation)],
    ['left_eye', eyes?.left.state ?? null],
    ['left_aperture_mm', round(eyes?.left.aperture)],
    ['left_aperture_deviation_mm', round(eyes?.left.deviation)],
    ['mouth', eyes?.mouth?.state ?? null],
    ['mouth_opening_mm', round(eyes?.mouth?.opening)],
    ['mouth_opening_deviation_mm', round(eyes?.mouth?.deviation)],
    ['emotion', emotion?.name ?? null],
    ['likeliest_emotion', likeliest ?? null],
    ['emotion_probability', round(felt?.value)],
    ['emotion_deviation', round(felt?.deviation)],
    ['lids_closed', round(fatigue?.closure)],
    ['perclos', round(fatigue?.perclos)],
    ['alarms', fatigue?.alarms.join('; ') ?? null],
    ...(expression?.actionUnits ?? []).flatMap(
      ({ unit, name, side, intensity, deviation }): [string, number | null][] => {
        const column = `${unit}_${name}${side === undefined ? '' : `_${side}`}`;
        return [
          [column, round(intensity)],
          [`${column}_deviation`, round(deviation)],
        ];
      },
    ),
  ];
}

/** @returns the CSV with its heading; columns are those of the record that has the most. */
export function csvOf(records: readonly FaceRecord[]): string {
  const rows = records.map((record) => new Map(columnsOf(record)));
  const widest = rows.reduce((most, row) => (row.size > most.size ? row : most), rows[0] ?? new Map());
  const heading = [...widest.keys()];
  return [heading, ...rows.map((row) => heading.map((name) => row.get(name) ?? ''))]
    .map((cells) => `${cells.map(csvCell).join(',')}\n`)
    .join('');
}

export function angle(radians: number | undefined): number | null {
  return radians === undefined ? null : round(radians * degrees);
}

function round(value: number): number;
function round(value: number | undefined): number | null;
function round(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Math.round(value * 1000) / 1000;
}
