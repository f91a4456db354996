/** A scene that a specification asks for: a pure function of the specification, the seed and the picture's index. */

import { Random } from '../../../core/random.js';
import { type Matrix3, multiply, rotationAbout, transform } from '../../../core/vector.js';
import type { HeadModel } from '../../../face/heads/head-model.js';
import type { HeadPose, Rgb } from '../../../face/person/description.js';
import { plainPhotograph } from '../../scene/plain-scene.js';
import type {
  BackgroundDescription,
  LightDescription,
  SceneDescription,
} from '../../scene/scene-description.js';
import { sampleBackground } from '../background-distribution.js';
import { sampleLightOfKind } from '../light-distribution.js';
import type { Hand } from './deal.js';
import { placeInSpecification, type SpecifiedPlace } from './place-in-specification.js';
import { sexHandOf } from './sexes.js';
import type { Specification, SpecifiedLight } from './specification.js';
import { type CameraInRoom, specifiedCamera } from './specified-camera.js';
import { Dealer, type DealtNames, specifiedFace } from './specified-face.js';

const degrees = Math.PI / 180;

export interface OrderedPlace {
  /** The group's stream, person, and render in its group. */
  group: number;
  person: number;
  render: number;
  camera: string;
  /** What was dealt, by the customer's names. */
  dealt: DealtNames;
}

export function specifiedScene(
  seed: number,
  index: number,
  head: HeadModel,
  specification: Specification,
): { scene: SceneDescription; ordered: OrderedPlace } {
  const place = placeInSpecification(specification, index);
  const { stream, person, render, renders, camera } = place;
  const hand: Hand = { seed: [seed, 'specified', stream], rank: render, count: renders };
  const dealer = new Dealer(hand, sexHandOf(place));
  const face = specifiedFace(place, head, dealer);
  const turned = headTurn(place, dealer);
  const inRoom = specifiedCamera(place, turned, hand);
  const around = environment(place, dealer, inRoom);
  const infrared = camera.spectrum === 'near-infrared';
  return {
    scene: {
      face,
      ...inRoom.scene,
      bodyFollows: 0,
      props: [],
      ...around,
      photograph: {
        ...plainPhotograph,
        spectrum: camera.spectrum,
        monochrome: infrared,
        seed: new Random(seed, 'photograph', index).uint32(),
      },
    },
    ordered: { group: stream, person, render, camera: camera.name, dealt: dealer.names },
  };
}

function headTurn({ group }: SpecifiedPlace, dealer: Dealer): HeadPose {
  const dealt = dealer.share('turn', group.turn);
  const angle = (name: 'yaw' | 'pitch' | 'roll'): number =>
    (dealt?.number(dealt.share[name], name) ?? 0) * degrees;
  return { yaw: angle('yaw'), pitch: angle('pitch'), roll: angle('roll') };
}

/** Where none is named: an open sky. */
const defaultLight: SpecifiedLight = { kind: 'overcast', background: 'foliage' };

/** How much near infrared an environment has against visible light. */
const infraredShare = 0.4;

function environment(
  { group, camera }: SpecifiedPlace,
  dealer: Dealer,
  { turn, keys, falling }: CameraInRoom,
): Pick<SceneDescription, 'light' | 'background'> {
  const dealt = dealer.share('light', group.light);
  const look = dealt?.look(dealt.share.looks);
  const { kind, background } = look?.value ?? defaultLight;
  // A named place is the same place in every picture.
  const stream = new Random(0, 'environment', look?.name ?? kind);
  const turned = dealt?.number(dealt.share.turn, 'turn') ?? 0;
  const strength = dealt?.number(dealt.share.strength, 'strength') ?? 1;
  const infrared = camera.spectrum === 'near-infrared';
  const ofPlace = strength * (infrared ? infraredShare : 1);
  const about = multiply(turn, rotationAbout([0, 1, 0], turned * degrees));
  const light = scaledLight(turnedLight(sampleLightOfKind(stream.child('light'), kind), about), ofPlace);
  const total = ofPlace + falling;
  const shown: LightDescription = {
    ...(infrared ? greyLight(light) : light),
    keys: [...(infrared ? greyLight(light) : light).keys, ...keys].slice(0, mostKeys),
    exposureStops: Math.min(brightest, Math.max(darkest, Math.log2(Math.max(1e-3, total)))),
  };
  const behind: BackgroundDescription = {
    ...sampleBackground(stream.child('background', Math.round(turned / 30)), kind),
    kind: dealt?.share.behind ?? background,
    blur: 0.35,
    brightness: Math.min(1.5, Math.max(0.05, ofPlace / Math.max(1e-3, total))),
  };
  return { light: shown, background: behind };
}

/** Each key casts a shadow, which costs time. */
const mostKeys = 4;
/** Stops around a well-exposed face that strengths may lead to. */
const darkest = -2.5;
const brightest = 1.5;

function turnedLight(light: LightDescription, by: Matrix3): LightDescription {
  const turnedPart = <T extends { direction: LightDescription['keys'][number]['direction'] }>(
    part: T,
  ): T => ({
    ...part,
    direction: transform(by, part.direction),
  });
  return {
    ...light,
    keys: light.keys.map(turnedPart),
    lamps: light.lamps.map(turnedPart),
    panels: light.panels.map(turnedPart),
  };
}

/** The light so that this much of it falls on things, whichever way they face. */
function scaledLight(light: LightDescription, wanted: number): LightDescription {
  const now =
    light.sky[1] / 4 +
    light.horizon[1] / 2 +
    light.ground[1] / 4 +
    [...light.keys, ...light.lamps].reduce((sum, { colour }) => sum + 0.5 * colour[1], 0);
  return mapColours(light, ([red, green, blue]) => {
    const factor = wanted / Math.max(1e-3, now);
    return [red * factor, green * factor, blue * factor];
  });
}

/** Near infrared has no colour; the camera's picture of it is grey. */
function greyLight(light: LightDescription): LightDescription {
  return { ...mapColours(light, ([, green]) => [green, green, green]), kind: 'infrared' };
}

function mapColours(light: LightDescription, change: (colour: Rgb) => Rgb): LightDescription {
  return {
    ...light,
    sky: change(light.sky),
    horizon: change(light.horizon),
    ground: change(light.ground),
    keys: light.keys.map((key) => ({ ...key, colour: change(key.colour) })),
    lamps: light.lamps.map((lamp) => ({ ...lamp, colour: change(lamp.colour) })),
    panels: light.panels.map((panel) => ({ ...panel, radiance: change(panel.radiance) })),
  };
}
