import { createContextKey, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { LinkedContext } from './linked-context.ts';

const KEY = createContextKey('key');
const OTHER = createContextKey('other');

describe('A linked context', () => {
  it('has the values of its parent', () => {
    expect(new LinkedContext(ROOT_CONTEXT.setValue(KEY, 1)).getValue(KEY)).toBe(1);
  });

  it('does not change when a value is set or deleted in a context that is derived from it', () => {
    const context = new LinkedContext(ROOT_CONTEXT).setValue(KEY, 1);
    const changed = context.setValue(KEY, 2).setValue(OTHER, 3);
    const deleted = changed.deleteValue(KEY);

    expect([context, changed, deleted].map((one) => [one.getValue(KEY), one.getValue(OTHER)])).toEqual([
      [1, undefined],
      [2, 3],
      [undefined, 3],
    ]);
  });

  it('carries the span and the baggage of OpenTelemetry', () => {
    const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 0 });
    const baggage = propagation.createBaggage({ tenant: { value: 'acme' } });
    const context = propagation.setBaggage(trace.setSpan(new LinkedContext(ROOT_CONTEXT), span), baggage);

    expect(trace.getSpan(context)).toBe(span);
    expect(propagation.getBaggage(context)).toBe(baggage);
    expect(trace.getSpan(trace.deleteSpan(context))).toBeUndefined();
  });
});
