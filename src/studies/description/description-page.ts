/** What was described as one HTML page: the faces with their pictures, curves over time of videos, tables. */
import { counted } from '../../core/text/counted.js';
import { fileNames } from '../../core/text/file-names.js';
import { pathWords } from '../../core/text/path-words.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import { directionAngles } from '../../detect/describe/gaze/eyeball-fit.js';
import { type TimeChart, timeChartSvg } from '../../report/charts/time-chart.js';
import { chartOf, headingSection, type Section, textSection } from '../../report/section.js';
import { reportPage } from '../../report/section-page.js';
import { type Description, lookedWords } from './description.js';
import { angle, columnsOf, type FaceRecord } from './face-record.js';
import { angleWords, recordWords } from './face-words.js';
import { fatigueMeanings, fatigueWords, unknownFatigueWords } from './fatigue-words.js';
import { seenRotation } from './seen-rotation.js';

/** So many rows stand in the page's table; the CSV has all. */
const mostRows = 200;
/** Columns that the page's table has, in the order of the words about a face; their names are the CSV's. */
const shownColumns = [
  'face',
  'emotion',
  'likeliest_emotion',
  'emotion_probability',
  'mouth',
  'mouth_opening_mm',
  'right_eye',
  'right_aperture_mm',
  'left_eye',
  'left_aperture_mm',
  'gaze_state',
  'gaze_yaw_deg',
  'gaze_pitch_deg',
  'gaze_from_lens_deg',
  'yaw_deg',
  'pitch_deg',
  'roll_deg',
  'pose_deviation_deg',
  'misfit',
] as const;

export function descriptionPage(
  { records, shown, heads, empty, failed, looked, lookedAt }: Description,
  {
    set,
    missing = [],
    headScript,
    stoppedBefore,
  }: {
    set: string;
    /** What its points do not tell. */
    missing?: readonly string[];
    headScript?: string;
    /** Pictures and frames that there would have been, as far as is known. */
    stoppedBefore?: number;
  },
): string {
  const names = fileNames([...records.map(({ file }) => file), ...empty, ...failed.map(({ id }) => id)]);
  const named = (record: FaceRecord): FaceRecord => ({ ...record, file: names.get(record.file)! });
  const stills = records.filter(({ seconds }) => seconds === undefined);
  const sections: Section[] = [
    textSection(
      `${counted(records.length, 'description')} from ${lookedWords(looked, lookedAt)}, by the ${set} points of each face. On the photographs: points red (a hundred at most); axes of the head, each with a dot at its end, to the subject’s left red, up green, out of the face blue; gaze yellow. Beside them the fitted head, as the photograph shows it and from aside. ${angleWords}; an emotion is the one that such a posed face is usually said to show, and “unsure” where none is probable enough: then the likeliest stands beside it.`,
    ),
    ...(missing.length > 0
      ? [
          {
            kind: 'warning',
            text: `Not told, for ${set} lacks the points: ${missing.join('; ')}.`,
          } satisfies Section,
        ]
      : []),
    ...(stoppedBefore === undefined
      ? []
      : [
          {
            kind: 'warning',
            text: `It was stopped: ${looked} of ${lookedWords(Math.max(looked, stoppedBefore), lookedAt)} are here.`,
          } satisfies Section,
        ]),
    ...failed.map(
      ({ id, reason }): Section => ({
        kind: 'warning',
        text: `failed: ${failureWords(id, reason, names.get(id)!)}`,
      }),
    ),
    ...(empty.length > 0
      ? [
          {
            kind: 'warning',
            text: `no face was found in: ${empty.map((path) => names.get(path)!).join(', ')}`,
          } satisfies Section,
        ]
      : []),
    ...videosOf(records.map(named)).flatMap(videoSections),
    ...(shown.length > 0
      ? [
          headingSection('Faces'),
          {
            kind: 'pictures',
            side: 420,
            pictures: shown.map(({ record, picture }) => ({
              bytes: picture,
              type: 'image/jpeg' as const,
              caption: `${placeWords(named(record))}: ${recordWords(record)}`,
            })),
          } satisfies Section,
        ]
      : []),
    ...(heads.length > 0 && headScript === undefined
      ? [
          headingSection('Heads'),
          textSection(
            'The fitted heads cannot be turned here: this copy of Lineament is built without its pages (npm run build:web).',
          ),
        ]
      : []),
    ...(heads.length > 0 && headScript !== undefined
      ? [
          headingSection('Heads'),
          textSection(
            'The fitted heads wear their photographs and stand as in them at first. Drag to turn one; what the camera did not see has the colours before it.',
          ),
          {
            kind: 'heads',
            side: 320,
            script: headScript,
            heads: heads.map(({ record, glb }) => {
              const rotation = seenRotation(record.described);
              return { glb, caption: placeWords(named(record)), ...(rotation && { rotation }) };
            }),
          } satisfies Section,
        ]
      : []),
    ...(stills.length > 0 ? [headingSection('Figures'), tableOf(stills.map(named))] : []),
  ];
  return reportPage('What the faces say', sections);
}

/** Reasons that hold the path, or what people are told in its place, say what the page calls it. */
function failureWords(id: string, reason: string, name: string): string {
  const told = pathWords(id);
  return `${reason.startsWith(told) ? '' : `${name}: `}${reason.replaceAll(told, () => name)}`;
}

function placeWords({ file, face, seconds }: FaceRecord): string {
  return `${file}, face ${face}${seconds === undefined ? '' : `, ${seconds.toFixed(2)} s`}`;
}

function tableOf(records: readonly FaceRecord[]): Section {
  const rows = records.slice(0, mostRows).map((record) => {
    const values = new Map(columnsOf(record));
    return [record.file, ...shownColumns.map((name) => cellOf(name, values.get(name) ?? null))];
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

/** Tenths of millimetres and degrees are all that can be told; the CSV has more. */
function cellOf(name: string, value: string | number | null): string {
  if (value === null) return '–';
  if (typeof value === 'string' || Number.isInteger(value)) return String(value);
  // Nothing is not below nothing.
  return value.toFixed(/_(mm|deg)$/.test(name) ? 1 : 2).replace(/^-(?=[0.]+$)/, '');
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
  const charts: (Omit<TimeChart, 'seconds'> & { words: string })[] = [
    {
      title: 'Head',
      words: 'Degrees against the camera: yaw counts to the picture’s right, pitch up, roll clockwise.',
      unit: 'degrees',
      curves: [
        curve('yaw', ({ pose }) => angle(pose?.yaw)),
        curve('pitch', ({ pose }) => angle(pose?.pitch)),
        curve('roll', ({ pose }) => angle(pose?.roll)),
      ],
    },
    {
      title: 'Gaze',
      words: 'Degrees against the camera, both eyes together: yaw counts to the picture’s right, pitch up.',
      unit: 'degrees',
      curves: [
        curve('yaw', ({ gaze }) => angle(anglesOf(gaze)?.yaw)),
        curve('pitch', ({ gaze }) => angle(anglesOf(gaze)?.pitch)),
      ],
    },
    {
      title: 'Lids and lips',
      words:
        'Millimetres between the margins of each eye’s lids and between the inner lips, whatever the head’s pose.',
      unit: 'millimetres',
      curves: [
        curve('right eye', ({ eyes }) => eyes?.right.aperture),
        curve('left eye', ({ eyes }) => eyes?.left.aperture),
        curve('mouth', ({ eyes }) => eyes?.mouth?.opening),
      ],
    },
    {
      title: fatigue,
      words: fatigueMeanings,
      unit: 'share, 0 to 1',
      curves: [
        { name: 'lids closed', values: moments.map(({ fatigue }) => fatigue?.closure ?? null) },
        { name: 'PERCLOS', values: moments.map(({ fatigue }) => fatigue?.perclos ?? null) },
      ],
    },
    {
      title: 'Expression',
      words: 'Coefficients by ARKit’s names: 0 is not at all, 1 as far as it goes; left is the person’s.',
      unit: 'coefficient, 0 to 1',
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
    ...charts.flatMap(({ words, ...chart }): Section[] => {
      const known = chart.curves.some(({ values }) => values.some((value) => value !== null));
      if (!known)
        return [
          textSection(chart.title === fatigue ? unknownFatigueWords(frames) : `${chart.title}: unknown.`),
        ];
      const drawn = chartOf(chart.title.toLowerCase().replaceAll(' ', '-'), chart.title, (shape) =>
        timeChartSvg({ ...chart, seconds }, shape),
      );
      return [{ kind: 'chart', chart: drawn }, textSection(words)];
    }),
    textSection(fatigueWords(frames)),
  ];
}

const fatigue = 'Fatigue';

function anglesOf(gaze: DescribedFace['gaze']): { yaw: number; pitch: number } | undefined {
  return gaze?.joined.direction && directionAngles(gaze.joined.direction);
}
