const WORDS_WITHOUT_MEANING = new Set(
  (
    'a about after all an and any are as at be been but by can could did do does for from get had has have how i ' +
    'if in into is it its me my no not of on or our should so some that the their them then there these they this ' +
    'to up us use was we were what when where which who whose why will with would you your'
  ).split(' '),
);

/** Normalizes a word for the index and the search. Returns null for a word without meaning. */
export function searchTerm(word: string): string | null {
  const term = word.toLowerCase();
  return term.length < 2 || WORDS_WITHOUT_MEANING.has(term) ? null : term;
}
