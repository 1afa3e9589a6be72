import { pageOf } from './page.ts';

const keyOf = ({ key }: { key: string }) => key;
const entriesOf = (keys: string) => [...keys].map((key) => ({ key }));

/** Reads a list that can change after each page, until its last page. */
function readAll(size: number, listAt: (page: number) => { key: string }[]): string[] {
  const pages: string[] = [];
  let after: string | undefined;
  do {
    const { entries, endsAt } = pageOf(listAt(pages.length), keyOf, size, after);
    pages.push(entries.map(keyOf).join(''));
    after = endsAt;
  } while (after !== undefined);
  return pages;
}

describe('a page of a list', () => {
  it('is the whole list in its own order when the list fits', () => {
    expect(readAll(3, () => entriesOf('bca'))).toEqual(['bca']);
    expect(readAll(3, () => [])).toEqual(['']);
  });

  it('is a part of the list in key order when the list does not fit, until the last part ends it', () => {
    expect(readAll(3, () => entriesOf('febdac'))).toEqual(['abc', 'def']);
    expect(readAll(4, () => entriesOf('febdac'))).toEqual(['abcd', 'ef']);
    expect(readAll(1, () => entriesOf('cab'))).toEqual(['a', 'b', 'c']);
  });

  it('neither skips nor repeats an entry while others come and go', () => {
    // The entry at which a page ended is removed, while entries before and after it come and go.
    const lists = ['hgfedcba', 'hgfedca-', 'hgxfdca-', 'hxa'];
    const told = readAll(2, (page) => entriesOf(lists[Math.min(page, 3)] ?? ''));
    expect(told).toEqual(['ab', 'cd', 'fg', 'hx']);
  });

  it('is empty and the last one when the entries that followed are gone', () => {
    expect(readAll(2, (page) => entriesOf(page === 0 ? 'abcd' : 'ab'))).toEqual(['ab', '']);
  });

  it('keeps entries with the same key together', () => {
    expect(readAll(2, () => entriesOf('cbbba'))).toEqual(['abbb', 'c']);
  });
});
