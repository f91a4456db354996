/** CRC-32 (ISO 3309, as in PNG and zip): finds damage, not forgery. */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Of the bytes from `start` to `end`. */
export function crc32(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  let value = -1;
  for (let i = start; i < end; i++) value = (value >>> 8) ^ table[(value ^ bytes[i]!) & 255]!;
  return ~value >>> 0;
}
