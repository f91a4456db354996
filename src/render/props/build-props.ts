/**
 * Makes the meshes of things in front of a face. Everything is given in head space of the face that the picture is
 * about: hands and what they hold follow that head; shapes and other heads stand where the camera sees them.
 */
import type { DressedPart } from '../../mesh/dressed-part.js';
import { type FacePlaces, findFacePlaces, handStance, placeHand } from './gestures.js';
import { buildHand, type HandSkin } from './hand.js';
import { HeadClearance } from './head-clearance.js';
import { buildMicrophone, buildPhone } from './held-things.js';
import { buildOtherHead } from './other-head.js';
import type { HandLook, PropDescription } from './prop-description.js';
import type { PropStage } from './prop-stage.js';
import { buildShape } from './shapes.js';

export function buildProps(props: readonly PropDescription[], stage: PropStage): DressedPart[] {
  if (props.length === 0) return [];
  const places = findFacePlaces(stage.head, stage.shape);
  const skinOf = ({ melanin }: HandLook): HandSkin => ({
    melanin: melanin ?? stage.face.skin.melanin,
    tint: melanin === null ? stage.face.skin.tint : [1, 1, 1],
  });
  return props.flatMap((prop) => buildProp(prop, stage, places, skinOf));
}

function buildProp(
  prop: PropDescription,
  stage: PropStage,
  places: FacePlaces,
  skinOf: (look: HandLook) => HandSkin,
): DressedPart[] {
  switch (prop.kind) {
    case 'hand': {
      const clearance = prop.gesture === 'before' ? null : new HeadClearance(stage.shape.positions);
      const stance = handStance(prop, places);
      return buildHand(
        prop.hand,
        placeHand(stance, prop.hand.size, clearance),
        stance.arm,
        skinOf(prop.hand),
      );
    }
    case 'phone':
      return buildPhone(prop, places, skinOf(prop.hand));
    case 'microphone':
      return buildMicrophone(prop, places, skinOf(prop.hand));
    case 'shape':
      return [buildShape(prop, stage.placement)];
    case 'head':
      return buildOtherHead(prop, stage);
  }
}
