import type { CallId } from '#contract';
import { OpenQuestions } from './open-questions.ts';

const [FIRST, SECOND, THIRD] = ['first', 'second', 'third'] as CallId[] as [CallId, CallId, CallId];
const ANN = { principalId: 'ann', tool: 'greet' };

/** A question, or the params of the request that answers it. */
const asks = (state: string | undefined, ...keys: string[]) => {
  const named = Object.fromEntries(keys.map((key) => [key, {}]));
  return { inputRequests: named, inputResponses: named, ...(state !== undefined && { requestState: state }) };
};

describe('open questions', () => {
  let questions: OpenQuestions;

  beforeEach(() => (questions = new OpenQuestions()));

  describe('with a state', () => {
    it('are answered by whoever sends it back, also a second time', () => {
      questions.asked({ ...ANN, callId: FIRST }, asks('s', 'name'));
      expect(questions.answeredBy(ANN, asks('s', 'name'))).toBe(FIRST);
      expect(questions.answeredBy(ANN, asks('s'))).toBe(FIRST);
    });

    it('are not answered by another principal, another state or the keys alone', () => {
      questions.asked({ ...ANN, callId: FIRST }, asks('s', 'name'));
      expect(questions.answeredBy({ ...ANN, principalId: 'bob' }, asks('s', 'name'))).toBeUndefined();
      expect(questions.answeredBy(ANN, asks('t', 'name'))).toBeUndefined();
      expect(questions.answeredBy(ANN, asks(undefined, 'name'))).toBeUndefined();
    });

    it('have no certain answer if two calls ask with the same one', () => {
      questions.asked({ ...ANN, callId: FIRST }, asks('constant'));
      questions.asked({ ...ANN, callId: SECOND }, asks('constant'));
      expect(questions.answeredBy(ANN, asks('constant'))).toBeUndefined();
    });

    it('belong to the last call of a chain that goes on asking with the same one', () => {
      questions.asked({ ...ANN, callId: FIRST }, asks('constant'));
      questions.asked({ ...ANN, callId: SECOND, continues: FIRST }, asks('constant'));
      expect(questions.answeredBy(ANN, asks('constant'))).toBe(SECOND);
    });
  });

  describe('without a state', () => {
    it('are answered once, by the same tool and keys in any order', () => {
      questions.asked({ ...ANN, callId: FIRST }, asks(undefined, 'name', 'age'));
      expect(questions.answeredBy({ ...ANN, tool: 'other' }, asks(undefined, 'age', 'name'))).toBeUndefined();
      expect(questions.answeredBy(ANN, asks(undefined, 'name'))).toBeUndefined();
      expect(questions.answeredBy(ANN, asks(undefined, 'age', 'name'))).toBe(FIRST);
      expect(questions.answeredBy(ANN, asks(undefined, 'age', 'name'))).toBeUndefined();
    });

    it('have no certain answer while two are alike, nor has the one that is left', () => {
      questions.asked({ ...ANN, callId: FIRST }, asks(undefined, 'name'));
      questions.asked({ ...ANN, callId: SECOND }, asks(undefined, 'name'));
      expect(questions.answeredBy(ANN, asks(undefined, 'name'))).toBeUndefined();
      expect(questions.answeredBy(ANN, asks(undefined, 'name'))).toBeUndefined();
      questions.asked({ ...ANN, callId: THIRD }, asks(undefined, 'name'));
      expect(questions.answeredBy(ANN, asks(undefined, 'name'))).toBe(THIRD);
    });

    it('leave nothing to recognize an answer by if they have no keys', () => {
      questions.asked({ ...ANN, callId: FIRST }, asks(undefined));
      expect(questions.answeredBy(ANN, asks(undefined))).toBeUndefined();
      expect(questions.answeredBy(ANN, undefined)).toBeUndefined();
    });
  });
});
