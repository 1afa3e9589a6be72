import { RegExpParser, type AST } from '@eslint-community/regexpp';

type Continue = (index: number) => boolean;
type Matcher = (text: string, index: number, then: Continue) => boolean;

/** The longest lookbehind of our patterns, in characters. */
const FURTHEST_BACK = 4;

const { prototype } = RegExp;
const nativeExec: (this: RegExp, text: string) => RegExpExecArray | null = Reflect.get(prototype, 'exec');
const compiled = new Map<string, Matcher>();
let steps = 0;

/**
 * Counts the steps that regular expressions take within `work`: every comparison of a character, including those after
 * backtracking. A clock would measure the machine instead. Our own backtracking matcher runs every expression, and must
 * find what the engine finds.
 */
export function countSteps(work: () => unknown): number {
  steps = 0;
  useExec(countingExec);
  try {
    work();
  } finally {
    useExec(nativeExec);
  }
  return steps;
}

/** Every method of strings and expressions uses `exec`. */
function useExec(exec: typeof nativeExec): void {
  Reflect.set(prototype, 'exec', exec);
}

function countingExec(this: RegExp, text: string): RegExpExecArray | null {
  const from = this.global || this.sticky ? this.lastIndex : 0;
  const result = nativeExec.call(this, text);
  // The matcher's own use of expressions does not count.
  useExec(nativeExec);
  const found = indexOfMatch(this, text, from);
  useExec(countingExec);
  const expected = result ? result.index : -1;
  if (found !== expected) throw new Error(`${this.source} was found at ${found} instead of ${expected}`);
  return result;
}

function indexOfMatch(expression: RegExp, text: string, from: number): number {
  const matcher = matcherOf(expression);
  // Like the engine, looks for an anchored expression only at the beginning.
  const isAtStart = expression.sticky || (expression.source.startsWith('^') && !expression.multiline);
  for (let start = from; start <= text.length; start += 1) {
    steps += 1;
    if (matcher(text, start, () => true)) return start;
    if (isAtStart) break;
  }
  return -1;
}

function matcherOf({ source, flags }: RegExp): Matcher {
  const key = `${flags}/${source}`;
  let matcher = compiled.get(key);
  if (!matcher) {
    const unicode = flags.includes('u');
    const { alternatives } = new RegExpParser().parsePattern(source, undefined, undefined, { unicode });
    compiled.set(key, (matcher = oneOf(alternatives, flags)));
  }
  return matcher;
}

function oneOf(alternatives: readonly AST.Alternative[], flags: string): Matcher {
  const matchers = alternatives.map(({ elements }) => sequence(elements, flags));
  return (text, index, then) => matchers.some((matcher) => matcher(text, index, then));
}

function sequence(elements: readonly AST.Element[], flags: string): Matcher {
  return elements
    .map((element) => matcherOfElement(element, flags))
    .reduceRight<Matcher>(
      (rest, first) => (text, index, then) => first(text, index, (next) => rest(text, next, then)),
      (_text, index, then) => then(index),
    );
}

function matcherOfElement(element: AST.Element, flags: string): Matcher {
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return oneOf(element.alternatives, flags);
    case 'Quantifier':
      return repeated(element, flags);
    case 'Assertion':
      return assertion(element, flags);
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
      return character(element.raw, flags);
    default:
      throw new Error(`${element.type} is not counted`);
  }
}

function character(raw: string, flags: string): Matcher {
  const one = new RegExp(`^${raw}$`, flags.replace(/[gy]/g, ''));
  const known = new Map<string, boolean>();
  return (text, index, then) => {
    steps += 1;
    if (index >= text.length) return false;
    const char = text.charAt(index);
    let isMatch = known.get(char);
    if (isMatch === undefined) known.set(char, (isMatch = one.test(char)));
    return isMatch && then(index + 1);
  };
}

function repeated({ element, min, max, greedy }: AST.Quantifier, flags: string): Matcher {
  const single = matcherOfElement(element, flags);
  const isOneLong = ['Character', 'CharacterSet', 'CharacterClass'].includes(element.type);
  if (isOneLong) return repeatedCharacter(single, { min, max, greedy });
  if (greedy && !holdsRepetition(element)) return repeatedGroup(single, min, max);
  const more = (text: string, index: number, count: number, then: Continue): boolean => {
    const again = (): boolean =>
      count < max && single(text, index, (next) => next > index && more(text, next, count + 1, then));
    const stop = (): boolean => count >= min && then(index);
    return greedy ? again() || stop() : stop() || again();
  };
  return (text, index, then) => more(text, index, 0, then);
}

/** Works without recursion, because there may be thousands of them. */
function repeatedCharacter(
  single: Matcher,
  { min, max, greedy }: Pick<AST.Quantifier, 'min' | 'max' | 'greedy'>,
): Matcher {
  const fits = (text: string, index: number): boolean => single(text, index, () => true);
  return (text, index, then) => {
    let count = 0;
    while (count < min) {
      if (!fits(text, index + count)) return false;
      count += 1;
    }
    if (!greedy) {
      while (!then(index + count)) {
        if (count >= max || !fits(text, index + count)) return false;
        count += 1;
      }
      return true;
    }
    while (count < max && fits(text, index + count)) count += 1;
    for (; count >= min; count -= 1) if (then(index + count)) return true;
    return false;
  };
}

/** A group that repeats nothing itself matches in one way, so its ends are kept in a list instead of on the stack. */
function repeatedGroup(single: Matcher, min: number, max: number): Matcher {
  return (text, index, then) => {
    const ends = [index];
    const round = (from: number): boolean => single(text, from, (end) => end > from && ends.push(end) > 0);
    while (ends.length <= max && round(ends.at(-1) ?? index));
    for (; ends.length > min; ends.pop()) if (then(ends.at(-1) ?? index)) return true;
    return false;
  };
}

function holdsRepetition(element: AST.QuantifiableElement): boolean {
  return /[*+}]/.test(element.raw.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\(\?[:=!<]+/g, ''));
}

function assertion(element: AST.Assertion, flags: string): Matcher {
  const holds = conditionOf(element, flags);
  return (text, index, then) => {
    steps += 1;
    return holds(text, index) && then(index);
  };
}

function conditionOf(element: AST.Assertion, flags: string): (text: string, index: number) => boolean {
  switch (element.kind) {
    case 'start':
      return (text, index) => index === 0 || (flags.includes('m') && text[index - 1] === '\n');
    case 'end':
      return (text, index) => index === text.length || (flags.includes('m') && text[index] === '\n');
    case 'word':
      return (text, index) => (isWord(text, index - 1) !== isWord(text, index)) !== element.negate;
    case 'lookahead': {
      const ahead = oneOf(element.alternatives, flags);
      return (text, index) => ahead(text, index, () => true) !== element.negate;
    }
    case 'lookbehind': {
      const behind = oneOf(element.alternatives, flags);
      return (text, index) => {
        for (let start = index; start >= Math.max(0, index - FURTHEST_BACK); start -= 1)
          if (behind(text, start, (end) => end === index)) return !element.negate;
        return element.negate;
      };
    }
    default:
      return element satisfies never;
  }
}

function isWord(text: string, index: number): boolean {
  return /^\w$/.test(text.charAt(index));
}
