/**
 * Teeth and tongue: two arches of fourteen teeth each and a tongue, closed meshes of our own in head space on the mean
 * face, mouth closed. Sizes after Wheeler's Dental Anatomy (crown widths, rounded): central incisor 8.5 mm, lateral 6.5,
 * canine 7.5, premolars 7, molars 10; lower incisors narrower. Upper front teeth overlap the lower by about 2 mm.
 */
import { type PartMesh, tube } from './part-mesh.js';

interface Arch {
  /** Height of the gum line and of the biting edge, head space, centimetres. */
  readonly gum: number;
  readonly edge: number;
  /** z of the foremost point, half-width at the back, and depth from front to back. */
  readonly front: number;
  readonly halfWidth: number;
  readonly depth: number;
  /** Crown widths from the middle outwards. */
  readonly widths: readonly number[];
}

export const upperArch: Arch = {
  gum: -5.95,
  edge: -7.02,
  front: 2.62,
  halfWidth: 2.75,
  depth: 4.3,
  widths: [0.85, 0.65, 0.75, 0.7, 0.7, 1, 1],
};
export const lowerArch: Arch = {
  gum: -7.75,
  edge: -6.85,
  front: 2.36,
  halfWidth: 2.6,
  depth: 4.2,
  widths: [0.55, 0.6, 0.7, 0.7, 0.7, 1.05, 1.05],
};

const stepsPerTooth = 5;

/** One row of teeth as a tube along the arch, bulging at each crown and narrowing between crowns. */
export function teethRow(arch: Arch): PartMesh {
  const outline = archOutline(arch);
  const total = arch.widths.reduce((sum, width) => sum + width, 0);
  const starts = [0];
  for (const width of arch.widths) starts.push(starts.at(-1)! + width / total);
  const stations: { along: number; crown: number }[] = [];
  for (const sign of [1, -1]) {
    const half = arch.widths.flatMap((_, tooth) =>
      Array.from({ length: stepsPerTooth }, (__, step) => {
        const t = step / stepsPerTooth;
        return { along: sign * (starts[tooth]! * (1 - t) + starts[tooth + 1]! * t), crown: crownAt(t) };
      }),
    );
    const closing = { along: sign, crown: 0 };
    stations.push(...(sign > 0 ? [...half, closing].reverse() : [...half.slice(1), closing]));
  }
  const up = arch.gum > arch.edge ? 1 : -1;
  const height = Math.abs(arch.gum - arch.edge);
  return tube(
    stations.map(({ along, crown }) => {
      const { x, z, nx, nz } = outline(along);
      const bulge = 0.07 * crown;
      // Cross-section from the gum's front over the biting edge to the gum's back: out from the arch, up from the edge.
      const section: [number, number][] = [
        [-0.03 + bulge, height],
        [0.02 + bulge, 0.55 * height],
        [-0.03 + bulge, 0.1 * height + 0.12 * (1 - crown)],
        [-0.12, 0.12 * (1 - crown)],
        [-0.22, 0.06 * height + 0.12 * (1 - crown)],
        [-0.5, 0.5 * height],
        [-0.62, height],
      ];
      const ring = section.map(
        ([out, above]) => [x + out * nx, arch.edge + up * above, z + out * nz] as [number, number, number],
      );
      return up > 0 ? ring.reverse() : ring;
    }),
  );
}

/** 0 between two crowns, 1 over most of a crown. */
function crownAt(t: number): number {
  return 1 - Math.abs(2 * t - 1) ** 4;
}

/** The arch as a half ellipse by fraction of its arc length: −1 right end, 0 the middle, 1 left end. */
function archOutline({ front, halfWidth, depth }: Arch): (along: number) => {
  x: number;
  z: number;
  nx: number;
  nz: number;
} {
  const steps = 200;
  const lengths = [0];
  const at = (i: number): [number, number] => {
    const angle = (i / steps) * (Math.PI / 2);
    return [halfWidth * Math.sin(angle), front - depth * (1 - Math.cos(angle))];
  };
  for (let i = 1; i <= steps; i++) {
    const [x0, z0] = at(i - 1);
    const [x1, z1] = at(i);
    lengths.push(lengths[i - 1]! + Math.hypot(x1 - x0, z1 - z0));
  }
  return (along) => {
    const wanted = Math.min(1, Math.abs(along)) * lengths[steps]!;
    let i = lengths.findIndex((length) => length >= wanted);
    i = Math.max(1, i);
    const t = (wanted - lengths[i - 1]!) / (lengths[i]! - lengths[i - 1]!);
    const angle = ((i - 1 + t) / steps) * (Math.PI / 2);
    const sign = Math.sign(along) || 1;
    const nx = depth * Math.sin(angle);
    const nz = halfWidth * Math.cos(angle);
    const norm = Math.hypot(nx, nz);
    return {
      x: along === 0 ? 0 : sign * halfWidth * Math.sin(angle),
      z: front - depth * (1 - Math.cos(angle)),
      nx: along === 0 ? 0 : (sign * nx) / norm,
      nz: nz / norm,
    };
  };
}

/** A tongue lying behind the lower teeth: a flattened ellipsoid with a groove along the middle. */
export function tongue(): PartMesh {
  const rings: [number, number, number][][] = [];
  const around = 16;
  const along = 12;
  for (let i = 0; i <= along; i++) {
    // The end rings are small rather than points, so that every triangle has an area.
    const angle = 0.06 + (i / along) * (Math.PI - 0.12);
    const radius = Math.sin(angle) ** 0.7;
    rings.push(
      Array.from({ length: around }, (_, k) => {
        const turn = (2 * Math.PI * k) / around;
        const x = 1.75 * radius * Math.cos(turn);
        const groove = 0.12 * radius * Math.max(0, Math.sin(turn)) * Math.exp(-((x / 0.35) ** 2));
        return [x, -7.5 + 0.5 * radius * Math.sin(turn) - groove, -0.6 - 2.3 * Math.cos(angle)];
      }),
    );
  }
  return tube(rings);
}
