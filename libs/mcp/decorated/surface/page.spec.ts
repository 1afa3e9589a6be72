import { pageOf } from './page.ts';

const keyOf = ({ key }: { key: string }) => key;
const entriesOf = (keys: string) => [...keys].map((key) => ({ key }));

/** Reads a list to its end, which may change after each page. */
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
  it('is all of it, in its own order, where that fits', () => {
    expect(readAll(3, () => entriesOf('bca'))).toEqual(['bca']);
    expect(readAll(3, () => [])).toEqual(['']);
  });

  it('is a part in the order of the keys where it does not, and the last part ends the list', () => {
    expect(readAll(3, () => entriesOf('febdac'))).toEqual(['abc', 'def']);
    expect(readAll(4, () => entriesOf('febdac'))).toEqual(['abcd', 'ef']);
    expect(readAll(1, () => entriesOf('cab'))).toEqual(['a', 'b', 'c']);
  });

  it('leaves out nothing that stays and tells nothing twice when entries come and go', () => {
    // The entry at which a page ended goes, others before and after it come and go.
    const lists = ['hgfedcba', 'hgfedca-', 'hgxfdca-', 'hxa'];
    const told = readAll(2, (page) => entriesOf(lists[Math.min(page, 3)] ?? ''));
    expect(told).toEqual(['ab', 'cd', 'fg', 'hx']);
  });

  it('ends there when all that followed has gone', () => {
    expect(readAll(2, (page) => entriesOf(page === 0 ? 'abcd' : 'ab'))).toEqual(['ab', '']);
  });

  it('keeps entries of one key together', () => {
    expect(readAll(2, () => entriesOf('cbbba'))).toEqual(['abbb', 'c']);
  });
});
