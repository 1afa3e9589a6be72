import { parseFilter, type Filter, type FilterFault, type Term } from '#contract';

function filterOf(text: string): Filter {
  const parsed = parseFilter(text);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.filter;
}

function faultsOf(text: string): readonly FilterFault[] {
  const parsed = parseFilter(text);
  return 'faults' in parsed ? parsed.faults : [];
}

/** The part of the text that each fault covers, and where it begins. */
function faultyParts(text: string): [part: string, position: number][] {
  return faultsOf(text).map(({ position, length }) => [text.slice(position, position + length), position]);
}

const words = (...texts: string[]) => texts.map((text) => ({ parts: text.split('*') }));
const exactly = (...texts: string[]) => texts.map((text) => ({ parts: [text] }));

describe('parseFilter', () => {
  it.each<[string, Partial<Term>]>([
    ['type:tool:error,session:*', { field: 'type', patterns: words('tool:error', 'session:*') }],
    ['tool:search*', { field: 'tool', patterns: words('search*') }],
    ['session:ID', { field: 'session', patterns: words('ID') }],
    ['tenant:acme', { field: 'tenant', patterns: words('acme') }],
    ['client:cursor*', { field: 'client', patterns: words('cursor*') }],
    ['kind:timeout,thrown', { field: 'kind', patterns: words('timeout', 'thrown') }],
    ['duration:>2s', { field: 'duration', ranges: [{ op: '>', ms: 2_000 }] }],
    ['duration:100ms..2s', { field: 'duration', ranges: [{ op: '..', fromMs: 100, toMs: 2_000 }] }],
    ['is:error', { field: 'is', states: ['error'] }],
    ['is:running', { field: 'is', states: ['running'] }],
    ['is:derived', { field: 'is', states: ['derived'] }],
    ['is:unknown', { field: 'is', states: ['unknown'] }],
    ['trace:ID', { field: 'trace', patterns: words('ID') }],
    ['upstream:NAME', { field: 'upstream', patterns: words('NAME') }],
    ['instance:ID', { field: 'instance', patterns: words('ID') }],
    ['word', { field: 'text', patterns: words('word') }],
    ['"quoted text"', { field: 'text', patterns: words('quoted text') }],
  ])('reads the term %s, and the same term negated', (text, term) => {
    expect(filterOf(text)).toEqual({ terms: [{ ...term, negated: false }] });
    expect(filterOf(`-${text}`)).toEqual({ terms: [{ ...term, negated: true }] });
  });

  it.each(['', ' ', '\t\n\u00a0\u2003\u3000\ufeff\u2028\u0085'])('reads no term in %j', (text) =>
    expect(filterOf(text)).toEqual({ terms: [] }),
  );

  it('separates terms by spaces of any kind, and keeps their order', () => {
    const { terms } = filterOf('\u00a0is:error\u3000tool:a\n\t-b\u2028"c  d" ');
    expect(terms).toEqual([
      { field: 'is', negated: false, states: ['error'] },
      { field: 'tool', negated: false, patterns: exactly('a') },
      { field: 'text', negated: true, patterns: exactly('b') },
      { field: 'text', negated: false, patterns: exactly('c  d') },
    ]);
  });
});

describe('a value', () => {
  it.each([
    ['"Claude Code"', ['Claude Code']],
    ['Claude" "Code', ['Claude Code']],
    ['"Claude "*', ['Claude ', '']],
    ['*', ['', '']],
    ['a***b*', ['a', 'b', '']],
    ['*"*"*', ['', '*', '']],
    ['"a*b"', ['a*b']],
    ['"a,b"', ['a,b']],
    ['"say \\"hi\\""', ['say "hi"']],
    ['"C:\\\\dir\\x"', ['C:\\dir\\x']],
    ['C:\\dir', ['C:\\dir']],
    ['\\*', ['\\', '']],
    ['-a', ['-a']],
    ['größe✓😀', ['größe✓😀']],
  ])('%s has the parts %j', (value, parts) =>
    expect(filterOf(`tool:${value}`).terms).toEqual([
      { field: 'tool', negated: false, patterns: [{ parts }] },
    ]),
  );

  it('lists alternatives between commas', () => {
    const [term] = filterOf('tool:a,"b c",d*').terms;
    expect(term).toMatchObject({ patterns: [{ parts: ['a'] }, { parts: ['b c'] }, { parts: ['d', ''] }] });
  });

  it('of a word keeps a star inside, and no star at its ends', () => {
    const { terms } = filterOf('*time*out* refused,"a:b" *');
    expect(terms).toMatchObject([
      { patterns: words('time*out') },
      { patterns: exactly('refused', 'a:b') },
      { patterns: exactly('') },
    ]);
  });

  it('of a closed set is read in lower case, as is a key', () =>
    expect(filterOf('TYPE:Tool:ERROR,Session:* Kind:Thrown is:ERROR')).toEqual(
      filterOf('type:tool:error,session:* kind:thrown is:error'),
    ));
});

describe('a duration', () => {
  it.each([
    ['>2s', '>', 2_000],
    ['>=1.5S', '>=', 1_500],
    ['<2m', '<', 120_000],
    ['<=0.5h', '<=', 1_800_000],
    ['>0ms', '>', 0],
    ['<1.001h', '<', 3_603_600],
    ['">2s"', '>', 2_000],
  ])('%s is %s %d ms', (value, op, ms) =>
    expect(filterOf(`duration:${value}`)).toMatchObject({ terms: [{ ranges: [{ op, ms }] }] }),
  );

  it('has alternatives', () =>
    expect(filterOf('duration:>2s,<5ms,1m..1h')).toMatchObject({
      terms: [
        {
          ranges: [
            { op: '>', ms: 2_000 },
            { op: '<', ms: 5 },
            { op: '..', fromMs: 60_000, toMs: 3_600_000 },
          ],
        },
      ],
    }));

  it.each([
    '2s',
    '>2',
    '>',
    '> 2s',
    '>s',
    '>-1s',
    '=2s',
    '=>2s',
    '>2s..3s',
    '1..2s',
    '1s..',
    '..2s',
    '1s...2s',
  ])('is not %s', (value) =>
    expect(faultsOf(`duration:${value}`)[0]).toMatchObject({
      position: 9,
      message: expect.stringMatching(/is not a duration\. Write >2s, .* at most 1000000000s/),
    }),
  );

  it.each(['>1e3ms', '>1.0001s', '>9999999999999999ms', '>999999h', '*', '>1*s', '>２s', 'fast'])(
    'is not %s, either',
    (value) => expect(faultsOf(`duration:${value}`)).toHaveLength(1),
  );

  it.each(['2s..2s', '2s..100ms'])('range %s is a fault, because nothing is in it', (value) =>
    expect(faultsOf(`duration:${value}`)).toEqual([
      { position: 9, length: value.length, message: expect.stringContaining('before anything is in it') },
    ]),
  );
});

describe('the faults of parseFilter', () => {
  it.each<[text: string, part: string, position: number, message: RegExp]>([
    ['colour:red', 'colour:', 0, /no key "colour"\. Keys are type, tool, .*double quotes/],
    ['is:error -colour:red', 'colour:', 10, /no key "colour"/],
    ['😀 https://example.org', 'https:', 3, /no key "https"/],
    ['"a" b:c:d', 'b:', 4, /no key "b"/],
    [':x', ':', 0, /key before ":" is missing/],
    [':', ':', 0, /key before ":" is missing/],
    ['a,b:c', 'b:c', 2, /cannot hold ":" outside of quotes/],
    ['"a":b', '"a":b', 0, /cannot hold ":" outside of quotes/],
    ['a tool:', 'tool:', 2, /no value after "tool:"\. .*tool:search\*/],
    ['duration: >2s', 'duration:', 0, /no value after "duration:"/],
    ['tool:""', '""', 5, /nothing between the quotes/],
    ['""', '""', 0, /nothing between the quotes/],
    ['tool:a,', ',', 6, /alternative is missing/],
    ['tool:,a', ',', 5, /alternative is missing/],
    ['tool:,', ',', 5, /alternative is missing/],
    ['a,,b', ',', 1, /alternative is missing/],
    [',', ',', 0, /alternative is missing/],
    ['type:tool:error,tool:eror', 'tool:eror', 16, /no event type "tool:eror"\. Write one of session:open, /],
    ['type:tool', 'tool', 5, /no event type "tool"\./],
    ['type:"session:*"', '"session:*"', 5, /no event type "session:\*"/],
    ['type:x*', 'x*', 5, /no event type "x\*"/],
    ['kind:timeout,slow', 'slow', 13, /no kind of failure "slow"\. Write one of tool, thrown, protocol, /],
    ['is:failed', 'failed', 3, /no state "failed"\. Write one of error, running, derived, unknown/],
    ['is:*', '*', 3, /no state "\*"/],
    ['a "b c', '"b c', 2, /not closed/],
    ['tool:a"b\\"', '"b\\"', 6, /not closed/],
    ['"', '"', 0, /not closed/],
    ['type:"x', '"x', 5, /not closed/],
    ['a - b', '-', 2, /Nothing follows the "-"/],
    ['-', '-', 0, /Nothing follows the "-"/],
    ['--', '--', 0, /Nothing follows the "-"/],
    ['--verbose', '--', 0, /two do not/],
    ['--tool:x', '--', 0, /two do not/],
    ['-,a', ',', 1, /alternative is missing/],
  ])('are in %s: %s at %d', (text, part, position, message) => {
    expect(faultyParts(text)).toEqual([[part, position]]);
    expect(faultsOf(text)[0]?.message).toMatch(message);
  });

  it('are told all at once, in the order of the text', () =>
    expect(faultyParts('colour:red tool:a is:new,error,old duration:2s - b, "c')).toEqual([
      ['colour:', 0],
      ['new', 21],
      ['old', 31],
      ['2s', 44],
      ['-', 47],
      [',', 50],
      ['"c', 52],
    ]));

  it('name an open quote also where the key is unknown', () =>
    expect(faultyParts('colour:"red is:error')).toEqual([
      ['colour:', 0],
      ['"red is:error', 7],
    ]));

  it('show long texts cut, and not inside a character', () => {
    const [fault] = faultsOf(`is:${'a'.repeat(59)}😀b`);
    expect(fault?.message).toContain(`"${'a'.repeat(59)}…"`);
    expect(fault?.length).toBe(62);
  });
});

describe('the bounds of a filter', () => {
  it('are 4,096 characters', () => {
    expect(filterOf('a'.repeat(4_096)).terms).toHaveLength(1);
    expect(faultsOf('a'.repeat(4_100))).toEqual([
      { position: 4_096, length: 4, message: expect.stringContaining('at most 4096 characters') },
    ]);
  });

  it('are 64 terms', () => {
    expect(filterOf('a '.repeat(64)).terms).toHaveLength(64);
    expect(faultsOf('a '.repeat(66))).toEqual([
      { position: 128, length: 4, message: expect.stringContaining('at most 64 terms') },
    ]);
  });

  it('are 256 alternatives in all terms together', () => {
    const terms = 'a,b,c,d '.repeat(48);
    const more = 'a,b,c,d,'.repeat(14);
    expect(filterOf(`${terms}${more}a,b,c,d,e,f,g,h`).terms).toHaveLength(49);
    expect(faultsOf(`${terms}${more}a,b,c,d,e,f,g,h,i`)).toEqual([
      { position: 384 + 112 + 16, length: 1, message: expect.stringContaining('at most 256 alternatives') },
    ]);
    expect(faultsOf(`a${','.repeat(300)}`).at(-1)?.message).toMatch(/at most 256 alternatives/);
  });

  it.each(['"', '-', ',', ':', '*', '\\', ' ', '"\\', 'a:', 'tool:"', ',"', '*"*"', '\ud83d'])(
    'hold for a hostile text of %j, whose faults all lie within it',
    (text) => {
      const hostile = text.repeat(5_000).slice(0, 4_096);
      for (const { position, length } of faultsOf(hostile)) {
        expect(length).toBeGreaterThan(0);
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position + length).toBeLessThanOrEqual(hostile.length);
      }
    },
  );
});
