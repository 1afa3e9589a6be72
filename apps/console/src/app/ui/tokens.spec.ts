import { formatTokens, tokensOf } from './tokens.ts';

describe('the estimate of tokens', () => {
  it('takes four bytes as a token, and a part of one as a whole', () => {
    expect([0, 1, 4, 5, 4_000].map(tokensOf)).toEqual([0, 1, 1, 2, 1_000]);
  });

  it('is written in thousands from 1,000 on, with one decimal below 10,000', () => {
    expect([1_240, 3_996, 4_400, 36_400, 400_000].map(formatTokens)).toEqual([
      '310 tokens',
      '999 tokens',
      '1.1 k tokens',
      '9.1 k tokens',
      '100 k tokens',
    ]);
  });
});
