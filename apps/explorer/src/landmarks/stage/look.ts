/** How the head is looked at while it is edited: turned, nearer, shifted; and what of that an address holds. */
import { frontLook, type Look } from './head-scene.js';

export function turned(look: Look, yaw: number, pitch: number): Look {
  return { ...look, yaw: look.yaw - yaw, pitch: Math.max(-1.4, Math.min(1.4, look.pitch + pitch)) };
}

export function zoomed(look: Look, by: number): Look {
  return { ...look, height: Math.max(2, Math.min(45, look.height / by)) };
}

/** @param unit – centimetres of a pixel. */
export function shifted(look: Look, dx: number, dy: number, unit: number): Look {
  const [x, y, z] = look.shift;
  return {
    ...look,
    shift: [x - dx * unit * Math.cos(look.yaw), y + dy * unit, z + dx * unit * Math.sin(look.yaw)],
  };
}

/** Of an address. */
export function lookOf(search: URLSearchParams): Look {
  const [yaw, pitch, height] = (search.get('look') ?? '').split(',').map(Number);
  const given = (value: number | undefined, usual: number): number =>
    value === undefined || !Number.isFinite(value) ? usual : value;
  return {
    ...frontLook,
    yaw: (given(yaw, 0) * Math.PI) / 180,
    pitch: (given(pitch, 0) * Math.PI) / 180,
    height: Math.max(2, Math.min(45, given(height || undefined, frontLook.height))),
  };
}
