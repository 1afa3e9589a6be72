import { done, event } from '../../testing/events.ts';
import { callOf, isOfCall, withEvent, type Call } from './call.ts';
import { callAsJson, callAsRequest, isRepeatable } from './call-copies.ts';

function callWith(data: object): Call {
  const start = event(1, 'tool:start', { callId: 'a', tool: 'get_weather', ...data });
  const end = done(3, 'a');
  if (!isOfCall(start) || !isOfCall(end)) throw new Error('These are no events of a call');
  return withEvent(withEvent(callOf(start), start), end);
}

describe('the copies of a call', () => {
  it('repeat it as the request that an agent sends', () => {
    const call = callWith({ arguments: { city: 'Oslo' }, argumentBytes: 15 });
    expect(isRepeatable(call)).toBe(true);
    expect(JSON.parse(callAsRequest(call))).toEqual({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'get_weather', arguments: { city: 'Oslo' } },
    });
  });

  it('repeat a call without arguments with an empty object', () => {
    const call = callWith({ argumentBytes: 0 });
    expect(isRepeatable(call)).toBe(true);
    expect(JSON.parse(callAsRequest(call))).toMatchObject({ params: { arguments: {} } });
  });

  it('offer no request where the arguments are not known', () => {
    expect(isRepeatable(callWith({ argumentBytes: 15 }))).toBe(false);
    const end = done(3, 'a');
    if (!isOfCall(end)) throw new Error('It is no event of a call');
    expect(isRepeatable(withEvent(callOf(end), end))).toBe(false);
  });

  it('tell as JSON what the log has of it, its events whole', () => {
    const copied = JSON.parse(callAsJson(callWith({ arguments: { city: 'Oslo' } }))) as Call;
    expect(copied).toMatchObject({
      callId: 'a',
      tool: 'get_weather',
      sessionId: 'session-1',
      tenantId: 'default',
    });
    expect(copied.start).toEqual(
      event(1, 'tool:start', { callId: 'a', tool: 'get_weather', arguments: { city: 'Oslo' } }),
    );
    expect(copied.end).toEqual(done(3, 'a'));
  });
});
