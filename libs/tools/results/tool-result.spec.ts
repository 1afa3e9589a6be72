import { inputRequired } from '@modelcontextprotocol/server';
import { toCallToolResult } from './tool-result.ts';

describe('what a handler returns', () => {
  it.each([
    ['nothing', undefined, { content: [] }],
    ['null', null, { content: [] }],
    ['a text', 'Rain', { content: [{ type: 'text', text: 'Rain' }] }],
    ['an empty text', '', { content: [{ type: 'text', text: '' }] }],
    ['a number', 42, { content: [{ type: 'text', text: '42' }] }],
    ['a list', [1, 2], { content: [{ type: 'text', text: '[1,2]' }] }],
    [
      'an object',
      { sky: 'grey' },
      { content: [{ type: 'text', text: '{"sky":"grey"}' }], structuredContent: { sky: 'grey' } },
    ],
  ])('becomes a result: %s', (_, returned, result) => {
    expect(toCallToolResult(returned)).toEqual(result);
  });

  it('stays unchanged when it is already a result', () => {
    const result = { content: [{ type: 'text', text: 'No such city' }], isError: true, _meta: { mark: 1 } };
    expect(toCallToolResult(result)).toBe(result);
  });

  it('stays unchanged when it asks for input', () => {
    const question = inputRequired({ requestState: 'asked' });
    expect(toCallToolResult(question)).toBe(question);
  });
});
