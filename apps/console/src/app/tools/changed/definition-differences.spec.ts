import { differencesOf } from './definition-differences.ts';

describe('differencesOf', () => {
  it('compares a description by words, and leaves out members that are the same', () => {
    const before = { title: 'Pay', description: 'Pays an invoice.' };
    const [difference, ...others] = differencesOf(before, { ...before, description: 'Pays any invoice.' });
    expect(others).toEqual([]);
    expect(difference).toEqual({
      member: 'description',
      label: 'Description',
      isJson: false,
      parts: [
        { text: 'Pays ', kind: 'same' },
        { text: 'an', kind: 'removed' },
        { text: 'any', kind: 'added' },
        { text: ' invoice.', kind: 'same' },
      ],
    });
  });

  it('compares a schema by lines, so that an added argument is a few lines', () => {
    const before = { inputSchema: '{"properties":{"a":{}},"type":"object"}' };
    const after = { inputSchema: '{"properties":{"a":{},"key":{}},"type":"object"}' };
    const added = differencesOf(before, after)[0]?.parts.filter(({ kind }) => kind === 'added');
    expect(added?.map(({ text }) => text.trim()).join('\n')).toContain('"key": {}');
  });

  it('shows a member that one of them lacks, and one that was cut', () => {
    expect(differencesOf({}, { icons: '[{"src":"a… (9 characters)' })[0]?.parts).toEqual([
      { text: '[{"src":"a… (9 characters)', kind: 'added' },
    ]);
  });
});
