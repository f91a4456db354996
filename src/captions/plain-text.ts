/** Lower case, without punctuation but hyphens within words, one space between words. */
export function plainText(sentence: string): string {
  return sentence
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[’']s\b/g, '')
    .replaceAll(/[^\p{L}\p{N}-]+/gu, ' ')
    .replaceAll(/(?<![\p{L}\p{N}])-+|-+(?![\p{L}\p{N}])/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
}
