/** Beards: beyond stubble, short hairs grow where the face map says a beard does, downwards and away from the middle. */
import { Random } from '../../core/random.js';
import { mix } from '../../core/vector.js';
import type { FaceDescription } from '../description.js';
import type { DressedPart } from '../dressed-part.js';
import type { HeadShape, HeadTopology } from '../head-model.js';
import { segmentClasses } from '../segment-classes.js';
import { type FaceMap, faceChannelCount, faceChannels } from '../skin/face-map.js';
import { skinAlbedo } from '../skin/melanin.js';
import type { RestFeatures } from '../skin/rest-features.js';
import { growSkinHair } from './skin-hair.js';
import { SkinRoots } from './skin-roots.js';
import { createStrandPainter } from './strand-painter.js';
import { StripBuilder } from './strip-builder.js';

const rootCount = 900;

export function createBeardGrower(
  topology: HeadTopology,
  features: RestFeatures,
  map: FaceMap,
): (shape: HeadShape, face: FaceDescription) => DressedPart | null {
  const { chin, earFoot, noseBase } = features;
  const box = { left: -earFoot[0], right: earFoot[0], bottom: chin[1] - 1.5, top: noseBase[0]![1] + 2 };
  const roots = new SkinRoots(topology, box);
  const random = new Random('beard roots');
  const channels = new Float32Array(faceChannelCount);
  for (let tries = 0; roots.count < rootCount && tries < rootCount * 12; tries++) {
    const x = random.uniform(box.left, box.right);
    const y = random.uniform(box.bottom, box.top);
    const kept = random.next();
    const aim = -Math.PI / 2 + 0.09 * x + random.normal(0, 0.25);
    if (!map.read(x, y, channels)) continue;
    const beard = channels[faceChannels.beard]! * (1 - channels[faceChannels.lips]!);
    if (kept < beard * beard) roots.add(x, y, Math.cos(aim), Math.sin(aim));
  }
  return (shape, face) => {
    const { melanin } = face.skin;
    const { length, seed, style } = face.beard;
    if (style === 'none') return null;
    const full = Math.min(1, length);
    const draw = new Random(seed, 'beard');
    const builder = new StripBuilder(rootCount * 3);
    for (let i = 0; i < roots.count; i++) {
      const kept = draw.next();
      const reach = (0.12 + 0.75 * full) * draw.uniform(0.6, 1.2);
      const bend = draw.normal(0, 0.25);
      const tone = draw.integer(0, 4095);
      if (kept > 0.5 + 0.5 * full) continue;
      growSkinHair(builder, roots, i, shape.positions, {
        reach,
        halfBreadth: 0.025,
        bend,
        lift: 0.04 + 0.25 * reach,
        tone,
      });
    }
    const painter = createStrandPainter({
      colour: mix(face.brows.colour, skinAlbedo(melanin), 0.15),
      segment: segmentClasses.facialHair,
      grooves: 0,
      variation: 0.35,
      roughness: 0.6,
      selfShade: 0.65,
      rootOpenness: 0.5,
      tipOpenness: 0.9,
    });
    return builder.part('beard', painter, false, true);
  };
}
