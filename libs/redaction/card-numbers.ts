/** A run of digits in groups of any size, separated by single spaces or dashes, long enough for a card number. */
const DIGITS = /(?<![\d.])\d(?:[ -]?\d){12,}/g;

/** The prefixes of the large issuers. Without this check, one in ten timestamps would pass for a card number. */
const ISSUER = /^(?:4|5[1-5]|2(?:2[2-9]|[3-6]|7[01])|3[47]|3(?:0[0-5]|[68])|35|6(?:011|4[4-9]|5|2))/;

const SHORTEST = 13;
const LONGEST = 19;

/** Replaces the card numbers in a text, including those between other groups of digits. */
export function replaceCardNumbers(text: string, replacement: string): string {
  return text.replace(DIGITS, (run) => {
    const groups = run.split(/(?<=[ -])/);
    const kept: string[] = [];
    for (let first = 0; first < groups.length;) {
      const length = groupsOfCard(groups, first);
      const last = groups[first + Math.max(length, 1) - 1] ?? '';
      kept.push(length === 0 ? last : replacement + separatorOf(last));
      first += Math.max(length, 1);
    }
    return kept.join('');
  });
}

/** The number of groups, starting at `first`, that form one card number; 0 if they form none. */
function groupsOfCard(groups: readonly string[], first: number): number {
  let digits = '';
  let length = 0;
  for (let last = first; last < groups.length && digits.length < LONGEST; last += 1) {
    digits += groups[last]?.replace(/[ -]/, '') ?? '';
    if (isCardNumber(digits)) length = last - first + 1;
  }
  return length;
}

function separatorOf(group: string): string {
  return /[ -]$/.exec(group)?.[0] ?? '';
}

/** Whether the digits form a card number: a known issuer, and a correct check digit (ISO/IEC 7812-1, Luhn). */
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
