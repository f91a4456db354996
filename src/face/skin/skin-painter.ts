/**
 * Skin, painted solid in rest space: pigment (melanin.ts) varied by noise and freckles, blood in cheeks, nose and ears,
 * lips, lids, stubble, brow and scalp shadow under the hair, pores that bend the normal, shine on forehead and nose.
 * What lies where comes from the head's {@link FaceMap}; one painter is made per face and keeps only numbers.
 */
import type { FaceDescription } from '../description.js';
import type { SurfaceLook, SurfacePainter } from '../dressed-part.js';
import type { Hairline } from '../grooming/hairline.js';
import { segmentClasses } from '../segment-classes.js';
import { type FaceMap, faceChannelCount, faceChannels } from './face-map.js';
import { bloodDepth, melaninAlbedo, melaninOffset, skinAlbedo } from './melanin.js';
import { earAt, type RestFeatures } from './rest-features.js';
import { cellNoise, noise3, noisePeriod, smoothStep } from './value-noise.js';

/** Stubble on the scalp of each hair style: how dark the skin under the hair is painted, 0 to 1. */
const scalpShade = { bald: 0.1, short: 0.9, cropped: 0.85, long: 0.95, tied: 0.95 } as const;

export class SkinPainter implements SurfacePainter {
  readonly #map: FaceMap;
  readonly #features: RestFeatures;
  readonly #hairline: Hairline;
  readonly #face: FaceDescription;
  readonly #shift: readonly [number, number, number];
  readonly #channels = new Float32Array(faceChannelCount);
  readonly #scalp: number;
  /** How much of the light's red reaches past the terminator: less through dark skin. */
  readonly #wrap: number;

  /** How strongly stubble shows: fair or white hair hardly does. */
  readonly #beardShade: number;

  constructor(map: FaceMap, features: RestFeatures, hairline: Hairline, face: FaceDescription) {
    this.#map = map;
    this.#features = features;
    this.#hairline = hairline;
    this.#face = face;
    const seed = face.skin.seed >>> 0;
    this.#shift = [seed % 61, ((seed / 61) | 0) % 59, ((seed / 3599) | 0) % noisePeriod];
    this.#scalp = scalpShade[face.hair.style];
    const contrast = skinAlbedo(face.skin.melanin)[1] - face.hair.colour[1];
    this.#beardShade = contrast > 0.02 ? 0.75 : 0.25;
    this.#wrap = 0.42 - 0.22 * face.skin.melanin;
  }

  paint(x: number, y: number, z: number, look: SurfaceLook): void {
    const { skin, brows } = this.#face;
    const [shiftX, shiftY, shiftZ] = this.#shift;
    const channels = this.#channels;
    const inside = this.#map.read(x, y, channels);
    const depth = channels[faceChannels.depth]!;
    // The map holds the face's front: it fades out around the side of the head and on what lies far behind it.
    const frontal = inside ? smoothStep(-8, -4, z) * smoothStep(6, 3.5, depth - z) * this.#belowTop(y) : 0;
    const buried = Math.max(0, depth - z);
    const at = (channel: number): number => channels[channel]! * frontal;

    const broad = noise3(x * 0.55 + shiftX, y * 0.55 + shiftY, z * 0.55 + shiftZ);
    const patchy = noise3(x * 2.1 + shiftY, y * 2.1 + shiftZ, z * 2.1 + shiftX);
    const fine = noise3(x * 9 + shiftZ, y * 9 + shiftX, z * 9 + shiftY);
    const pore = noise3(x * 21 + shiftX, y * 21, z * 21);

    const ear = earAt(this.#features, x, y, z);
    let melanin = skin.melanin + 0.022 * broad + (0.006 + 0.02 * skin.mottling) * patchy + 0.016 * fine;
    if (skin.freckles > 0 && z > -6) melanin += this.#freckle(x, y, z);
    const aboveLid = inside ? 2 - (2 - channels[faceChannels.aboveLid]!) * frontal : 2;
    const belowLid = inside ? 2 - (2 - channels[faceChannels.belowLid]!) * frontal : 2;
    const lidSide = Math.min(aboveLid, belowLid);
    // The under-eye hollow starts below the lashes and fades over the cheek; the crease runs above the upper lid.
    const hollow =
      belowLid <= aboveLid ? smoothStep(0.15, 0.45, belowLid) * smoothStep(1.5, 0.6, belowLid) : 0;
    const crease = aboveLid < belowLid ? Math.exp(-(((aboveLid - 0.42) / 0.13) ** 2)) : 0;
    const margin = smoothStep(0.1, 0.02, lidSide);
    melanin += (0.1 * hollow * skin.underEye + 0.07 * crease) * (0.6 + 0.4 * skin.melanin);

    let blood =
      skin.blood * (0.22 + 0.75 * at(faceChannels.redness) + 0.6 * ear + 0.22 * patchy * skin.mottling) +
      0.06 * (broad + patchy);
    blood += 0.25 * hollow * skin.underEye + 0.35 * margin;
    const lips = at(faceChannels.lips) * smoothStep(1.6, 0.9, buried);
    blood += 0.5 * lips;

    const pigment = melaninOffset(melanin - 0.05 * lips);
    let red = melaninAlbedo[pigment]! * skin.tint[0] * Math.exp(-bloodDepth[0] * blood);
    let green = melaninAlbedo[pigment + 1]! * skin.tint[1] * Math.exp(-bloodDepth[1] * blood);
    let blue = melaninAlbedo[pigment + 2]! * skin.tint[2] * Math.exp(-bloodDepth[2] * blood);

    let roughness = 0.5 - 0.14 * skin.shine * at(faceChannels.oil) - 0.06 * skin.shine;
    let coat = 0;
    let bend = 0.16;
    if (lips > 0) {
      // Fine vertical wrinkles, and a darker line where the lips meet.
      const wrinkle = noise3(x * 7, y * 1.2 + shiftX, z * 2);
      const tone = (1 + 0.12 * wrinkle + 0.06 * patchy) * (1 - 0.62 * at(faceChannels.mouthLine));
      const share = skin.lipStrength * lips;
      red += (skin.lipColour[0] - red) * share;
      green += (skin.lipColour[1] - green) * share;
      blue += (skin.lipColour[2] - blue) * share;
      const dim = 1 + (tone - 1) * lips;
      red *= dim;
      green *= dim;
      blue *= dim;
      roughness += (0.38 - roughness) * lips;
      coat = 0.22 * lips * skin.shine;
      bend = 0.16 + 0.1 * lips;
    }

    // Hair shadows: each darkens towards the hair's own colour, broken up by noise.
    const brow = inside
      ? this.#browShade(at(faceChannels.browAlong), channels[faceChannels.brow]!, fine, pore)
      : 0;
    const grown = skin.stubble * (0.95 + 0.35 * pore + 0.2 * fine + 0.07 * patchy);
    const beard = at(faceChannels.beard) * (1 - lips) * (grown < 0 ? 0 : Math.min(grown, 1));
    const above = y > this.#features.eyes.left.centre[1] - 8 ? this.#hairline.above(x, y, z) : -9;
    const scalp = above > -0.8 ? this.#scalp * smoothStep(-0.45, 0.5, above + 0.35 * patchy + 0.2 * fine) : 0;
    const lashLine = smoothStep(0.13, 0.03, aboveLid) * 0.7 + smoothStep(0.06, 0.02, belowLid) * 0.3;
    const hair = Math.max(brow * frontal, lashLine);
    if (hair > 0) {
      red += (brows.colour[0] * 0.8 - red) * hair;
      green += (brows.colour[1] * 0.8 - green) * hair;
      blue += (brows.colour[2] * 0.8 - blue) * hair;
    }
    const shade = Math.max(beard * this.#beardShade, scalp * (1 - 0.6 * ear));
    if (shade > 0) {
      // Stubble shows bluish through the skin: the hair is mixed in darker and colder than it is.
      // Beards keep the brows' colour where the hair on the head is dyed.
      const { colour } = beard * 0.75 > scalp ? this.#face.brows : this.#face.hair;
      red += (colour[0] * 0.8 - red) * shade;
      green += (colour[1] * 0.85 - green) * shade;
      blue += (colour[2] * 0.95 - blue) * shade;
      roughness += 0.12 * shade;
    }

    const cave = at(faceChannels.cave);
    let open = 1 - (1 - channels[faceChannels.openness]!) * frontal * smoothStep(-4.5, -0.5, z);
    const nostril = Math.min(1, at(faceChannels.nostril) * smoothStep(0.9, 0.1, buried));
    const dark = cave > 0 ? cave * smoothStep(0.3, 1.3, buried) : 0;
    open *= 1 - 0.85 * Math.max(dark, 0.6 * nostril);
    // Chin and chest keep light from the neck.
    open *= 1 - 0.3 * smoothStep(this.#features.chin[1] + 1.5, this.#features.chin[1] - 0.5, y);
    const dim = (1 - 0.8 * dark) * (1 - 0.55 * nostril) * (1 - 0.18 * crease);
    look.red = clamp(red * dim);
    look.green = clamp(green * dim * (1 - 0.25 * dark));
    look.blue = clamp(blue * dim * (1 - 0.25 * dark));
    look.roughness = roughness < 0.2 ? 0.2 : Math.min(roughness, 0.9);
    look.specular = 0.028;
    look.wrap = this.#wrap;
    look.coat = coat;
    look.openness = Math.max(open, 0.03);
    look.bendX = bend * pore * 0.6;
    look.bendY = bend * fine * 0.5;
    look.bendZ = bend * cellNoise(Math.floor(x * 26), Math.floor(y * 26), Math.floor(z * 26)) * 0.25;
    look.segment = this.#segment(
      x,
      y,
      z,
      lips,
      brow * frontal,
      at(faceChannels.nose),
      ear,
      dark,
      above,
      beard,
    );
  }

  /** 0 at the map's upper edge, 1 well below it. */
  #belowTop(y: number): number {
    const { grid } = this.#map;
    const top = grid.bottom + grid.rows * grid.cell;
    return smoothStep(top, top - 2, y);
  }

  #segment(
    x: number,
    y: number,
    z: number,
    lips: number,
    brow: number,
    nose: number,
    ear: number,
    dark: number,
    above: number,
    beard: number,
  ): number {
    const { chin, earFoot, mouth } = this.#features;
    if (dark > 0.6) return lips > 0.3 ? segmentClasses.innerMouth : segmentClasses.nose;
    if (lips > 0.5) return segmentClasses.lips;
    if (brow > 0.35) return segmentClasses.brows;
    if (above > 0.3 && this.#face.hair.style !== 'bald' && ear < 0.5) return segmentClasses.hair;
    if (nose > 0.5) return segmentClasses.nose;
    if (ear > 0.5) return segmentClasses.ears;
    // The neck begins below a plane from under the chin up to the ears.
    const slope = (earFoot[1] - 5 - chin[1]) / (chin[2] - earFoot[2]);
    if (y < chin[1] - 0.6 + slope * Math.max(0, chin[2] - z) * 0.8 && y < mouth[1])
      return segmentClasses.neck;
    void x;
    return beard > 0.55 ? segmentClasses.facialHair : segmentClasses.skin;
  }

  /** How much the skin under the brow's hairs is darkened. */
  #browShade(along: number, profile: number, fine: number, pore: number): number {
    if (profile < -0.9) return 0;
    const { density, thickness } = this.#face.brows;
    // A thicker brow reaches further from its middle line; the tail is thin, the inner end fades in.
    const reach = profile + 0.55 * (thickness - 1) + 0.12 * fine;
    const ends = smoothStep(-0.02, 0.12, along) * smoothStep(1.02, 0.86, along);
    return smoothStep(-0.05, 0.65, reach) * ends * (0.3 + 0.7 * density) * (0.68 + 0.22 * pore);
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
