/** Things in front of a face, as plain JSON: part of `SceneDescription`. Colours are linear RGB, lengths centimetres. */
import type { FaceDescription, HeadPose, Rgb } from '../../face/person/description.js';

export const handGestures = ['chin', 'cheek', 'mouth', 'eyes', 'forehead', 'before'] as const;
export type HandGesture = (typeof handGestures)[number];

export interface HandLook {
  /** Against a hand of 18.5 cm. */
  size: number;
  /** 0 to 1: how far the fingers bend and how far they part. */
  curl: number;
  spread: number;
  /** Skin's melanin where the hand is somebody else's; null for the face's own skin. */
  melanin: number | null;
  /** Colour of the sleeve; null for a bare arm. */
  sleeve: Rgb | null;
}

export interface HandProp {
  kind: 'hand';
  gesture: HandGesture;
  /** Side of the subject that the arm comes from: −1 right, 1 left. */
  side: -1 | 1;
  /** Turn of the hand in the face's plane, radians, and shift from the gesture's place. */
  turn: number;
  shift: readonly [x: number, y: number];
  hand: HandLook;
}

export interface PhoneProp {
  kind: 'phone';
  /** Held to the ear, or held up between face and camera. */
  place: 'ear' | 'before';
  side: -1 | 1;
  /** Radians about the line of sight; shift of a phone held up. */
  turn: number;
  shift: readonly [x: number, y: number];
  colour: Rgb;
  hand: HandLook;
}

export interface MicrophoneProp {
  kind: 'microphone';
  /** Bare grille, foam ball, or a fixed one on a stand. */
  form: 'grille' | 'foam' | 'stand';
  side: -1 | 1;
  /** From the lips to the head of the microphone. */
  gap: number;
  /** Angle of the handle from straight down, radians. */
  tilt: number;
  colour: Rgb;
  hand: HandLook;
}

export const shapeForms = ['card', 'disc', 'bar', 'cup', 'leaf'] as const;

export interface ShapeProp {
  kind: 'shape';
  form: (typeof shapeForms)[number];
  /** Where its middle stands against the face's middle as the camera sees it, in face heights, and its size likewise. */
  x: number;
  y: number;
  size: number;
  /** Breadth against height. */
  aspect: number;
  angle: number;
  /** Share of the way from the face's nearest point to the camera, 0 to 1. */
  nearer: number;
  colour: Rgb;
  secondColour: Rgb;
  seed: number;
}

export interface OtherHeadProp {
  kind: 'head';
  face: FaceDescription;
  pose: HeadPose;
  /** −1 on the image's left, 1 on its right. */
  side: -1 | 1;
  /** Between the two heads' middles, sideways and upwards. */
  apart: number;
  higher: number;
  /** How much nearer to the camera, as a share of the distance; negative stands behind. */
  nearer: number;
}

export type PropDescription = HandProp | PhoneProp | MicrophoneProp | ShapeProp | OtherHeadProp;
