import type { EventId } from '#contract';
import type { Broker, BrokerState } from './broker.ts';
import { BrokerHistory } from './broker-history.ts';
import { LogView } from './log-view.ts';

const [START, TOLD, AHEAD, BEYOND] = ['1-0', '5-4', '7-6', '9-8'] as EventId[] as [
  EventId,
  EventId,
  EventId,
  EventId,
];

/** A log that the broker holds up to `AHEAD`, and that this process has delivered up to `TOLD`. */
function historyOf(broker: Partial<Broker> = {}): { history: BrokerHistory; steps: string[] } {
  const steps: string[] = [];
  const state: BrokerState = { epoch: 'e', since: '', origin: START, start: START, last: AHEAD, lost: [] };
  let last = TOLD;
  const whole = {
    isCurrent: true,
    attend: async () => (steps.push('look'), state),
    readRange: async () => (steps.push('read'), []),
    ...broker,
  } as Partial<Broker> as Broker;
  const delivered = async (id: EventId): Promise<void> => {
    steps.push('wait');
    last = id;
  };
  const view = new LogView(state, () => undefined);
  const parts = { broker: whole, view, last: () => last, delivered, findSession: () => undefined };
  return { history: new BrokerHistory(parts), steps };
}

describe('the history of a log in a broker', () => {
  it('waits for an event that another process has already told', async () => {
    const { history, steps } = historyOf();
    expect(await history.locate(AHEAD)).toEqual({ known: true });
    expect(steps).toEqual(['look', 'wait']);
  });

  it('does not know an event that the broker does not have', async () => {
    const { history } = historyOf();
    expect(await history.locate(BEYOND)).toEqual({ known: false, resumeAfter: TOLD });
  });

  it('is read after a look at the log where the connection has broken', async () => {
    const { history, steps } = historyOf({ isCurrent: false });
    await history.read({ limit: 1 });
    expect(steps).toEqual(['look', 'read']);
  });
});
