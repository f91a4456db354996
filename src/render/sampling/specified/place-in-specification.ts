/** Which group, person, render and camera a picture of a specification is: camera turns fastest, then render, person, group. */
import { internalError } from '../../../core/errors.js';
import type { Rig, SpecifiedCamera, SpecifiedGroup } from './specification.js';

export interface SpecifiedPlace {
  group: SpecifiedGroup;
  /** Names the group's stream. */
  stream: number;
  person: number;
  /** Number of the render in its group, over all persons: cameras of one render share all but the camera. */
  render: number;
  /** Renders of the group. */
  renders: number;
  rig: Rig;
  rigNumber: number;
  camera: SpecifiedCamera;
}

/** Pictures that a group makes, and a specification. */
export function picturesOfGroup({ persons, renders, rigs }: SpecifiedGroup): number {
  return persons.length * renders * rigs.reduce((sum, { cameras }) => sum + cameras.length, 0);
}

export function picturesOf({ groups }: { groups: readonly SpecifiedGroup[] }): number {
  return groups.reduce((sum, group) => sum + picturesOfGroup(group), 0);
}

export function placeInSpecification(
  { groups }: { groups: readonly SpecifiedGroup[] },
  index: number,
): SpecifiedPlace {
  let rest = index;
  for (const [number, group] of groups.entries()) {
    const pictures = picturesOfGroup(group);
    if (rest < pictures) return placeInGroup(group, group.stream ?? number, rest);
    rest -= pictures;
  }
  throw internalError(`picture ${index} of a specification of ${index - rest}`);
}

function placeInGroup(group: SpecifiedGroup, stream: number, index: number): SpecifiedPlace {
  const cameras = group.rigs.flatMap((rig, rigNumber) =>
    rig.cameras.map((camera) => ({ rig, rigNumber, camera })),
  );
  const render = Math.floor(index / cameras.length);
  return {
    group,
    stream,
    person: group.persons[Math.floor(render / group.renders)]!,
    render,
    renders: group.persons.length * group.renders,
    ...cameras[index % cameras.length]!,
  };
}
