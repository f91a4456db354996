/**
 * Which files of pictures are animations, told by their bytes without decoding them: GIF (GIF89a, W3C 1990), PNG (APNG, PNG
 * specification of 2025), WebP (RFC 9649) and AVIF. Everything that reads pictures looks at the first picture of an animation
 * alone; whoever tells people so does it in the words that are here.
 */
import { counted } from '../../core/text/counted.js';
import { someOf } from '../../core/text/some-of.js';

/** Whether the file holds more than one picture that follow each other in time. */
export function isAnimated(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = (from: number, to: number): string => file.toString('latin1', from, to);
  if (/^GIF8[79]a$/.test(text(0, 6))) return gifPictures(file) > 1;
  if (text(1, 4) === 'PNG') return pngFrames(file) > 1;
  // Flags of the extended header; the second bit is animation.
  if (text(0, 4) === 'RIFF' && text(8, 16) === 'WEBPVP8X') return ((file[20] ?? 0) & 2) !== 0;
  return text(4, 12) === 'ftypavis';
}

/** What is said of animations of which one picture was looked at; there is at least one. */
export function animatedWords(paths: readonly string[]): string {
  const [are, their] = paths.length === 1 ? ['is', 'its'] : ['are', 'their'];
  return `${counted(paths.length, 'picture')} ${are} animated, and ${their} first frame alone was looked at: ${someOf(paths)} (save it as a video, such as .mp4, and all frames are looked at)`;
}

/** Two are enough to know. */
function gifPictures(file: Buffer): number {
  const colours = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  /** Behind blocks that each say their length, 0 the last. */
  const behindBlocks = (from: number): number => {
    let at = from;
    while ((file[at] ?? 0) > 0) at += 1 + file[at]!;
    return at + 1;
  };
  let at = 13 + colours(file[10] ?? 0);
  let pictures = 0;
  while (at < file.length && pictures < 2) {
    // An extension, with its kind; a picture, with its place and the width of its codes; anything else is the end.
    if (file[at] === 0x21) at = behindBlocks(at + 2);
    else if (file[at] === 0x2c) {
      pictures++;
      at = behindBlocks(at + 11 + colours(file[at + 9] ?? 0));
    } else break;
  }
  return pictures;
}

/** By the chunk acTL, which stands before the pixels. */
function pngFrames(file: Buffer): number {
  for (let at = 8; at + 12 <= file.length; at += 12 + file.readUInt32BE(at)) {
    const kind = file.toString('latin1', at + 4, at + 8);
    if (kind === 'acTL') return file.readUInt32BE(at + 8);
    if (kind === 'IDAT') break;
  }
  return 1;
}
