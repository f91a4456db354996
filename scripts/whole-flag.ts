/** Whole numbers among a script's flags: `+text` would take a slip of the pen for none at all and go on. */

/** @param name – of the flag, without dashes. @param least – the smallest that is allowed. */
export function wholeFlag(name: string, text: string, least = 0): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} ${text}; allowed: a whole number from ${least}`);
}
