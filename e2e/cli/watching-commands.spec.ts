import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { EventLog } from '#events';
import { connectLegacyClient, type LegacyClient } from '#testing';
import { Tool, type ToolContext } from '#tools';
import { waitUntil } from '../support/environment/wait-until.ts';
import { CommandLine } from '../support/server/command-line.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const VIEWER = 'a-token-that-may-only-look';
const TOKENS = [
  { token: ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null },
  { token: VIEWER, name: 'viewer', role: 'viewer', tenantId: null },
] as const;

@Injectable()
class Tools {
  readonly waiting = new Set<AbortSignal>();

  @Tool({ name: 'echo', input: z.object({ text: z.string() }) })
  echo({ text }: { text: string }): string {
    return text;
  }

  @Tool({ name: 'fail' })
  fail(): never {
    throw new Error('\u001B[2JThe hold is full');
  }

  /** Ends only by its signal. */
  @Tool({ name: 'wait' })
  wait(_input: unknown, { signal }: ToolContext): Promise<string> {
    this.waiting.add(signal);
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted')));
  }
}

describe('the commands that ask a running server', () => {
  let server: TestApplication;
  let agent: LegacyClient;

  const run = (args: string[], env?: Record<string, string>) => CommandLine.run(server.origin, args, env);
  const call = (name: string, args: Record<string, unknown> = {}) =>
    agent.callTool({ name, arguments: args });
  const sessionId = (): string => agent.transport.sessionId!;
  const committed = () => server.app.get(EventLog).flush();

  /** Begins a call that lasts, and returns its id as `tail` prints it. */
  const begin = async (): Promise<{ callId: string; answer: Promise<unknown> }> => {
    const tail = CommandLine.start(server.origin, [
      'tail',
      'type:tool:start',
      'tool:wait',
      '-n',
      '1',
      '--json',
    ]);
    const answer = call('wait');
    await tail.prints('\n');
    await tail.interrupt();
    const { data } = JSON.parse(tail.lines[0]!) as { data: { callId: string } };
    return { callId: data.callId, answer };
  };

  beforeEach(async () => {
    server = await startApplication([Tools], { signIn: { tokens: TOKENS } });
    agent = await connectLegacyClient(server.app, { name: 'agent', version: '1.2.3' });
  });

  afterEach(() => server.app.close());

  describe('tail', () => {
    it('prints past events of the filter, and then those that happen, as lines of text', async () => {
      await call('echo', { text: 'one' });
      await call('fail');
      const tail = CommandLine.start(server.origin, ['tail', 'tool:echo', '--last', '10']);
      await tail.prints('tool:done');
      await call('echo', { text: 'two' });
      await waitUntil(() => tail.lines.length === 4, {
        reason: 'both calls are printed',
        seen: () => tail.output,
      });
      expect(tail.lines[1]).toMatch(
        /^\d{4}-.*Z {2}tool:done {8}echo {2}[\d.]+ ms {2}.*callId=\S+ .*tenant=default$/,
      );
      expect(tail.output).not.toContain('fail');
      expect(await tail.interrupt()).toBe(0);
      expect(tail.errors).toBe('');
    });

    it('lets no text of an agent reach the terminal as a command', async () => {
      await call('fail');
      const tail = CommandLine.start(server.origin, ['tail', 'is:error', '-n', '1']);
      await tail.prints('The hold is full');
      await tail.interrupt();
      expect(tail.output).not.toContain('\u001B');
    });

    it.each([
      ['colours what it prints where colours are shown', { FORCE_COLOR: '1' }, true],
      ['does not colour with NO_COLOR', { NO_COLOR: '1' }, false],
      ['does not colour for a pipe', {}, false],
    ])('%s', async (_, env, isColoured) => {
      const tail = CommandLine.start(server.origin, ['tail', '-n', '1'], env);
      await tail.prints('session:open');
      await tail.interrupt();
      expect(tail.output.includes('\u001B[')).toBe(isColoured);
    });

    it('prints each event as the JSON of the server with --json', async () => {
      await call('echo', { text: 'one' });
      const tail = CommandLine.start(server.origin, ['tail', '--json', '--last', '3']);
      await waitUntil(() => tail.lines.length === 3, { reason: 'three lines', seen: () => tail.output });
      await tail.interrupt();
      const events = tail.lines.map((line) => JSON.parse(line) as { type: string; sessionId: string });
      expect(events.map(({ type }) => type)).toEqual(['session:open', 'tool:start', 'tool:done']);
      expect(events.every((event) => event.sessionId === sessionId())).toBe(true);
    });

    it('ends quietly when nobody reads it any more', async () => {
      const tail = CommandLine.start(server.origin, ['tail', '-n', '1']);
      await tail.prints('session:open');
      tail.stopReading();
      await call('echo', { text: 'one' });
      expect(await tail.ended()).toBe(0);
      expect(tail.errors).toBe('');
    });
  });

  describe('stats', () => {
    it('prints totals and tools, the busiest first', async () => {
      for (const text of ['one', 'two']) await call('echo', { text });
      await call('fail');
      await committed();
      const { output, exitCode } = await run(['stats']);
      expect(output).toContain('Open sessions  1\n');
      expect(output).toContain('3, 1 failed, 0 in flight\n');
      expect(output).toMatch(/TOOL +CALLS +ERRORS .*\necho +2 +0 +0 .* ms\nfail +1 +1 +0 +- +- +-\n$/);
      expect(exitCode).toBe(0);
    });

    it('counts what a filter selects of a range', async () => {
      await call('echo', { text: 'one' });
      await call('fail');
      await committed();
      const { output } = await run(['stats', 'tool:fail', '--from', '2026-01-01', '--json']);
      expect(JSON.parse(output)).toMatchObject({ totalToolCalls: 1, from: '2026-01-01T00:00:00.000Z' });
    });
  });

  describe('sessions', () => {
    it('prints a table, or each session as JSON', async () => {
      await call('fail');
      await committed();
      const { output } = await run(['sessions', '--state', 'open']);
      expect(output).toMatch(
        new RegExp(`^SESSION .*\n${sessionId()} +open +agent 1.2.3 +default +1 +1 +0 .*\n$`),
      );
      const { output: json } = await run(['sessions', 'client:agent', '--json']);
      expect(JSON.parse(json)).toMatchObject({ sessionId: sessionId(), calls: 1 });
    });

    it('tells how many it leaves out', async () => {
      const other = await connectLegacyClient(server.app, { name: 'other' });
      await committed();
      const { output, errors } = await run(['sessions', '--limit', '1']);
      expect(output).toContain(other.transport.sessionId);
      expect(output).not.toContain(sessionId());
      expect(errors).toContain('1 of 2');
    });
  });

  describe('history', () => {
    it('prints events of the filter in every format', async () => {
      await call('echo', { text: 'one' });
      await call('fail');
      await committed();
      const text = await run(['history', 'type:tool:*', 'tool:echo']);
      expect(text.output).toMatch(/^\S+ {2}tool:start .*\n\S+ {2}tool:done .*\n$/);
      const jsonl = await run(['history', 'is:error', '--format', 'jsonl']);
      expect(JSON.parse(jsonl.output)).toMatchObject({ type: 'tool:error', data: { tool: 'fail' } });
      const csv = await run(['history', 'is:error', '--format', 'csv']);
      expect(csv.output).toMatch(/^id,type,timestamp.*\r\n\d+,tool:error,/);
      expect([text.exitCode, jsonl.exitCode, csv.exitCode]).toEqual([0, 0, 0]);
    });

    it('prints nothing outside its range', async () => {
      expect(await run(['history', '--to', '2026-01-01'])).toEqual({ output: '', errors: '', exitCode: 0 });
    });
  });

  describe('end and cancel', () => {
    it('cancel a call and end a session, with a reason in the audit trail', async () => {
      const { callId, answer } = await begin();
      expect(await run(['cancel', callId, '--reason', 'it hangs'])).toMatchObject({
        errors: '',
        exitCode: 0,
      });
      expect(await answer).toMatchObject({ isError: true });
      expect(await run(['end', sessionId(), '--reason', 'done'])).toMatchObject({ errors: '', exitCode: 0 });
      await committed();
      const { output } = await run(['history', 'type:admin:*']);
      expect(output).toMatch(
        /admin:call-cancel .*wait .*reason="it hangs".*\n.*admin:session-end .*reason=done/,
      );
    });

    it('say why they cannot', async () => {
      const unknown = await run(['cancel', 'nobody']);
      expect(unknown).toMatchObject({ output: '', exitCode: 1 });
      expect(unknown.errors).toContain('404: There is no call nobody');
      const refused = await run(['end', sessionId()], { CROWSNEST_TOKEN: VIEWER });
      expect(refused.errors).toContain('403: This needs the role operator');
      expect(refused.exitCode).toBe(1);
    });
  });

  it.each([
    ['a filter', ['tail', 'colour:red'], 'colour'],
    ['a time', ['history', '--from', 'yesterday'], '"from" takes a time'],
    ['a format', ['history', '--format', 'xml'], "argument 'xml' is invalid"],
    ['a number', ['tail', '--last', 'many'], '"replay" takes a whole number'],
    ['a state', ['sessions', '--state', 'shut'], '"state" does not take "shut"'],
  ])('names %s that is wrong, with exit code 2', async (_, args, problem) => {
    const { output, errors, exitCode } = await run(args);
    expect(errors).toContain(problem);
    expect({ output, exitCode }).toEqual({ output: '', exitCode: 2 });
  });

  it.each([
    ['no token', { CROWSNEST_TOKEN: '' }, 'Set CROWSNEST_TOKEN', 2],
    ['a wrong token', { CROWSNEST_TOKEN: 'wrong-token-of-nobody' }, '401', 1],
    ['a URL that is none', { CROWSNEST_URL: 'localhost' }, 'CROWSNEST_URL', 2],
    ['a password in the URL', { CROWSNEST_URL: 'http://ann:secret@localhost' }, 'must hold no password', 2],
    ['a server that is away', { CROWSNEST_URL: 'http://127.0.0.1:1' }, '127.0.0.1:1', 1],
  ])('says what to do about %s, and tells no secret', async (_, env, problem, exitCode) => {
    const ended = await run(['stats'], env);
    expect(ended.errors).toContain(problem);
    expect(ended.errors).not.toMatch(/secret|wrong-token/);
    expect(ended).toMatchObject({ output: '', exitCode });
  });

  it.each(['tail', 'stats', 'sessions', 'history', 'end', 'cancel'])(
    'explains %s with an example, the server and the token',
    async (command) => {
      const { output, exitCode } = await run([command, '--help']);
      for (const part of ['CROWSNEST_URL', 'CROWSNEST_TOKEN', `  crowsnest ${command}`])
        expect(output).toContain(part);
      expect(exitCode).toBe(0);
    },
  );
});
