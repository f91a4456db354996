/** What was described as one HTML page: the faces with their pictures, curves over time of videos, tables. */
import type { DescribedFace } from '../../detect/describe/described-face.js';
import { directionAngles } from '../../detect/describe/gaze/eyeball-fit.js';
import { type TimeChart, timeChartSvg } from '../../report/charts/time-chart.js';
import { chartOf, headingSection, type Section, textSection } from '../../report/section.js';
import { reportPage } from '../../report/section-page.js';
import type { Description } from './description.js';
import { angle, columnsOf, type FaceRecord, faceWords } from './face-record.js';

/** So many rows stand in the page's table; the CSV has all. */
const mostRows = 200;
/** Columns that the page's table has; their names are the CSV's. */
const shownColumns = [
  'face',
  'yaw_deg',
  'pitch_deg',
  'roll_deg',
  'pose_deviation_deg',
  'gaze_state',
  'gaze_yaw_deg',
  'gaze_pitch_deg',
  'right_eye',
  'right_aperture_mm',
  'left_eye',
  'left_aperture_mm',
  'mouth_opening_mm',
  'emotion',
  'misfit',
] as const;

export function descriptionPage(
  { records, shown, heads, empty, failed, looked }: Description,
  {
    set,
    headScript,
    stoppedBefore,
  }: {
    set: string;
    headScript?: string;
    /** Pictures and frames that there would have been, as far as is known. */
    stoppedBefore?: number;
  },
): string {
  const stills = records.filter(({ seconds }) => seconds === undefined);
  const sections: Section[] = [
    textSection(
      `${records.length} descriptions from ${looked} pictures and frames, by the ${set} points of each face. On the photographs: points red; axes of the head to the subject’s left red, up green, out of the face blue; gaze yellow. Beside them the fitted head. Angles are relative to the camera; an emotion is the one that such a posed face is usually said to show, and “unsure” where none is probable enough.`,
    ),
    ...(stoppedBefore === undefined
      ? []
      : [
          {
            kind: 'warning',
            text: `It was stopped: ${looked} of ${Math.max(looked, stoppedBefore)} pictures and frames are here.`,
          } satisfies Section,
        ]),
    ...failed.map(
      ({ id, reason }): Section => ({
        kind: 'warning',
        text: `failed: ${reason.startsWith(id) ? '' : `${id}: `}${reason}`,
      }),
    ),
    ...(empty.length > 0
      ? [{ kind: 'warning', text: `no face was found in: ${empty.join(', ')}` } satisfies Section]
      : []),
    ...videosOf(records).flatMap(videoSections),
    ...(shown.length > 0
      ? [
          headingSection('Faces'),
          {
            kind: 'pictures',
            side: 420,
            pictures: shown.map(({ record, picture }) => ({
              bytes: picture,
              type: 'image/jpeg' as const,
              caption: `${placeWords(record)}: ${faceWords(record)}`,
            })),
          } satisfies Section,
        ]
      : []),
    ...(heads.length > 0 && headScript !== undefined
      ? [
          headingSection('Heads'),
          textSection(
            'The fitted heads wear their photographs. Drag to turn one; what the camera did not see has the colours before it.',
          ),
          {
            kind: 'heads',
            side: 320,
            script: headScript,
            heads: heads.map(({ record, glb }) => ({ glb, caption: placeWords(record) })),
          } satisfies Section,
        ]
      : []),
    ...(stills.length > 0 ? [headingSection('Figures'), tableOf(stills)] : []),
  ];
  return reportPage('What the faces say', sections);
}

function placeWords({ file, face, seconds }: FaceRecord): string {
  return `${file}, face ${face}${seconds === undefined ? '' : `, ${seconds.toFixed(2)} s`}`;
}

function tableOf(records: readonly FaceRecord[]): Section {
  const rows = records.slice(0, mostRows).map((record) => {
    const values = new Map(columnsOf(record));
    return [record.file, ...shownColumns.map((name) => String(values.get(name) ?? '–'))];
  });
  return {
    kind: 'table',
    table: {
      head: ['file', ...shownColumns.map((name) => name.replaceAll('_', ' '))],
      rows,
      sortable: true,
      ...(records.length > mostRows && { caption: `the first ${mostRows} of ${records.length}` }),
    },
  };
}

/** The frames of each face of each video. */
function videosOf(records: readonly FaceRecord[]): FaceRecord[][] {
  const videos = new Map<string, FaceRecord[]>();
  for (const record of records) {
    if (record.seconds === undefined) continue;
    const key = `${record.face} ${record.file}`;
    const known = videos.get(key);
    if (known === undefined) videos.set(key, [record]);
    else known.push(record);
  }
  return [...videos.values()];
}

/** What is known of a face at a time of its video: nothing where it was hidden or lost. */
type Moment = { seconds: number } & Partial<Pick<FaceRecord, 'described' | 'fatigue'>>;

/** The frames of a face, and between two of them that do not follow each other a moment of which nothing is known. */
function momentsOf(frames: readonly FaceRecord[]): Moment[] {
  return frames.flatMap(({ frame = 0, seconds = 0, described, fatigue }, i): Moment[] => {
    const before = frames[i - 1];
    const moment: Moment = { seconds, described, ...(fatigue && { fatigue }) };
    if (before?.frame === undefined || frame - before.frame <= 1) return [moment];
    return [{ seconds: ((before.seconds ?? 0) + seconds) / 2 }, moment];
  });
}

function videoSections(frames: FaceRecord[]): Section[] {
  const [first] = frames;
  if (first === undefined) return [];
  const moments = momentsOf(frames);
  const seconds = moments.map((moment) => moment.seconds);
  const curve = (
    name: string,
    of: (described: DescribedFace) => number | null | undefined,
  ): TimeChart['curves'][number] => ({
    name,
    values: moments.map(({ described }) => (described && of(described)) ?? null),
  });
  const coefficient = (name: 'jawOpen' | 'mouthSmileLeft' | 'mouthSmileRight' | 'browInnerUp') =>
    curve(name, ({ expression }) => expression?.coefficients[name]?.value);
  const charts: Omit<TimeChart, 'seconds'>[] = [
    {
      title: 'Head',
      unit: 'degrees',
      curves: [
        curve('yaw', ({ pose }) => angle(pose?.yaw)),
        curve('pitch', ({ pose }) => angle(pose?.pitch)),
        curve('roll', ({ pose }) => angle(pose?.roll)),
      ],
    },
    {
      title: 'Gaze',
      unit: 'degrees',
      curves: [
        curve('yaw', ({ gaze }) => angle(anglesOf(gaze)?.yaw)),
        curve('pitch', ({ gaze }) => angle(anglesOf(gaze)?.pitch)),
      ],
    },
    {
      title: 'Lids and lips',
      unit: 'millimetres',
      curves: [
        curve('right eye', ({ eyes }) => eyes?.right.aperture),
        curve('left eye', ({ eyes }) => eyes?.left.aperture),
        curve('mouth', ({ eyes }) => eyes?.mouth?.opening),
      ],
    },
    {
      title: 'Fatigue',
      unit: 'share',
      curves: [
        { name: 'lids closed', values: moments.map(({ fatigue }) => fatigue?.closure ?? null) },
        { name: 'PERCLOS', values: moments.map(({ fatigue }) => fatigue?.perclos ?? null) },
      ],
    },
    {
      title: 'Expression',
      unit: 'coefficient',
      curves: [
        coefficient('jawOpen'),
        coefficient('mouthSmileLeft'),
        coefficient('mouthSmileRight'),
        coefficient('browInnerUp'),
        curve('eyeBlinkLeft', ({ expression }) => expression?.coefficients.eyeBlinkLeft?.value),
        curve('eyeBlinkRight', ({ expression }) => expression?.coefficients.eyeBlinkRight?.value),
      ],
    },
  ];
  return [
    headingSection(`${first.file}, face ${first.face}`),
    ...charts.map((chart): Section => {
      const known = chart.curves.some(({ values }) => values.some((value) => value !== null));
      if (!known) return textSection(`${chart.title}: unknown.`);
      return {
        kind: 'chart',
        chart: chartOf(chart.title.toLowerCase().replaceAll(' ', '-'), chart.title, (shape) =>
          timeChartSvg({ ...chart, seconds }, shape),
        ),
      };
    }),
    textSection(fatigueWords(frames)),
  ];
}

/** What happened in a video, in a line. */
function fatigueWords(frames: readonly FaceRecord[]): string {
  const blinks = frames.filter(({ fatigue }) => fatigue?.blink !== undefined).length;
  const count = (of: 'yawn' | 'nod'): number => frames.filter(({ fatigue }) => fatigue?.[of]).length;
  const alarms = frames.flatMap(({ seconds = 0, fatigue }, i) => {
    const before = frames[i - 1]?.fatigue?.alarms ?? [];
    return (fatigue?.alarms ?? [])
      .filter((reason) => !before.includes(reason))
      .map((reason) => `${reason} at ${seconds.toFixed(1)} s`);
  });
  return `Blinks ${blinks}, yawns ${count('yawn')}, nods ${count('nod')}; alarms: ${alarms.length === 0 ? 'none' : alarms.join(', ')}.`;
}

function anglesOf(gaze: DescribedFace['gaze']): { yaw: number; pitch: number } | undefined {
  return gaze?.joined.direction && directionAngles(gaze.joined.direction);
}
