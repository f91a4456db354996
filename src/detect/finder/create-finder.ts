/**
 * Finds the faces of a picture with a one-shot network: the picture is brought to a few sizes in turn, each is looked at
 * once, and faces that overlap are thinned out. Runs in Node and in browsers; whoever embeds it brings the ONNX session.
 *
 * @example
 * const finder = createFinder(metadata, session);
 * for (const { box, score, roll } of await finder.find(image)) …
 */
import { LineamentError, StoppedError } from '../../core/errors.js';
import type { Image } from '../../core/image.js';
import { checkOptions } from '../../core/settings/known-options.js';
import { decodeMap, mapLength } from '../../networks/finder/decode-maps.js';
import { mapName } from '../../networks/finder/finder-map.js';
import type { FinderMetadata } from '../../networks/finder/finder-metadata.js';
import { thinOut } from '../../networks/finder/thin-out.js';
import { findFacesNames, parseFinding } from '../detection-settings.js';
import { checkImage } from '../landmarks/check-input.js';
import type { DetectionSession } from '../landmarks/detector.js';
import type { FaceFinder, FoundFace } from './face-finder.js';
import { networkInput, reducedPicture, type SizedPicture, sizedPicture } from './sized-picture.js';

/** A small picture is enlarged so far, and no further: its faces have no more pixels. */
const mostEnlarged = 2;

export function createFinder(metadata: FinderMetadata, session: DetectionSession): FaceFinder {
  const memory = inputMemory();
  return {
    metadata,
    async find(image, options = {}) {
      checkImage(image);
      checkOptions('find faces', options, findFacesNames);
      const { signal } = options;
      const { threshold, mostFaces } = parseFinding(options);
      const faces: FoundFace[] = [];
      const { doubts = [] } = metadata.input;
      for (const { picture, isDoubtful } of looksOf(image, metadata, signal)) {
        const asked = {
          picture,
          threshold: threshold ?? metadata.threshold,
          doubts: isDoubtful ? doubts : [],
        };
        faces.push(...(await look(asked, metadata, session, memory)));
      }
      return thinOut(faces, metadata.mostOverlap).slice(0, mostFaces ?? undefined);
    },
  };
}

interface SizedLook {
  picture: SizedPicture;
  /** Whether what it takes for a large face is doubted: smaller looks follow. */
  isDoubtful: boolean;
}

/**
 * The picture at each size, made when it is looked at; those after the first are made of that one, a whole number of times smaller.
 * @param signal – no size is made once it is aborted.
 */
function* looksOf(
  image: Image,
  { input: { sides } }: FinderMetadata,
  signal: AbortSignal | undefined,
): Generator<SizedLook> {
  const refuseStopped = (): void => {
    if (signal?.aborted) throw new StoppedError('find faces');
  };
  refuseStopped();
  const long = Math.max(image.width, image.height);
  const first = sizedPicture(image, Math.min(sides[0]! / long, mostEnlarged));
  const smaller = sides
    .slice(1)
    .map((side) => Math.round((first.scale * long) / side))
    .filter((times) => times > 1);
  yield { picture: first, isDoubtful: smaller.length > 0 };
  for (const times of smaller) {
    refuseStopped();
    yield { picture: reducedPicture(first, times), isDoubtful: false };
  }
}

interface Look {
  picture: SizedPicture;
  threshold: number;
  /** For each stride; 0 where left out. */
  doubts: readonly number[];
}

async function look(
  { picture: { image, scale }, threshold, doubts }: Look,
  { input, strides }: FinderMetadata,
  session: DetectionSession,
  memory: InputMemory,
): Promise<FoundFace[]> {
  const step = 1 / scale;
  const { values: data, width, height } = networkInput(image, input, strides.at(-1)!, memory.take);
  const outputs = await session.run({ image: { data, shape: [1, 3, height, width] } });
  memory.giveBack(data);
  return strides.flatMap((stride, index) => {
    const [across, down] = [width / stride, height / stride];
    const values = outputs[mapName(stride)];
    if (values === undefined || values.length !== mapLength(across, down))
      throw new LineamentError(
        `find faces: the model must give ${mapLength(across, down)} numbers as '${mapName(stride)}', got ${values?.length ?? 'none'}`,
        { hint: 'the model file does not match its metadata; get it again' },
      );
    return decodeMap({ stride, width: across, height: down, values }, threshold, doubts[index]).map(
      ({ box, score, roll }) => ({
        box: {
          x: (box.x + 0.5) * step - 0.5,
          y: (box.y + 0.5) * step - 0.5,
          width: box.width * step,
          height: box.height * step,
        },
        score,
        roll,
      }),
    );
  });
}

interface InputMemory {
  take(length: number): Float32Array;
  giveBack(values: Float32Array): void;
}

/** Pictures of a video or a folder are often of one size: so many lengths are kept. */
const mostKept = 4;

/** Inputs of looks that are over serve those to come: new ones of megabytes cost as much as filling them. Looks that overlap have each their own. */
function inputMemory(): InputMemory {
  const kept = new Map<number, Float32Array>();
  return {
    take(length) {
      const values = kept.get(length);
      kept.delete(length);
      return values ?? new Float32Array(length);
    },
    giveBack(values) {
      for (const length of kept.keys()) if (kept.size >= mostKept) kept.delete(length);
      kept.set(values.length, values);
    },
  };
}
