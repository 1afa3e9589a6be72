import { MNEMONIC_WORDS } from './mnemonic-words.ts';

/** The fewest words of a mnemonic (BIP-39). */
const FEWEST = 12;
const MOST = 24;
const LONGEST_WORD = 8;
/** Length of twelve words of three letters and the gaps between them. */
const SHORTEST = 47;

const WORD = /[a-z]+/gi;
/** What may stand between two words: spaces, punctuation and the numbers of a list. */
const GAP = /^[\s,.\d:)("'-]{1,6}$/;

/** Consecutive words of the list in a text. */
interface Run {
  from: number;
  to: number;
  words: number;
  last: string;
  /** Whether the words differ. */
  isVaried: boolean;
}

/**
 * Replaces mnemonics, the words that restore a wallet. Prose never has twelve of the 2,048 words in a row, because "a",
 * "the", "is" and "of" are not among them.
 */
export function replaceMnemonics(text: string, replacement: string): string {
  return text.length < SHORTEST ? text : replaceIn(text, replacement);
}

function replaceIn(text: string, replacement: string): string {
  let kept = '';
  let keptUpTo = 0;
  let run: Run = { from: 0, to: 0, words: 0, last: '', isVaried: false };
  const end = (): void => {
    if (run.words < FEWEST || !run.isVaried) return;
    kept += text.slice(keptUpTo, run.from) + replacement;
    keptUpTo = run.to;
  };
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const isWord = word.length <= LONGEST_WORD && MNEMONIC_WORDS.has(word.toLowerCase());
    if (!isWord && run.words === 0) continue;
    const goesOn = isWord && run.words > 0 && index - run.to <= 6 && GAP.test(text.slice(run.to, index));
    if (!goesOn) {
      end();
      run = { from: index, to: index, words: 0, last: '', isVaried: false };
    }
    if (!isWord) continue;
    run.isVaried ||= run.words > 0 && word !== run.last;
    run.words += 1;
    run.to = index + word.length;
    run.last = word;
  }
  end();
  return keptUpTo === 0 ? text : kept + text.slice(keptUpTo);
}

/** Whether the items are the words of a mnemonic, one each. */
export function isMnemonic(items: readonly unknown[]): boolean {
  if (items.length < FEWEST || items.length > MOST) return false;
  if (!items.every((item) => typeof item === 'string' && item.length <= LONGEST_WORD)) return false;
  const text = items.join(' ');
  return replaceMnemonics(text, '') === '' && text !== '';
}
