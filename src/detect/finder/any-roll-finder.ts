/**
 * Finds faces that lie on their side or upside down: the picture is looked at in four quarter turns, which cost no
 * interpolation, and of finds that overlap the surest is kept. Four times the time.
 */
import type { Image } from '../../core/image.js';
import { shortestTurn } from '../../core/numbers/shortest-turn.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { isSamePlace, placeOf } from '../place.js';
import type { FaceFinder, FoundFace } from './face-finder.js';

/** @returns the finder as it is, unless faces are looked for at any roll. */
export function finderForRolls<Finder extends FaceFinder>(finder: Finder, anyRoll = false): Finder {
  return anyRoll ? anyRollFinder(finder) : finder;
}

export function anyRollFinder<Finder extends FaceFinder>(finder: Finder): Finder {
  return {
    ...finder,
    async find(image, options) {
      const all: FoundFace[] = [];
      let turned = image;
      for (let quarters = 0; quarters < 4; quarters++) {
        if (quarters > 0) turned = turnedClockwise(turned);
        for (const { box, roll, ...rest } of await finder.find(turned, options))
          all.push({
            ...rest,
            box: turnedBack(box, image, quarters),
            roll: shortestTurn(roll - 90 * quarters),
          });
      }
      const kept: FoundFace[] = [];
      for (const face of all.sort((a, b) => b.score - a.score))
        if (!kept.some(({ box }) => isSamePlace(placeOf(box), placeOf(face.box)))) kept.push(face);
      return kept;
    },
  };
}

/** By a quarter: the first row becomes the last column. */
function turnedClockwise({ width, height, data }: Image): Image {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = 3 * (y * width + x);
      const to = 3 * (x * height + (height - 1 - y));
      turned[to] = data[from]!;
      turned[to + 1] = data[from + 1]!;
      turned[to + 2] = data[from + 2]!;
    }
  return { width: height, height: width, channels: 3, data: turned };
}

/** @param image – as it was before so many quarter turns clockwise. */
function turnedBack(box: FaceBox, image: Pick<Image, 'width' | 'height'>, quarters: number): FaceBox {
  let back = box;
  for (let left = quarters; left > 0; left--) {
    // The height before this turn.
    const height = left % 2 === 1 ? image.height : image.width;
    back = { x: back.y, y: height - 1 - back.x - back.width, width: back.height, height: back.width };
  }
  return back;
}
