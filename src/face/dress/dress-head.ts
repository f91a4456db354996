/**
 * From a bare head to what can be drawn: the head's mesh split into painted parts, with brows, lashes, hair, neck and
 * clothes added. Works for every head model, through its curves and rest positions only. What does not change from face
 * to face is prepared once by {@link createDresser}; the function it returns is called for every face.
 */

import { distance, mix } from '../../core/vector.js';
import type { Side } from '../../landmarks/surface.js';
import type { DressedPart, SurfacePainter } from '../../mesh/dressed-part.js';
import type { LevelOfDetail } from '../../mesh/level-of-detail.js';
import type { HeadModel, HeadShape } from '../heads/head-model.js';
import { placeOn } from '../heads/surface-place.js';
import { alongTongue, tongueMove } from '../heads/tongue.js';
import type { FaceDescription } from '../person/description.js';
import { createBeardGrower } from './beard/beard-hairs.js';
import { BeardMap } from './beard/beard-map.js';
import { createBrowGrower } from './brows/brow-hairs.js';
import { growLashes, type LidEdges } from './brows/lash-strips.js';
import { BodySurface } from './clothing/body-surface.js';
import { type BodyTurn, bendNeck, createNeckBend } from './clothing/neck-bend.js';
import { findNeckRing } from './clothing/neck-ring.js';
import { loftBody, loftClothing } from './clothing/shoulders.js';
import { eyeDirections, eyeFrame } from './eyes/eye-frame.js';
import { EyePainter } from './eyes/eye-painter.js';
import { createHairGrower } from './hair/grow-hair.js';
import { Hairline } from './hair/hairline.js';
import { coarsenPart } from './skin/coarse-part.js';
import { FaceMap } from './skin/face-map.js';
import { kohl } from './skin/make-up-painter.js';
import { cutPart, gather, type MeshPart } from './skin/mesh-part.js';
import { createGumsPainter, createTeethPainter, createTonguePainter } from './skin/mouth-painters.js';
import { measureRestFeatures } from './skin/rest-features.js';
import { SkinPainter } from './skin/skin-painter.js';
import { DirectionGrid, scalpLayout } from './strands/direction-grid.js';
import { createWornDresser } from './worn/dress-worn.js';

/**
 * Dresses one shape of the head it was made for as one face. Pure: the same input gives the same bits.
 * @param turn – how the body stands against the head, for the neck between them; straight by default.
 */
export type Dresser = (
  shape: HeadShape,
  face: FaceDescription,
  turn?: BodyTurn,
  detail?: LevelOfDetail,
) => DressedPart[];

const straight: BodyTurn = { axis: [0, 1, 0], angle: 0, pivot: [0, 0, 0] };

/** Lips closer than this hide teeth and tongue, which then are not drawn; centimetres. */
const openMouth = 0.06;
/** What lies further behind such lips' edges is hidden too. */
const behindLips = 1;

/** Boxes in which vertices of the mouth's inside become one, for small pictures, centimetres: about a pixel. */
const coarseMouth = 0.2;
/** Of eyeballs nothing is seen further behind their middle than this share of the distance to the lids' edges. */
const behindEyes = 0.4;

const sides: readonly Side[] = ['right', 'left'];

export function createDresser(head: HeadModel): Dresser {
  const { topology } = head;
  const features = measureRestFeatures(head);
  const map = new FaceMap(head, features);
  const beards = new BeardMap(features);
  const scalp = new DirectionGrid(topology, scalpLayout(features));
  const neck = findNeckRing(topology, features);
  const skin = cutPart(topology, 'skin', (_x, y, z) => y > neck.cutAt(z));
  const bend = createNeckBend(neck, features, skin.rest);
  const mouth = [
    { name: 'teeth', part: cutPart(topology, 'teeth'), painter: createTeethPainter(features) },
    { name: 'gums', part: cutPart(topology, 'gums'), painter: createGumsPainter(features) },
    { name: 'tongue', part: cutPart(topology, 'tongue'), painter: createTonguePainter(features) },
  ].filter(({ part }) => part.triangles.length > 0);
  const lipEdges = [...features.lipInnerUpper, ...features.lipInnerLower];
  const closedMouth = mouth
    .filter(({ name }) => name === 'gums')
    .map((gums) => ({
      ...gums,
      part: cutPart(topology, 'gums', (x, y, z) =>
        lipEdges.some((edge) => distance(edge, [x, y, z]) < behindLips),
      ),
    }));
  const coarse = <Tissue extends { part: MeshPart }>(tissues: readonly Tissue[]): Tissue[] =>
    tissues.map((tissue) => ({ ...tissue, part: coarsenPart(tissue.part, coarseMouth) }));
  const mouths = {
    full: { open: mouth, closed: closedMouth },
    coarse: { open: coarse(mouth), closed: coarse(closedMouth) },
  };
  const eyeball = (side: Side): MeshPart => {
    const { centre, upperLid } = features.eyes[side];
    const lid = Math.max(...upperLid.map((edge) => edge[2]));
    const hidden = centre[2] - behindEyes * (lid - centre[2]);
    return cutPart(topology, 'sclera', (x, _y, z) => (side === 'right' ? x < 0 : x >= 0) && z > hidden);
  };
  const eyeballs = { right: eyeball('right'), left: eyeball('left') };
  const dressWorn = createWornDresser(head, features, scalp);
  const growHair = createHairGrower(scalp, features);
  const growBrows = createBrowGrower(topology, features);
  const growBeard = createBeardGrower(topology, features, beards);

  const lidEdges = (side: Side, shape: HeadShape): LidEdges => {
    const edge = (name: 'upper' | 'lower') =>
      (head.curves.get(`lid.${side}.${name}`)?.points ?? []).map((point) =>
        placeOn(topology, shape.positions, point),
      );
    return { ball: shape.eyes[side], upper: edge('upper'), lower: edge('lower') };
  };
  const dressEye = (side: Side, shape: HeadShape, face: FaceDescription, lids: LidEdges): DressedPart => {
    const frame = eyeFrame(lids.ball);
    const painter = new EyePainter(face.eyes, lids, frame, side === 'right' ? 1 : -1, face.skin.seed >>> 0);
    const part = headPart(`eye.${side}`, eyeballs[side], shape, painter);
    part.rest = eyeDirections(part.positions, lids.ball, frame);
    return part;
  };

  const innerLips = ['upper', 'lower'].map((edge) => head.curves.get(`lip.inner.${edge}`)?.points ?? []);
  /** Height of the gap between the lips, middle of the mouth, centimetres. */
  const mouthGap = (shape: HeadShape): number => {
    const [upper, lower] = innerLips.map((points) =>
      placeOn(topology, shape.positions, points[points.length >> 1]!),
    );
    return upper![1] - lower![1];
  };

  return (shape, face, turn = straight, detail = 'full') => {
    const lids = { right: lidEdges('right', shape), left: lidEdges('left', shape) };
    const beardCover = beards.cover(face.beard);
    const hairline = new Hairline(features, face.hair.hairline);
    const skinPainter = new SkinPainter(map, features, hairline, beardCover, face, detail);
    const body = new BodySurface(neck, shape.positions);
    const skinPart = headPart('skin', skin, shape, skinPainter);
    const worn = dressWorn(face.worn, {
      shape,
      body,
      hair: growHair(shape, face, hairline, detail),
      beard: growBeard(shape, face, beardCover, detail),
    });
    bendNeck(skinPart.positions, bend, turn, body.neckZ);
    return [
      skinPart,
      ...sides.map((side) => dressEye(side, shape, face, lids[side])),
      ...mouths[detail][mouthGap(shape) > openMouth ? 'open' : 'closed'].map(({ name, part, painter }) => ({
        ...headPart(
          name,
          name === 'tongue' ? putOut(part, face.actions.tongueOut ?? 0) : part,
          shape,
          painter,
        ),
        // Gums and teeth stand in the shadow of the lips; what they cast themselves is not seen.
        castsShadow: name === 'tongue',
      })),
      growBrows(shape, face, detail),
      growLashes(lids, mix(face.brows.colour, kohl, 0.9 * face.skin.makeUp.mascara), face.brows, detail),
      ...worn.beard,
      ...worn.hair,
      ...worn.parts,
      loftBody(body, skinPainter),
      ...loftClothing(body, face.clothing),
    ];
  };
}

/** A tongue whose paint knows that it has left the dark of the mouth. */
function putOut(part: MeshPart, out: number): MeshPart {
  if (out === 0) return part;
  const rest = part.rest.slice();
  alongTongue(part.rest).forEach((along, v) => {
    rest[3 * v + 2]! += out * tongueMove('tongueOut', along, 0)[2];
  });
  return { ...part, rest };
}

function headPart(name: string, part: MeshPart, shape: HeadShape, painter: SurfacePainter): DressedPart {
  return {
    name,
    positions: gather(shape.positions, part.vertices),
    normals: null,
    rest: part.rest,
    triangles: part.triangles,
    painter,
    twoSided: false,
    castsShadow: true,
    isHead: true,
    follows: 'head',
  };
}
