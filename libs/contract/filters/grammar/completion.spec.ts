import { completionAt, FILTER_KEYS, type FilterCompletion } from '#contract';

/** The completion at the bar in the text, which stands for the caret. */
function at(text: string): FilterCompletion | undefined {
  return completionAt(text.replace('|', ''), text.indexOf('|'));
}

/** The text with the bar after the part that a completion takes the place of. */
function replaced(text: string, by: string): string | undefined {
  const completion = at(text);
  const plain = text.replace('|', '');
  return completion && `${plain.slice(0, completion.start)}${by}${plain.slice(completion.end)}`;
}

describe('completionAt', () => {
  it.each(['|', ' | ', 'is:error |', '| is:error', '-|', 'is:error -| tool:a', '|tool:a'])(
    'offers every key in %j',
    (text) =>
      expect(at(text)).toMatchObject({
        completes: 'key',
        prefix: '',
        known: FILTER_KEYS.map((key) => `${key}:`),
      }),
  );

  it.each([
    ['t|', 't', ['type:', 'tool:', 'tenant:', 'trace:']],
    ['a -T| b', 'T', ['type:', 'tool:', 'tenant:', 'trace:']],
    ['ty|pe:tool:error', 'ty', ['type:']],
    ['type|:tool:error', 'type', ['type:']],
    ['zzz|', 'zzz', []],
  ])('offers keys in %j', (text, prefix, known) =>
    expect(at(text)).toMatchObject({ completes: 'key', prefix, known }),
  );

  it.each([
    ['type:tool:e|', 'type', 'tool:e', ['tool:error']],
    ['type:tool:error,S|', 'type', 'S', ['session:*', 'session:open', 'session:close', 'session:expired']],
    ['-kind:t|', 'kind', 't', ['tool', 'thrown', 'timeout']],
    ['is:|', 'is', '', ['error', 'running', 'derived', 'unknown']],
    ['duration:>1|', 'duration', '>1', ['>100ms', '>1s', '>10s', '>1m', '>1ms', '>1h']],
    ['duration:25|', 'duration', '25', ['25ms..', '25s..', '25m..', '25h..']],
    ['duration:1s..2.5|', 'duration', '1s..2.5', ['1s..2.5ms', '1s..2.5s', '1s..2.5m', '1s..2.5h']],
    ['tool:sea|', 'tool', 'sea', []],
    ['client:a,"Claude C|', 'client', 'Claude C', []],
    ['tool:a*|', 'tool', 'a*', []],
  ] as const)('offers values in %j', (text, completes, prefix, known) =>
    expect(at(text)).toMatchObject({ completes, prefix, known }),
  );

  it.each(['"quoted|', 'a,b|', 'a*|', 'colour:r|', 'a,b:c|'])('offers nothing in %j', (text) =>
    expect(at(text)).toBeUndefined(),
  );

  it.each([
    ['is:error t| b', 'tool:', 'is:error tool: b'],
    ['-to|ol:a', 'tenant:', '-tenant:a'],
    ['tool:sea|rch,b is:error', 'find', 'tool:find,b is:error'],
    ['client:"Cl|aude Code" is:error', 'Zed', 'client:Zed is:error'],
    ['client:"Cl| is:error', '"Claude Code"', 'client:"Claude Code" is:error'],
  ])('says which part of %j %j takes the place of', (text, by, result) =>
    expect(replaced(text, by)).toBe(result),
  );
});
