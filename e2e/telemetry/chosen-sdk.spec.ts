import type { LoggerService } from '@nestjs/common';
import { sendModern } from '../support/agents/raw-mcp.ts';
import { startHost } from '../support/embedding/start-host.ts';
import { RecordedSpans } from '../support/traces/recorded-spans.ts';
import { SpanReceiver } from '../support/traces/span-receiver.ts';

/** Where the copies of the API in a process keep what is registered, with the version that has registered it. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

const shared = globalThis as { [REGISTERED]?: object };

const CALL = { name: 'nowhere' };

describe('the SDK of OpenTelemetry that gets the spans', () => {
  let lines: string[];
  let receiver: SpanReceiver;
  const line = (text: unknown): void => void lines.push(String(text));
  const logger: LoggerService = { log: line, warn: line, error: line };

  beforeEach(async () => {
    lines = [];
    receiver = await SpanReceiver.start();
  });
  afterEach(async () => {
    delete process.env['OTEL_SDK_DISABLED'];
    delete shared[REGISTERED];
    await receiver.stop();
  });

  const call = async (): Promise<void> => {
    const app = await startHost({ crowsnest: { telemetry: { otlpEndpoint: receiver.endpoint } }, logger });
    try {
      const { body } = await sendModern(await app.getUrl(), 'tools/call', CALL);
      expect(body?.error).toMatchObject({ code: -32_602 });
    } finally {
      await app.close();
    }
  };

  it('is none where it is registered with an older copy of the API, and the log says how to join them', async () => {
    const asked: string[] = [];
    const trace = { getTracer: (name: string) => void asked.push(name) };
    shared[REGISTERED] = { version: '1.4.0', trace };
    await call();
    expect(asked).toEqual([]);
    expect(receiver.requests).toEqual([]);
    expect(lines.join('\n')).toContain('npm dedupe @opentelemetry/api');
  });

  it('is the one of the application, also where a receiver is configured, and the log says so', async () => {
    const spans = new RecordedSpans();
    await call();
    expect(spans.all).toHaveLength(1);
    expect(receiver.requests).toEqual([]);
    expect(lines.join('\n')).toContain(`and not to ${receiver.endpoint}`);
    await spans.end();
  });

  it('is none where OTEL_SDK_DISABLED says so', async () => {
    process.env['OTEL_SDK_DISABLED'] = 'TRUE';
    await call();
    expect(receiver.requests).toEqual([]);
    expect(lines.join('\n')).toContain('OTEL_SDK_DISABLED');
  });

  it('is one of our own otherwise', async () => {
    await call();
    expect(receiver.spans).toHaveLength(1);
  });
});
