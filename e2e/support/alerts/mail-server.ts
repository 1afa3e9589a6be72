import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail that came, as the server took it or refused it. */
export interface ReceivedMail {
  from: string;
  to: string[];
  /** Its head and body. */
  content: string;
}

/** Takes mails on loopback from whoever signs in, and refuses the first ones with the codes of a list. */
export class MailServer {
  static readonly user = 'crowsnest';
  static readonly password = 'a-password-of-mail';
  readonly received: ReceivedMail[] = [];
  /** The addresses that it takes no mail for. */
  readonly unknown = new Set<string>();
  readonly #server: SMTPServer;

  private constructor(private readonly refusals: number[]) {
    this.#server = new SMTPServer({
      hideSTARTTLS: true,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        const isRight = username === MailServer.user && password === MailServer.password;
        done(isRight ? null : new Error('Wrong password'), isRight ? { user: username } : undefined);
      },
      onRcptTo: ({ address }, _session, done) => {
        const isUnknown = this.unknown.has(address);
        done(isUnknown ? Object.assign(new Error('No such mailbox'), { responseCode: 550 }) : null);
      },
      onData: (stream, { envelope }, done) => {
        const { mailFrom, rcptTo } = envelope;
        const from = mailFrom ? mailFrom.address : '';
        const to = rcptTo.map(({ address }) => address);
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => done(this.#take({ from, to, content: Buffer.concat(chunks).toString() })));
      },
    });
  }

  static async start(...refusals: number[]): Promise<MailServer> {
    const server = new MailServer(refusals);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server.server, 'listening');
    return server;
  }

  /** The URL by which a receiver signs in. */
  urlFor(password = MailServer.password): string {
    const { port } = this.#server.server.address() as AddressInfo;
    return `smtp://${MailServer.user}:${password}@127.0.0.1:${port}`;
  }

  /** Returns the refusal, if the mail is refused. */
  #take(mail: ReceivedMail): Error | null {
    this.received.push(mail);
    const responseCode = this.refusals.shift();
    return responseCode === undefined ? null : Object.assign(new Error('Not now'), { responseCode });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
