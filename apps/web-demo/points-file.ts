/** Faces as the file that the page saves: as `detect --json` names things. */
import type { SeenFace } from './messages.js';

export function pointsFile(
  faces: readonly SeenFace[],
  { set, convention }: { set: string; convention: string },
): object {
  return {
    faces: faces.map(({ box, names, points, uncertainty, visibility }) => ({
      set,
      convention,
      unit: 'pixel',
      box,
      points: names.map((name, k) => ({
        name,
        x: points[2 * k],
        y: points[2 * k + 1],
        uncertainty: uncertainty[k],
        ...(visibility && {
          visibility: {
            visible: visibility[4 * k],
            hiddenBySelf: visibility[4 * k + 1],
            hiddenByOther: visibility[4 * k + 2],
            outside: visibility[4 * k + 3],
          },
        }),
      })),
    })),
  };
}
