import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';
import { answerFacts } from './answer-facts.ts';

const factsOf = (members: object) =>
  answerFacts(RawMessage.of({ jsonrpc: '2.0', id: 1, ...members } as unknown as JSONRPCMessage));

describe('The facts of an answer', () => {
  it.each([{}, { result: null }, { result: 'text' }, { result: {} }])(
    'are those of a result, whatever it is: %j',
    (answer) => {
      expect(factsOf(answer)).toEqual({ outcome: 'result' });
    },
  );

  it.each([{ error: null }, { error: 'text' }, { error: { message: 5, code: 'x' } }])(
    'are those of an error that says nothing: %j',
    (answer) => {
      expect(factsOf(answer)).toEqual({ outcome: 'error', error: 'An error without a message' });
    },
  );

  it('have the message and the code of an error', () => {
    const error = { code: -32_000, message: 'no' };
    expect(factsOf({ error })).toEqual({ outcome: 'error', error: 'no', code: -32_000 });
  });
});
