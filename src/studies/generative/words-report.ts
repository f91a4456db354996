/** Of the generative study's report: pictures, clips and sentences. */
import { mean, wilsonInterval } from '../../core/numbers/statistics.js';
import { createBootstrap } from '../../evaluation/tests/bootstrap.js';
import {
  headingSection,
  type Section,
  tableSections,
  textSection,
  titledSections,
} from '../../report/section.js';
import type { Table } from '../../report/table.js';
import type { Recall } from '../../tasks/generative/clip/retrieval.js';
import type { MeasuredClip } from './measurements/measure-clip.js';
import type { MeasuredVideo } from './measurements/measure-video.js';

export interface MeasuredWords {
  clips: (MeasuredClip & { row: string; name: string })[];
  videos: (MeasuredVideo & { name: string })[];
}

/** Of intervals over clips. */
const resamples = 500;

export function wordsSections(study: MeasuredWords): Section[] {
  return [
    ...titledSections(
      'Pictures and sentences',
      'Recall both ways among held-out faces; equal descriptions count as right. Paraphrases have synonyms and another order.',
      [recallTable(study), factsTable(study), presenceTable(study)].flatMap(tableSections),
    ),
    ...videoSections(study),
  ];
}

function recallTable({ clips }: MeasuredWords): Table {
  const line = (name: string, { first, firstTen, medianRank }: Recall): string[] => [
    name,
    percent(first),
    percent(firstTen),
    String(medianRank),
  ];
  return {
    title: `Recall among ${clips[0]?.faces ?? 0} faces, %`,
    head: ['', 'R@1', 'R@10', 'median rank'],
    rows: clips.flatMap(({ name, plain, paraphrased }) => [
      line(`${name}: pictures by sentences`, plain.picturesBySentence),
      line(`${name}: sentences by pictures`, plain.sentencesByPicture),
      line(`${name}: pictures by paraphrases`, paraphrased.picturesBySentence),
    ]),
  };
}

function factsTable({ clips }: MeasuredWords): Table {
  const [first] = clips;
  return {
    title: 'Facts read by asking which sentence fits best, beside classifiers that were taught them, %',
    head: ['fact', 'faces', ...clips.map(({ name }) => name), 'taught', 'commonest'],
    rows: (first?.facts ?? []).map(({ fact, faces, commonest, taught }) => [
      fact,
      String(faces),
      ...clips.map(({ facts }) => percent(facts.find((one) => one.fact === fact)?.accuracy ?? Number.NaN)),
      taught === null ? '–' : percent(taught),
      percent(commonest),
    ]),
  };
}

function presenceTable({ clips }: MeasuredWords): Table {
  return {
    title: 'Whether it is there at all: area under the curve',
    head: ['sentence', 'faces', ...clips.map(({ name }) => name)],
    rows: (clips[0]?.presence ?? []).map(({ sentence, faces }, i) => [
      sentence,
      String(faces),
      ...clips.map(({ presence }) => presence[i]?.area?.toFixed(2) ?? '–'),
    ]),
  };
}

function videoSections({ videos }: MeasuredWords): Section[] {
  const [first] = videos;
  if (first === undefined) return [];
  const { clips } = first;
  const shareText = (share: number): string => {
    const { low, high } = wilsonInterval(share, clips);
    return `${percent(share)} (${percent(low)}–${percent(high)})`;
  };
  return [
    headingSection('Clips and sentences'),
    textSection(
      'Clips in which one to three things happen, found by sentences; equal captions count as right. Twins: whether a clip and the same played backwards are told apart. 95 % intervals over clips.',
    ),
    ...tableSections({
      title: `Among ${clips} clips, %`,
      head: [
        '',
        'frames',
        'clips by sentences, R@1',
        'sentences by clips, R@1',
        'R@10',
        'by paraphrases, R@1',
        'by events alone, R@1',
        'twins told apart',
      ],
      rows: videos.map(({ name, kind, plain, paraphrased, events, twins }) => [
        name,
        kind,
        shareText(plain.picturesBySentence.first),
        shareText(plain.sentencesByPicture.first),
        percent(plain.picturesBySentence.firstTen),
        shareText(paraphrased.picturesBySentence.first),
        shareText(events.picturesBySentence.first),
        overClips(twins),
      ]),
    }),
  ];
}

function overClips(shares: readonly number[]): string {
  const { low, high } = createBootstrap(
    shares.map((_, i) => String(i)),
    { resamples, seed: 0 },
  ).interval([...shares]);
  return `${percent(mean(shares))} (${percent(low)}–${percent(high)})`;
}

const percent = (share: number): string => (100 * share).toFixed(1);
