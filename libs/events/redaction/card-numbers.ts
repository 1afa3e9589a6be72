/** A run of digits, grouped by single blanks or dashes, that is long enough to hold a card's number. */
const DIGITS = /(?<![\d.])\d(?:[ -]?\d){12,}/g;

/** What numbers of the large issuers begin with: without it, one in ten times of day would look like a card. */
const ISSUER = /^(?:4|5[1-5]|2(?:2[2-9]|[3-6]|7[01])|3[47]|3(?:0[0-5]|[68])|35|6(?:011|4[4-9]|5|2))/;

const SHORTEST = 13;
const LONGEST = 19;

/** Replaces the card numbers in a text; those that stand between other groups of digits as well. */
export function replaceCardNumbers(text: string, replacement: string): string {
  return text.replace(DIGITS, (run) => {
    const groups = run.split(/(?<=[ -])/);
    for (let first = 0; first < groups.length; first += 1) {
      const length = groupsOfCard(groups, first);
      if (length === 0) continue;
      const last = groups[first + length - 1] ?? '';
      groups.splice(first, length, replacement + (/[ -]$/.exec(last)?.[0] ?? ''));
    }
    return groups.join('');
  });
}

/** How many groups from `first` on are one card's number; 0 for none. */
function groupsOfCard(groups: readonly string[], first: number): number {
  let digits = '';
  let length = 0;
  for (let last = first; last < groups.length && digits.length < LONGEST; last += 1) {
    digits += groups[last]?.replace(/[ -]/, '') ?? '';
    if (isCardNumber(digits)) length = last - first + 1;
  }
  return length;
}

/** Whether the digits are a card's: of a known issuer, and right in their check digit (ISO/IEC 7812-1, Luhn). */
export function isCardNumber(digits: string): boolean {
  if (digits.length < SHORTEST || digits.length > LONGEST || !ISSUER.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const counted = place % 2 === 1 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}
