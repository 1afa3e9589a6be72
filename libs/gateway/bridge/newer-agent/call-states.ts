import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { LinkOwner } from '../../link/upstream-link.ts';

/** Number of characters by which a state names its instance, as the id of a session does. */
const HOLDER = 8;

/**
 * The states by which agents come back to calls that are held. A state is a random value that names the call, the end of the
 * id of the instance that holds it, and a signature over both, the upstream and the agent. It has no time: the holder alone
 * knows how long it holds the call, and clocks of instances may differ.
 */
export class CallStates {
  /**
   * `own` is the id of this instance; undefined if no others can be asked. Instances that are to know states of each other
   * have the same key. Default: one that nobody else has.
   */
  constructor(
    private readonly upstream: string,
    private readonly own: () => string | undefined = () => undefined,
    private readonly key: string = randomBytes(32).toString('base64url'),
  ) {}

  /** A state of a new call. A guess is as hard as that of a key of 256 bits. */
  mint(agent: LinkOwner): string {
    const call = randomBytes(32).toString('base64url');
    const holder = this.own()?.slice(-HOLDER) ?? '';
    return [call, holder, this.#signatureOf(call, holder, agent)].join('.');
  }

  /** How the id of the instance ends that holds the call of a state; undefined unless an instance made it for the agent. */
  holderOf(state: string, agent: LinkOwner): string | undefined {
    const [call = '', holder = '', signature = ''] = state.split('.');
    const stated = Buffer.from(signature);
    const expected = Buffer.from(this.#signatureOf(call, holder, agent));
    const isOurs = stated.length === expected.length && timingSafeEqual(stated, expected);
    return isOurs && holder !== '' ? holder : undefined;
  }

  #signatureOf(call: string, holder: string, { tenantId, principalId }: LinkOwner): string {
    const signed = JSON.stringify([call, holder, this.upstream, tenantId, principalId]);
    return createHmac('sha256', this.key).update(signed).digest('base64url');
  }
}
