/**
 * How often something stands before a face, and what. One face in twelve: hands most (people touch their faces some
 * twenty times an hour, Kwok et al. 2015, and photographs of them do so more), then plain things, microphones,
 * telephones and other heads. Everything is spread widely so that no part of a face is always seen.
 */
import type { Random } from '../../core/random.js';
import type { HeadModel } from '../../face/heads/head-model.js';
import { nothingWorn } from '../../face/person/appearance/worn-description.js';
import { fabricColour } from '../../face/person/appearance/worn-distribution.js';
import { sampleFace } from '../../face/person/distributions.js';
import { samplePose } from '../../face/person/pose-distribution.js';
import {
  type HandLook,
  type HandProp,
  type MicrophoneProp,
  type OtherHeadProp,
  type PhoneProp,
  type PropDescription,
  type ShapeProp,
  shapeForms,
} from '../props/prop-description.js';

/** Share of faces with something in front. */
const rate = 0.08;

export function sampleProps(random: Random, head: HeadModel): PropDescription[] {
  if (!random.chance(rate)) return [];
  const kind = random.weighted({ hand: 0.42, shape: 0.24, microphone: 0.13, phone: 0.11, head: 0.1 });
  const draw = random.child(kind);
  switch (kind) {
    case 'hand':
      return [sampleHand(draw)];
    case 'shape':
      return [sampleShape(draw)];
    case 'microphone':
      return [sampleMicrophone(draw)];
    case 'phone':
      return [samplePhone(draw)];
    case 'head':
      return [sampleOtherHead(draw, head)];
  }
}

const sideOf = (random: Random): -1 | 1 => random.pick([-1, 1] as const);

function sampleHandLook(random: Random): HandLook {
  return {
    size: random.truncatedNormal(0.97, 0.07),
    curl: random.uniform(0.05, 0.4),
    spread: random.next(),
    melanin: random.chance(0.08) ? random.next() : null,
    sleeve: random.chance(0.55) ? fabricColour(random) : null,
  };
}

function sampleHand(random: Random): HandProp {
  const gesture = random.weighted({
    chin: 0.24,
    cheek: 0.22,
    mouth: 0.18,
    eyes: 0.1,
    forehead: 0.12,
    before: 0.14,
  });
  const look = sampleHandLook(random);
  return {
    kind: 'hand',
    gesture,
    side: sideOf(random),
    turn: random.truncatedNormal(0, 0.3, 2),
    shift: [random.truncatedNormal(0, 1, 2), random.truncatedNormal(0, 1, 2)],
    hand: gesture === 'chin' ? { ...look, curl: random.uniform(0.3, 0.95) } : look,
  };
}

function samplePhone(random: Random): PhoneProp {
  return {
    kind: 'phone',
    place: random.chance(0.65) ? 'ear' : 'before',
    side: sideOf(random),
    turn: random.truncatedNormal(0, 0.2, 2),
    shift: [random.normal(0, 5), random.normal(-4, 4)],
    colour: random.chance(0.5) ? [0.012, 0.012, 0.014] : fabricColour(random),
    hand: sampleHandLook(random),
  };
}

function sampleMicrophone(random: Random): MicrophoneProp {
  return {
    kind: 'microphone',
    form: random.weighted({ grille: 0.5, foam: 0.25, stand: 0.25 }),
    side: sideOf(random),
    gap: random.uniform(0.4, 6),
    tilt: random.uniform(0.1, 1.1),
    colour: random.chance(0.6) ? [0.02, 0.02, 0.022] : fabricColour(random),
    hand: sampleHandLook(random),
  };
}

function sampleShape(random: Random): ShapeProp {
  // From the face's rim inwards: what covers its middle altogether teaches nothing.
  const around = random.uniform(0, 2 * Math.PI);
  const out = random.uniform(0.3, 0.75);
  return {
    kind: 'shape',
    form: random.pick(shapeForms),
    x: Math.cos(around) * out,
    y: Math.sin(around) * out,
    size: random.uniform(0.25, 0.8),
    aspect: random.uniform(0.45, 1.6),
    angle: random.uniform(-Math.PI, Math.PI),
    nearer: random.next(),
    colour: fabricColour(random),
    secondColour: fabricColour(random),
    seed: random.uint32() >>> 1,
  };
}

function sampleOtherHead(random: Random, head: HeadModel): OtherHeadProp {
  const face = sampleFace(random.child('face'), head);
  return {
    kind: 'head',
    face: { ...face, worn: { ...face.worn, glasses: nothingWorn.glasses } },
    pose: samplePose(random.child('pose'), 'in-the-wild'),
    side: sideOf(random),
    apart: random.uniform(11, 18),
    higher: random.normal(0, 4),
    nearer: random.uniform(-0.03, 0.12),
  };
}
