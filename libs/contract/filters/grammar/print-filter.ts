import { printDurationRange } from './duration-range.ts';
import type { Filter, Pattern, Term } from '../filter.ts';
import { isSpace } from './scan-terms.ts';

/** The canonical text of a filter: parsed again, it is the same filter. */
export function printFilter({ terms }: Filter): string {
  return terms.map(printTerm).join(' ');
}

/** One term of a filter as its text. */
export function printTerm(term: Term): string {
  const key = term.field === 'text' ? '' : `${term.field}:`;
  return `${term.negated ? '-' : ''}${key}${valuesOf(term).join(',')}`;
}

/** A text as the value of a key, in quotes if it needs them. It matches this text only. */
export function printValue(text: string): string {
  return quoteIf(isSpecial(text), text);
}

function valuesOf(term: Term): string[] {
  switch (term.field) {
    case 'duration':
      return term.ranges.map(printDurationRange);
    case 'is':
      return [...term.states];
    case 'text':
      return term.patterns.map(printWord);
    default:
      return term.patterns.map(({ parts }) => parts.map(printValue).join('*'));
  }
}

/** A word also needs quotes where it would be read as a key or a negation. */
function printWord({ parts }: Pattern): string {
  if (parts.join('') === '') return '*';
  return parts
    .map((part) => quoteIf(isSpecial(part) || part.includes(':') || part.startsWith('-'), part))
    .join('*');
}

function isSpecial(text: string): boolean {
  return /[",*]/.test(text) || Array.from(text).some(isSpace);
}

function quoteIf(needed: boolean, text: string): string {
  return needed ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : text;
}
