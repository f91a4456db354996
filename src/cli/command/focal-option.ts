/** The camera's focal length as a flag, wherever faces are described. */
import { InvalidArgumentError, Option } from 'commander';

export const focalOption = (): Option =>
  new Option(
    '--focal <pixels>',
    "focal length of the camera, for descriptions; by default what a JPEG's Exif states (believed of 4:3 and 3:2 pictures without digital zoom), else estimated",
  ).argParser(toFocal);

function toFocal(text: string): number {
  const focal = text.trim() === '' ? Number.NaN : Number(text);
  if (!(focal > 0 && Number.isFinite(focal))) throw new InvalidArgumentError('give pixels, above 0.');
  return focal;
}
