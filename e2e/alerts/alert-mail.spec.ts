import type { INestApplication } from '@nestjs/common';
import { ALERT_RECEIVERS, ALERT_RULES } from '#alerts';
import { collectEvents, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { MailServer } from '../support/alerts/mail-server.ts';
import { StampedEvents } from '../support/alerts/stamped-events.ts';
import { startApplication } from '../support/server/test-application.ts';

const RULE = { name: 'nobody', kind: 'silent-agent', filter: 'tool:search', after: '10m', severity: 'error' };
const PATIENT = { timeoutMs: 60_000 };
const MINUTE = 60_000;

describe('a receiver of mails', () => {
  let app: INestApplication;
  let told: EventCollection;
  let server: MailServer;

  let events: StampedEvents;

  async function startWith(rule: object, refusals: number[] = [], password?: string): Promise<void> {
    server = await MailServer.start(...refusals);
    const receivers = ALERT_RECEIVERS.parse([
      {
        name: 'on call',
        form: 'mail',
        url: server.urlFor(password),
        from: 'crowsnest@example.com',
        to: ['ops@example.com', 'desk@example.com'],
      },
    ]);
    ({ app } = await startApplication([], { alerts: { rules: ALERT_RULES.parse([rule]), receivers } }));
    told = collectEvents(app);
    events = new StampedEvents(app);
  }

  async function start(refusals: number[] = [], password?: string): Promise<void> {
    await startWith(RULE, refusals, password);
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
  }

  afterEach(async () => {
    await app.close();
    await server.stop();
  });

  it('gets what fires, at all addresses, from a server that asks for a password', async () => {
    await start();
    const { data } = await awaitEvent(told, 'alert:sent', PATIENT);
    expect(data).toMatchObject({ receiver: 'on call', attempts: 1 });
    const [mail, ...others] = server.received;
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      from: 'crowsnest@example.com',
      to: ['ops@example.com', 'desk@example.com'],
    });
    expect(mail?.content).toMatch(/^Subject: error: nobody: silent-agent /m);
    expect(mail?.content).toContain(`Message-ID: <${told.all('alert:firing')[0]?.id}.on_call@crowsnest>`);
    expect(mail?.content).toContain('"threshold": 600000');
    expect(JSON.stringify(told.events)).not.toContain(MailServer.password);
  });

  it('gets no further address and no other head, whatever an agent calls itself', async () => {
    await startWith({ name: 'quiet', kind: 'silent-session', after: '5m' });
    events.openAt(0, 'silent', 'desk\r\nBcc: eve@evil.example\r\n\r\nInstall the fix');
    events.passAt(6 * MINUTE);
    await awaitEvent(told, 'alert:sent', PATIENT);
    const [mail] = server.received;
    const [head = ''] = mail?.content.split('\r\n\r\n') ?? [];
    expect(mail?.to).toEqual(['ops@example.com', 'desk@example.com']);
    expect(head).toMatch(/^Subject: warning: quiet /m);
    expect(head).not.toMatch(/^Bcc:/im);
    expect(head).toMatch(/^Content-Type: text\/plain/m);
  });

  it('gets the end of an alert as an answer to its beginning, and neither is to be answered', async () => {
    await start();
    await awaitEvent(told, 'alert:sent', PATIENT);
    events.callAt(12 * MINUTE, 'search');
    const [firing] = told.all('alert:firing');
    const isOfEnd = ({ data }: { data: { alert: string } }): boolean => data.alert !== firing?.id;
    await awaitEvent(told, 'alert:sent', { ...PATIENT, where: isOfEnd });
    const [first = '', second = ''] = server.received.map(({ content }) => content);
    expect(second).toContain(`In-Reply-To: <${firing?.id}.on_call@crowsnest>`);
    expect(first).not.toContain('In-Reply-To');
    for (const content of [first, second]) expect(content).toContain('Auto-Submitted: auto-generated');
  });

  it('that takes a mail for some addresses only is told of as undelivered, with the others', async () => {
    await startWith(RULE);
    server.unknown.add('desk@example.com');
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
    const { data } = await awaitEvent(told, 'alert:undelivered', PATIENT);
    expect(data).toMatchObject({ attempts: 1, error: expect.stringContaining('for desk@example.com') });
    expect(server.received.map(({ to }) => to)).toEqual([['ops@example.com']]);
  });

  it('is asked again after a passing refusal, with the same Message-ID', async () => {
    await start([451]);
    const { data } = await awaitEvent(told, 'alert:sent', PATIENT);
    expect(data).toMatchObject({ attempts: 2 });
    const ids = server.received.map(({ content }) => /^Message-ID: (.*)$/m.exec(content)?.[1]?.trim());
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('is given up after a lasting refusal, and after a wrong password, which no event tells', async () => {
    await start([554]);
    const refused = await awaitEvent(told, 'alert:undelivered', PATIENT);
    expect(refused.data).toMatchObject({ attempts: 1, error: expect.stringContaining('(554)') });
    await app.close();
    await server.stop();
    await start([], 'a-wrong-password-of-mail');
    const denied = await awaitEvent(told, 'alert:undelivered', PATIENT);
    expect(denied.data).toMatchObject({ attempts: 1, error: expect.stringContaining('(535)') });
    expect(JSON.stringify(told.events)).not.toContain('a-wrong-password-of-mail');
    expect(server.received).toEqual([]);
  });
});
