/**
 * Skin, painted solid in rest space: pigment (melanin.ts) varied by noise and freckles, blood in cheeks, nose and ears,
 * lips, lids, stubble, brow and scalp shadow under the hair, pores that bend the normal, shine on forehead and nose,
 * wrinkles and single marks from the face's {@link DetailMap}, make-up, sweat.
 * What lies where comes from the head's {@link FaceMap}; one painter is made per face and keeps only numbers.
 */

import { smoothStep } from '../../../core/numbers/smooth-step.js';
import { mix } from '../../../core/vector.js';
import type { SurfaceLook, SurfacePainter } from '../../../mesh/dressed-part.js';
import type { LevelOfDetail } from '../../../mesh/level-of-detail.js';
import { segmentClasses } from '../../../mesh/segment-classes.js';
import { cellNoise, noise3, noisePeriod, readNoise } from '../../../mesh/value-noise.js';
import type { FaceDescription, Rgb } from '../../person/description.js';
import type { BeardCover } from '../beard/beard-map.js';
import { browStand } from '../brows/brow-gaps.js';
import { hairFigures } from '../hair/hair-style.js';
import type { Hairline } from '../hair/hairline.js';
import { whiteHair } from '../strands/white-hair.js';
import { DetailMap, detailChannelCount, detailChannels } from './detail-map.js';
import { type FaceMap, faceChannelCount, faceChannels } from './face-map.js';
import { MakeUpPainter } from './make-up-painter.js';
import { drawMarks } from './marks.js';
import { bloodDepth, melaninAlbedo, melaninOffset, skinAlbedo } from './melanin.js';
import { earAt, type RestFeatures } from './rest-features.js';
import { drawWrinkles } from './wrinkles.js';

export class SkinPainter implements SurfacePainter {
  readonly #map: FaceMap;
  readonly #features: RestFeatures;
  readonly #hairline: Hairline;
  readonly #beard: BeardCover | null;
  readonly #face: FaceDescription;
  readonly #shift: readonly [number, number, number];
  readonly #channels = new Float32Array(faceChannelCount);
  /** Null where this face has nothing of its own drawn. */
  readonly #details: DetailMap | null;
  readonly #detail = new Float32Array(detailChannelCount);
  readonly #makeUp: MakeUpPainter | null;
  readonly #colour = new Float64Array(3);
  /** Where the noise is read, `[4, 3]`, and what it is: patches of the skin, smaller ones, grain, pores. */
  readonly #places = new Float64Array(12);
  readonly #noise = new Float64Array(4);
  /** Pores are finer than a small picture's pixels: there they would only be grain. */
  readonly #octaves: number;
  /** Upper edge of the map. */
  readonly #top: number;
  readonly #scalp: number;
  /** The colour being painted. */
  #red = 0;
  #green = 0;
  #blue = 0;
  /** How much of the light's red reaches past the terminator: less through dark skin. */
  readonly #wrap: number;

  /** How strongly stubble shows: fair or white hair hardly does. */
  readonly #beardShade: number;
  readonly #beardColour: Rgb;

  constructor(
    map: FaceMap,
    features: RestFeatures,
    hairline: Hairline,
    beard: BeardCover,
    face: FaceDescription,
    detail: LevelOfDetail,
  ) {
    this.#map = map;
    this.#octaves = detail === 'full' ? 4 : 3;
    this.#features = features;
    this.#hairline = hairline;
    this.#face = face;
    this.#beard = face.beard.style === 'none' && face.beard.shadow === 0 ? null : beard;
    this.#top = map.grid.bottom + map.grid.rows * map.grid.cell;
    const seed = face.skin.seed >>> 0;
    this.#shift = [seed % 61, ((seed / 61) | 0) % 59, ((seed / 3599) | 0) % noisePeriod];
    this.#scalp = hairFigures[face.hair.style].scalp;
    this.#beardColour = mix(face.beard.colour, whiteHair, 0.8 * face.beard.white);
    const contrast = skinAlbedo(face.skin.melanin)[1] - this.#beardColour[1];
    this.#beardShade = contrast > 0.02 ? 0.85 : 0.3;
    // Light travels a few millimetres in skin: against a head's curvature that is little.
    this.#wrap = 0.22 - 0.1 * face.skin.melanin;
    const details = new DetailMap(map.grid, detail);
    const { wrinkles, expressionLines, makeUp } = face.skin;
    drawWrinkles(details, features, { wrinkles, lines: expressionLines, seed }, face.actions);
    drawMarks(details, features, face.skin);
    this.#details = details.empty ? null : details;
    this.#makeUp = MakeUpPainter.worn(makeUp) ? new MakeUpPainter(makeUp, features) : null;
  }

  paint(x: number, y: number, z: number, look: SurfaceLook): void {
    const { skin } = this.#face;
    const [shiftX, shiftY, shiftZ] = this.#shift;
    const channels = this.#channels;
    const places = this.#places;
    places[0] = x * 0.55 + shiftX;
    places[1] = y * 0.55 + shiftY;
    places[2] = z * 0.55 + shiftZ;
    places[3] = x * 2.1 + shiftY;
    places[4] = y * 2.1 + shiftZ;
    places[5] = z * 2.1 + shiftX;
    places[6] = x * 9 + shiftZ;
    places[7] = y * 9 + shiftX;
    places[8] = z * 9 + shiftY;
    places[9] = x * 21 + shiftX;
    places[10] = y * 21;
    places[11] = z * 21;
    readNoise(places, this.#noise, this.#octaves);
    const broad = this.#noise[0]!;
    const patchy = this.#noise[1]!;
    const fine = this.#noise[2]!;
    const pore = this.#noise[3]!;
    // The map holds the face's front: it fades out around the side of the head and on what lies far behind it.
    let frontal = 0;
    let buried = 0;
    if (z > -8 && this.#map.read(x, y, channels)) {
      buried = Math.max(0, channels[faceChannels.depth]! - z);
      frontal = smoothStep(-8, -4, z) * smoothStep(6, 3.5, buried) * smoothStep(this.#top, this.#top - 2, y);
    }
    const ear = earAt(this.#features, x, y, z);
    const scalp = this.#scalpAt(x, y, z, 0.35 * patchy + 0.2 * fine);

    // Foundation hides what is under it where it is spread: on the face, not on ears and neck.
    const bare = 1 - 0.65 * skin.makeUp.foundation * frontal;
    let spots = 0.022 * broad + (0.006 + 0.02 * skin.mottling) * patchy + 0.016 * fine;
    if (skin.freckles > 0 && z > -6) spots += this.#freckle(x, y, z);
    let flush = skin.blood * 0.22 * patchy * skin.mottling + 0.06 * (broad + patchy);
    let roughness = 0.52 - 0.06 * skin.shine + 0.06 * skin.makeUp.foundation * frontal;
    let bendX = 0;
    let bendY = 0;
    let fold = 0;
    if (frontal > 0 && this.#details?.read(x, y, this.#detail)) {
      const detail = this.#detail;
      spots += frontal * detail[detailChannels.melanin]!;
      // Melanin hides the blood under it.
      flush += frontal * (1 - 0.55 * skin.melanin) * detail[detailChannels.blood]!;
      bendX = frontal * detail[detailChannels.bendX]!;
      bendY = frontal * detail[detailChannels.bendY]!;
      fold = frontal * Math.min(0.6, detail[detailChannels.shade]!);
    }
    let melanin = skin.melanin + bare * spots;
    let blood = skin.blood * (0.22 + 0.6 * ear) + bare * flush;
    let lips = 0;
    let brow = 0;
    let lash = 0;
    let crease = 0;
    let beard = 0;
    let dark = 0;
    let open = 1;
    let nostril = 0;
    let wet = 0;
    if (frontal > 0) {
      const aboveLid = channels[faceChannels.aboveLid]!;
      const belowLid = channels[faceChannels.belowLid]!;
      if (aboveLid < 2 || belowLid < 2) {
        // The under-eye hollow starts below the lashes and fades over the cheek; the crease runs above the upper lid.
        const under = smoothStep(-0.3, 0.3, aboveLid - belowLid);
        const hollow = under * smoothStep(0.1, 0.45, belowLid) * smoothStep(1.5, 0.6, belowLid) * frontal;
        crease = (1 - under) * bell((aboveLid - 0.42) / 0.13) * frontal;
        const margin = smoothStep(0.1, 0.02, Math.min(aboveLid, belowLid));
        melanin += bare * (0.1 * hollow * skin.underEye + 0.07 * crease) * (0.6 + 0.4 * skin.melanin);
        blood += 0.25 * bare * hollow * skin.underEye + 0.35 * margin;
        lash = smoothStep(0.13, 0.03, aboveLid) * 0.7 + smoothStep(0.06, 0.02, belowLid) * 0.3;
      }
      blood += 0.75 * bare * skin.blood * frontal * channels[faceChannels.redness]!;
      lips = frontal * channels[faceChannels.lips]! * smoothStep(1.6, 0.9, buried);
      blood += 0.5 * lips;
      melanin -= 0.05 * lips;
      const oil = frontal * channels[faceChannels.oil]!;
      roughness -= (0.14 * skin.shine + 0.2 * skin.sweat) * oil;
      wet = skin.sweat * Math.min(1, 0.25 * frontal + oil);
      brow =
        frontal *
        this.#browShade(x < 0, channels[faceChannels.browAlong]!, channels[faceChannels.brow]!, fine, pore);
      if (this.#beard !== null) {
        const grown = this.#beard.shadeAt(x, y, z) * (0.95 + 0.35 * pore + 0.2 * fine + 0.07 * patchy);
        beard = (1 - lips) * Math.min(1, Math.max(0, grown));
      }
      const cave = frontal * channels[faceChannels.cave]!;
      if (cave > 0 && buried > 0.3) dark = cave * smoothStep(0.3, 1.3, buried);
      nostril = Math.min(1, frontal * channels[faceChannels.nostril]! * smoothStep(0.9, 0.1, buried));
      open -= (1 - channels[faceChannels.openness]!) * frontal * smoothStep(-4.5, -0.5, z);
    }

    const pigment = melaninOffset(melanin);
    this.#red = melaninAlbedo[pigment]! * skin.tint[0] * (1 - bloodDepth[0] * blood);
    this.#green = melaninAlbedo[pigment + 1]! * skin.tint[1] * Math.exp(-bloodDepth[1] * blood);
    this.#blue = melaninAlbedo[pigment + 2]! * skin.tint[2] * Math.exp(-bloodDepth[2] * blood);
    // Sweat is a film, and beads where it gathers.
    let coat = wet > 0 ? wet * (0.25 + 0.25 * smoothStep(0.3, 0.55, pore)) : 0;
    let bend = 0.07 + 0.2 * skin.pores;
    if (lips > 0) {
      this.#mix(skin.lipColour, 1, skin.lipStrength * lips);
      // Fine vertical wrinkles, and a darker line where the lips meet.
      const wrinkle = noise3(x * 7, y * 1.2 + shiftX, z * 2);
      const tone = (1 + 0.12 * wrinkle + 0.06 * patchy) * (1 - 0.62 * channels[faceChannels.mouthLine]!);
      this.#dim(1 + (tone - 1) * lips);
      roughness += (0.38 - roughness) * lips;
      coat += (0.22 * skin.shine - coat) * lips;
      bend += 0.1 * lips;
    }
    if (this.#makeUp !== null && frontal > 0) {
      const colour = this.#colour;
      colour[0] = this.#red;
      colour[1] = this.#green;
      colour[2] = this.#blue;
      this.#makeUp.paint(
        colour,
        x,
        y,
        channels[faceChannels.aboveLid]!,
        channels[faceChannels.belowLid]!,
        frontal,
      );
      this.#red = colour[0];
      this.#green = colour[1];
      this.#blue = colour[2];
    }
    // Hair shadows: each darkens towards the hair's own colour.
    const hair = Math.max(brow, lash);
    if (hair > 0) this.#mix(this.#face.brows.colour, 0.65, hair);
    const shade = Math.max(beard * this.#beardShade, scalp * (1 - 0.6 * ear));
    if (shade > 0) {
      // Stubble shows darker than it is.
      this.#mix(beard * 0.75 > scalp ? this.#beardColour : this.#face.hair.colour, 0.7, shade);
      roughness += 0.12 * shade;
    }
    this.#dim((1 - 0.8 * dark) * (1 - 0.55 * nostril) * (1 - 0.18 * crease) * (1 - fold));

    look.red = clamp(this.#red);
    look.green = clamp(this.#green * (1 - 0.25 * dark));
    look.blue = clamp(this.#blue * (1 - 0.25 * dark));
    look.roughness = Math.min(0.9, Math.max(0.2, roughness));
    look.specular = 0.028;
    look.wrap = this.#wrap;
    look.coat = coat;
    // Chin and chest keep light from the neck.
    const { chin } = this.#features;
    open *=
      (1 - 0.85 * Math.max(dark, 0.6 * nostril)) * (1 - 0.3 * smoothStep(chin[1] + 1.5, chin[1] - 0.5, y));
    look.openness = Math.max(open * (1 - fold), 0.03);
    look.bendX = bend * pore * 0.6 + bendX;
    look.bendY = bend * fine * 0.5 + bendY;
    look.bendZ = bend * (pore - fine) * 0.2;
    const nose = frontal * channels[faceChannels.nose]!;
    look.segment = this.#segment(y, z, lips, brow, nose, ear, dark, scalp, beard);
  }

  /** Mixes a share of a colour, itself dimmed, into the one being painted. */
  #mix(colour: Rgb, dimmed: number, share: number): void {
    this.#red += (colour[0] * dimmed - this.#red) * share;
    this.#green += (colour[1] * dimmed - this.#green) * share;
    this.#blue += (colour[2] * dimmed - this.#blue) * share;
  }

  #dim(factor: number): void {
    this.#red *= factor;
    this.#green *= factor;
    this.#blue *= factor;
  }

  /** How dark the scalp is under its hair, 0 to 1; the border is ragged by `rough` centimetres. */
  #scalpAt(x: number, y: number, z: number, rough: number): number {
    // Nothing grows in the middle of the face or low on the neck.
    if (y < this.#features.chin[1] || (z > -0.5 && y < this.#features.foreheadFoot)) return 0;
    return this.#scalp * smoothStep(-0.45, 0.5, this.#hairline.above(x, y, z) + rough);
  }

  #segment(
    y: number,
    z: number,
    lips: number,
    brow: number,
    nose: number,
    ear: number,
    dark: number,
    scalp: number,
    beard: number,
  ): number {
    const { chin, earFoot, mouth } = this.#features;
    if (dark > 0.6) return lips > 0.3 ? segmentClasses.innerMouth : segmentClasses.nose;
    if (lips > 0.5) return segmentClasses.lips;
    if (brow > 0.35) return segmentClasses.brows;
    if (scalp > 0.5 && ear < 0.5) return segmentClasses.hair;
    if (nose > 0.5) return segmentClasses.nose;
    if (ear > 0.5) return segmentClasses.ears;
    // The neck begins below a plane from under the chin up to the ears.
    const slope = (earFoot[1] - 5 - chin[1]) / (chin[2] - earFoot[2]);
    if (y < chin[1] - 0.6 + slope * Math.max(0, chin[2] - z) * 0.8 && y < mouth[1])
      return segmentClasses.neck;
    return beard > 0.55 ? segmentClasses.facialHair : segmentClasses.skin;
  }

  /** How much the skin under the brow's hairs is darkened. */
  #browShade(right: boolean, along: number, profile: number, fine: number, pore: number): number {
    if (profile < -0.9) return 0;
    const { density, thickness } = this.#face.brows;
    // A thicker brow reaches further from its middle line; the tail is thin, the inner end fades in.
    const reach = profile + 0.55 * (thickness - 1) + 0.12 * fine;
    const stands = browStand(this.#face.brows, along, right);
    const ends = stands * smoothStep(-0.02, 0.12, along) * smoothStep(1.02, 0.86, along);
    return smoothStep(-0.05, 0.65, reach) * ends * (0.35 + 0.65 * density) * (0.8 + 0.2 * pore);
  }

  /** Freckles: dots of random size on a jittered lattice, thickest over nose and cheeks. */
  #freckle(x: number, y: number, z: number): number {
    const { skin } = this.#face;
    const { noseTip } = this.#features;
    const spacing = 2.3;
    const [shiftX, shiftY, shiftZ] = this.#shift;
    const u = x * spacing + shiftX;
    const v = y * spacing + shiftY;
    const w = z * spacing + shiftZ;
    const i = Math.floor(u);
    const j = Math.floor(v);
    const k = Math.floor(w);
    const du = u - i - 0.5 - 0.3 * cellNoise(i + 7, j, k);
    const dv = v - j - 0.5 - 0.3 * cellNoise(i, j + 7, k);
    const dw = w - k - 0.5 - 0.3 * cellNoise(i, j, k + 7);
    const size = 0.12 + 0.14 * (0.5 + 0.5 * cellNoise(i, j, k));
    const where = Math.exp(-(((y - noseTip[1] - 1) / 3.4) ** 2));
    const kept = cellNoise(k, i, j) < -1 + 2 * skin.freckles * (0.25 + 0.75 * where) ? 1 : 0;
    const distance = Math.sqrt(du * du + dv * dv + dw * dw);
    return kept * 0.2 * (0.6 + 0.4 * skin.melanin) * smoothStep(size, size * 0.35, distance);
  }
}

const clamp = (value: number): number => (value < 0.001 ? 0.001 : Math.min(value, 0.95));

/** A bump of height 1 and half-width about 1, much like a Gaussian and cheaper. */
function bell(t: number): number {
  const squared = t * t;
  return squared >= 4 ? 0 : (1 - squared / 4) ** 3;
}
