import { Injectable, type INestApplication } from '@nestjs/common';
import { inputRequired } from '@modelcontextprotocol/server';
import { collectEvents, connectLegacyClient, unpairedCalls, type EventCollection } from '#testing';
import { Tool } from '#tools';
import { ANSWERING, type Answers, type AnsweringAgent } from '../../support/agents/answering-agents.ts';
import { AskingTools } from '../../support/handlers/asking-tools.ts';
import { sendModern, type ModernOptions, type RawMessage } from '../../support/agents/raw-mcp.ts';
import { startApplication } from '../../support/server/test-application.ts';

/** The result of a request that ended with a question. */
const resultOf = (body: RawMessage | undefined) => (body?.result ?? {}) as { requestState?: string };

const accept = (name: string) => ({ action: 'accept', content: { name } });

describe.each(ANSWERING)('a handler that asks an agent of the $era era', ({ era, connect }) => {
  let app: INestApplication;
  let agent: AnsweringAgent;
  let events: EventCollection;
  const asked: string[] = [];

  const begin = async (answers: Answers) => {
    let origin: string;
    ({ app, origin } = await startApplication([AskingTools]));
    events = collectEvents(app);
    agent = await connect(origin, (message) => {
      asked.push(message);
      return answers(message);
    });
  };

  afterEach(async () => {
    asked.splice(0);
    await agent.close();
    await events.settled();
    expect(unpairedCalls(events.events)).toEqual([]);
    await app.close();
  });

  it('gets the answer of the user', async () => {
    await begin(() => accept('Ann'));
    expect(await agent.call('greet', { greeting: 'Hello' })).toBe('Hello, Ann');
    expect(asked).toEqual(['Who are you?']);
    await events.settled();
    // In the modern era a question ends the call, and the retry is another.
    expect(events.all('tool:done').map(({ data }) => data.outcome)).toEqual(
      era === 'modern' ? ['input_required', undefined] : [undefined],
    );
    const [asking] = events.all('tool:start');
    expect(events.all('tool:start').map(({ data }) => data.continues)).toEqual(
      era === 'modern' ? [undefined, asking?.data.callId] : [undefined],
    );
    expect(events.all('tool:done').at(-1)?.data.continues).toBe(
      era === 'modern' ? asking?.data.callId : undefined,
    );
    expect(events.all('tool:error')).toEqual([]);
    expect(app.get(AskingTools).runs).toBe(era === 'modern' ? 2 : 1);
  });

  it.each(['decline', 'cancel'])('learns that the user chose to %s', async (action) => {
    await begin(() => ({ action }));
    expect(await agent.call('greet', { greeting: 'Hello' })).toBe(`Hello, whoever (${action})`);
  });

  it('gets a sample, the roots and the consent to open a URL that it asks for together', async () => {
    await begin(() => ({ action: 'accept' }));
    expect(await agent.call('everything')).toBe('42; file:///work; accept');
    expect(asked).toEqual(['Sign in']);
    await events.settled();
    expect(events.all('tool:done')).toHaveLength(era === 'modern' ? 2 : 1);
  });

  it('asks two questions one after the other, each once', async () => {
    await begin((message) => accept(message === 'First name?' ? 'Ann' : 'Smith'));
    expect(await agent.call('interview')).toBe('Ann Smith');
    expect(asked).toEqual(['First name?', 'Last name?']);
  });

  it('can ask from a prompt and from a resource', async () => {
    await begin(() => accept('Bob'));
    expect(await agent.prompt('letter')).toBe('Write to Bob');
    expect(await agent.read('test://diary')).toBe('The diary of Bob');
    await events.settled();
    // Only tools have calls.
    expect(events.all('tool:start')).toEqual([]);
  });

  it('asks its question even if it catches every error', async () => {
    await begin(() => accept('Ann'));
    expect(await agent.call('stubborn')).toBe('Hello, Ann');
  });
});

describe('a handler that asks a legacy agent', () => {
  it('times out when the user does not answer', async () => {
    const { app, origin } = await startApplication([AskingTools]);
    const [{ connect }] = ANSWERING;
    const agent = await connect(origin, () => new Promise(() => {}) as never);
    expect(await agent.call('hasty')).toBe('Timed out after 50 ms');
    await agent.close();
    await app.close();
  });

  it('fails when the agent cannot be asked', async () => {
    const { app, origin } = await startApplication([AskingTools]);
    const client = await connectLegacyClient(origin);
    const { content } = await client.callTool({ name: 'stubborn' });
    expect(content).toEqual([{ type: 'text', text: 'Nobody to ask' }]);
    expect(await client.callTool({ name: 'everything' })).toMatchObject({ isError: true });
    await client.close();
    await app.close();
  });
});

describe('a question of revision 2026-07-28', () => {
  const capabilities = { elicitation: { form: {} } };
  let app: INestApplication;
  let origin: string;
  let events: EventCollection;

  const call = (params: Record<string, unknown>, options: ModernOptions = {}) =>
    sendModern(
      origin,
      'tools/call',
      { name: 'greet', arguments: { greeting: 'Hello', more: { a: 1, b: 2 } }, ...params, ...meta() },
      options,
    );
  const meta = () => ({ _meta: { 'io.modelcontextprotocol/clientCapabilities': capabilities } });

  const ask = async (options: ModernOptions = {}) => {
    const { body } = await call({}, options);
    return body?.result as {
      resultType: string;
      requestState: string;
      inputRequests: Record<string, unknown>;
    };
  };

  beforeAll(async () => {
    const agentKeys = [
      { tenantId: 'acme', key: 'key-of-ann' },
      { tenantId: 'acme', key: 'key-of-bob' },
    ];
    ({ app, origin } = await startApplication([AskingTools], { mcp: { agentKeys } }));
    events = collectEvents(app);
  });

  afterEach(async () => {
    await events.settled();
    expect(unpairedCalls(events.events)).toEqual([]);
  });

  afterAll(() => app.close());

  const ann = { headers: { authorization: 'Bearer key-of-ann' } };
  const bob = { headers: { authorization: 'Bearer key-of-bob' } };
  const inputResponses = { 'elicit-1': accept('Ann') };

  it('is answered by a retry that sends its state', async () => {
    const { resultType, requestState, inputRequests } = await ask(ann);
    expect(resultType).toBe('input_required');
    expect(inputRequests).toEqual({
      'elicit-1': {
        method: 'elicitation/create',
        params: expect.objectContaining({ message: 'Who are you?' }),
      },
    });
    const { body } = await call({ inputResponses, requestState }, ann);
    expect(body?.result).toMatchObject({ content: [{ text: 'Hello, Ann' }] });
  });

  it('is asked again when the answer is missing, invalid or of another kind', async () => {
    const { requestState } = await ask(ann);
    const misfits = [
      {},
      { 'elicit-1': { roots: [] } },
      { 'elicit-1': accept('A') },
      { other: accept('Ann') },
    ];
    for (const inputResponses of misfits) {
      const { body } = await call({ inputResponses, requestState }, ann);
      expect(body?.result).toMatchObject({ resultType: 'input_required' });
    }
  });

  it('is not answered by a retry with the state of another agent', async () => {
    const { requestState } = await ask(ann);
    const { body } = await call({ inputResponses, requestState }, bob);
    expect(body?.error).toMatchObject({ code: -32_602, message: 'Invalid or expired requestState' });
    await events.settled();
    expect(events.all('tool:error').at(-1)?.data).not.toHaveProperty('continues');
  });

  it('is not answered by a retry with a changed state or other arguments', async () => {
    const { requestState } = await ask(ann);
    const changed = await call({ inputResponses, requestState: `${requestState}x` }, ann);
    expect(changed.body?.error).toMatchObject({ code: -32_602 });
    const other = await call({ inputResponses, requestState, arguments: { greeting: 'Bye' } }, ann);
    expect(other.body?.error).toMatchObject({ code: -32_602 });
  });

  it('is answered by a retry whose arguments are in another order', async () => {
    const { requestState } = await ask(ann);
    const reordered = { more: { b: 2, a: 1 }, greeting: 'Hello' };
    const { body } = await call({ inputResponses, requestState, arguments: reordered }, ann);
    expect(body?.result).toMatchObject({ content: [{ text: 'Hello, Ann' }] });
  });

  it('fails for an agent without the capability', async () => {
    const { status, body } = await sendModern(
      origin,
      'tools/call',
      { name: 'greet', arguments: { greeting: 'Hello' } },
      ann,
    );
    expect(status).toBe(400);
    expect(body?.error).toMatchObject({
      code: -32_021,
      data: { requiredCapabilities: { elicitation: {} } },
    });
    await events.settled();
    expect(events.all('tool:error').at(-1)?.data).toMatchObject({ kind: 'protocol', code: -32_021 });
  });

  it('fails when another question of the same call has the same key', async () => {
    const twice = { name: 'twice', arguments: {} };
    const { body } = await call(twice, ann);
    const { requestState } = resultOf(body);
    const answered = await call({ ...twice, requestState, inputResponses: { who: accept('Ann') } }, ann);
    expect(answered.body?.result).toMatchObject({
      isError: true,
      content: [{ text: 'Two requests for input are named "who": give each a key of its own' }],
    });
  });
});

/** Asks without a state, as servers may. */
@Injectable()
class StatelessTools {
  @Tool({ name: 'ask' })
  ask() {
    const params = { message: 'Who?', requestedSchema: { type: 'object', properties: {} } } as const;
    return inputRequired({ inputRequests: { who: { method: 'elicitation/create', params } } });
  }
}

describe('a question without a state', () => {
  let app: INestApplication;
  let events: EventCollection;
  let call: (params?: object) => Promise<unknown>;

  const answer = { inputResponses: { who: accept('Ann') } };
  const links = async (): Promise<(string | undefined)[]> => {
    await events.settled();
    return events.all('tool:start').map(({ data }) => data.continues);
  };

  beforeEach(async () => {
    let origin: string;
    ({ app, origin } = await startApplication([StatelessTools]));
    events = collectEvents(app);
    const _meta = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } } };
    call = (params = {}) =>
      sendModern(origin, 'tools/call', { name: 'ask', arguments: {}, ...params, _meta });
  });

  afterEach(() => app.close());

  it('is answered by the call with its keys', async () => {
    await call();
    await call(answer);
    const [asked] = events.all('tool:start');
    expect(await links()).toEqual([undefined, asked?.data.callId]);
  });

  it('is linked to no answer while another one is the same', async () => {
    await call();
    await call();
    await call(answer);
    expect(await links()).toEqual([undefined, undefined, undefined]);
  });
});

describe('a question that has expired', () => {
  it('is not answered by a retry', async () => {
    const { app, origin } = await startApplication([AskingTools], { mcp: { inputTimeoutMs: 1_000 } });
    const params = {
      name: 'greet',
      arguments: { greeting: 'Hello' },
      _meta: { 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } },
    };
    const first = await sendModern(origin, 'tools/call', params);
    const { requestState } = resultOf(first.body);
    const inputResponses = { 'elicit-1': accept('Ann') };
    const { now } = Date;
    Date.now = () => now() + 3_000;
    const { body } = await sendModern(origin, 'tools/call', { ...params, inputResponses, requestState });
    Date.now = now;
    expect(body?.error).toMatchObject({ code: -32_602, message: 'Invalid or expired requestState' });
    await app.close();
  });
});
