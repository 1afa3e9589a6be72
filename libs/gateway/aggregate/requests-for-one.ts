import { JSON_RPC } from '#edge';
import { RawMessage } from '#tools';
import { errorAnswer } from '../link/messages.ts';
import { resultOf } from './answers.ts';
import type { ListedResources } from './listed-resources.ts';
import { withinDeadline } from './member.ts';
import type { ClientRequest, Members } from './members.ts';
import { splitName } from './prefixed-name.ts';

/** Passes requests to the member whom they concern. Answers by itself only if there is none. */
export class RequestsForOne {
  constructor(
    private readonly members: Members,
    private readonly resources: ListedResources,
  ) {}

  /** Passes a request to the member whose prefix the name of a tool or prompt has. */
  async named(asked: ClientRequest): Promise<RawMessage | undefined> {
    const { id, method, params } = asked.request;
    const called = params?.['name'];
    if (typeof called !== 'string')
      return errorAnswer(id, JSON_RPC.invalidParams, '"params.name" must be a string');
    const { upstream, name = '' } = splitName(called) ?? {};
    const member = this.members.find(upstream);
    if (member) return this.members.passTo(member, { ...asked, raw: asked.raw.withParam('name', name) });
    const kind = method === 'tools/call' ? 'Tool' : 'Prompt';
    return errorAnswer(id, JSON_RPC.invalidParams, `${kind} ${called} not found`);
  }

  /** Passes a request to the member that lists a resource, or to each in turn until one knows it. */
  async ofResource(asked: ClientRequest, uri: unknown): Promise<RawMessage | undefined> {
    const { raw, request, origin } = asked;
    if (typeof uri !== 'string')
      return errorAnswer(request.id, JSON_RPC.invalidParams, '"params.uri" must be a string');
    const listedBy = this.members.find(this.resources.upstreamOf(uri));
    if (listedBy) return this.members.passTo(listedBy, asked);
    let answer: RawMessage | undefined;
    for (const member of this.members.all) {
      this.members.note(request.id, [member]);
      await member.whenBegun();
      answer = await withinDeadline(member.ask(raw, origin));
      if (resultOf(answer)) return answer;
    }
    return answer ?? errorAnswer(request.id, JSON_RPC.invalidParams, `Resource ${uri} not found`);
  }

  /** Passes on the completion of an argument of a prompt, or of a resource. */
  async complete(asked: ClientRequest): Promise<RawMessage | undefined> {
    const { request } = asked;
    const { ref } = (request.params ?? {}) as { ref?: { name?: unknown; uri?: unknown } };
    const { upstream, name } = splitName(ref?.name) ?? {};
    const member = this.members.find(upstream);
    if (!member) return this.ofResource(asked, ref?.uri);
    const params = { ...request.params, ref: { ...ref, name } };
    return this.members.passTo(member, { ...asked, raw: RawMessage.of({ ...request, params }) });
  }
}
