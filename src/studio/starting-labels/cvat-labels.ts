/**
 * CVAT's own XML ("CVAT for images"): for each face a `<points>` list, a `<skeleton>`, or a `<points>` of each point alone, those of
 * a picture together, or of each of its groups.
 */
import { LineamentError } from '../../core/errors.js';
import { readXml, type XmlHandler } from '../../dataset/import/files/read-xml.js';
import { type LandmarkSet, visibility } from '../../landmarks/landmark-set.js';
import { addFace, type FacesByPicture, otherCount, placesOf } from './starting-face.js';

interface CvatMark {
  label: string;
  places: [number, number][];
  outside: boolean;
  occluded: boolean;
}

interface Cvat extends XmlHandler {
  shapes: { picture: string; marks: CvatMark[] }[];
  /** Whether it is of a video: its points are named by frame, not by picture. */
  isVideo: boolean;
}

function cvatReader(): Cvat {
  const shapes: Cvat['shapes'] = [];
  let picture = '';
  let skeleton: CvatMark[] | undefined;
  /** Points alone, by their group. */
  const loose = new Map<string, CvatMark[]>();
  const reader: Cvat = {
    shapes,
    isVideo: false,
    open(element, attributes) {
      if (element === 'track') reader.isVideo = true;
      else if (element === 'image') {
        picture = attributes.get('name') ?? '';
        loose.clear();
      } else if (element === 'skeleton') {
        skeleton = [];
        shapes.push({ picture, marks: skeleton });
      } else if (element === 'points') {
        const mark: CvatMark = {
          label: attributes.get('label') ?? '',
          places: (attributes.get('points') ?? '')
            .split(';')
            .map((place) => place.split(',').map(Number) as [number, number]),
          outside: attributes.get('outside') === '1',
          occluded: attributes.get('occluded') === '1',
        };
        const group = attributes.get('group_id') ?? '';
        const others = skeleton ?? (mark.places.length === 1 ? loose.get(group) : undefined);
        if (others !== undefined) others.push(mark);
        else {
          const marks = [mark];
          shapes.push({ picture, marks });
          if (mark.places.length === 1) loose.set(group, marks);
        }
      }
    },
    close(element) {
      if (element === 'skeleton') skeleton = undefined;
    },
  };
  return reader;
}

export async function cvatFaces(file: string, set: LandmarkSet): Promise<FacesByPicture> {
  const { handler, broken } = await readXml(file, cvatReader);
  if (broken !== undefined) throw new LineamentError(broken, { file, hint: 'export it again' });
  if (handler.isVideo)
    throw new LineamentError('the labels are of a video', { file, hint: 'export them as "CVAT for images"' });
  const faces: FacesByPicture = new Map();
  const count = set.points.length;
  for (const { picture, marks } of handler.shapes) {
    const points = new Float32Array(2 * count).fill(Number.NaN);
    const seen = Array.from({ length: count }, (): number => visibility.visible);
    const [only] = marks;
    const isList = marks.length === 1 && only !== undefined && only.places.length > 1;
    const places = isList ? only.places : marks.map(({ places }) => places[0]!);
    if (isList && places.length !== count) throw otherCount(places.length, file, set);
    const order = isList
      ? places.map((_, i) => i)
      : placesOf(
          marks.map(({ label }) => label),
          file,
          set,
        );
    for (const [i, [x, y]] of places.entries()) {
      const k = order[i]!;
      const mark = isList ? only : marks[i]!;
      if (mark.outside || !Number.isFinite(x) || !Number.isFinite(y)) continue;
      points.set([x, y], 2 * k);
      if (mark.occluded) seen[k] = visibility.hiddenByOther;
    }
    const tells = seen.some((value) => value !== visibility.visible);
    addFace(faces, picture, () => ({ points, visibility: tells ? seen : null }));
  }
  return faces;
}
