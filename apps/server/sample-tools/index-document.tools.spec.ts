import type { ProgressUpdate } from '#tools';
import { IndexDocumentTools } from './index-document.tools.ts';
import { KnowledgeBase } from './knowledge-base.ts';
import { realPause } from './pause.ts';
import { contextOf } from './tool-context.fixture.ts';

describe('index_document', () => {
  let knowledgeBase: KnowledgeBase;
  const document = { title: 'Anchorages', text: 'Drop anchor in the lee of the skerry.' };

  function toolsThatNote(pauses: number[]): IndexDocumentTools {
    return new IndexDocumentTools(knowledgeBase, async (milliseconds) => void pauses.push(milliseconds));
  }

  beforeEach(() => {
    knowledgeBase = new KnowledgeBase();
  });

  it('makes the document searchable', async () => {
    const result = await toolsThatNote([]).indexDocument(document, contextOf());
    expect(result).toEqual({ title: 'Anchorages', words: 8, documents: 1 });
    expect(knowledgeBase.search('skerry', 5, 'default')).toMatchObject([{ title: 'Anchorages' }]);
  });

  it('takes longer for a longer text, between three and eight seconds', async () => {
    const short: number[] = [];
    const long: number[] = [];
    await toolsThatNote(short).indexDocument(document, contextOf());
    await toolsThatNote(long).indexDocument({ title: 'Long', text: 'word '.repeat(4_000) }, contextOf());
    expect(sum(short)).toBeGreaterThanOrEqual(3_000);
    expect(sum(short)).toBeLessThan(4_000);
    expect(sum(long)).toBe(8_000);
  });

  it('reports progress that increases until it reaches the total', async () => {
    const updates: ProgressUpdate[] = [];
    const reportProgress = async (update: ProgressUpdate): Promise<void> => void updates.push(update);
    await toolsThatNote([]).indexDocument(document, contextOf({ reportProgress }));
    expect(updates.map(({ progress }) => progress)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(updates.at(-1)).toMatchObject({ total: 10, message: 'Read part 10 of 10' });
  });

  it('stops at once and indexes nothing when the call is cancelled', async () => {
    const { signal, abort } = cancellation();
    const tools = new IndexDocumentTools(knowledgeBase, realPause);
    const call = tools.indexDocument({ title: 'Never', text: 'unfinished' }, contextOf({ signal }));
    abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(knowledgeBase.search('unfinished', 5, 'default')).toEqual([]);
  });
});

function cancellation(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
