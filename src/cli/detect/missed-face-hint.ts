/** What may find a face that was not found. @param box – the option that says where it is, where there is one. */
export function missedFaceHint({ anyRoll }: { anyRoll?: true }, box?: '--box' | '--boxes'): string {
  const rolled = anyRoll ? '' : '; --any-roll where faces lie on their side or upside down';
  return `(give ${box === undefined ? '' : `${box}, or `}a lower --threshold${rolled})`;
}
