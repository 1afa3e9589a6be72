import { RequestLabels } from './request-labels.ts';

type Request = Parameters<RequestLabels['of']>[0];

const ANSWERED = { outcome: 'result', code: undefined, errorType: undefined, isOffered: true } as const;

describe('RequestLabels', () => {
  let labels: RequestLabels;
  beforeEach(() => void (labels = new RequestLabels()));

  const ofMethod = (method: string) => labels.of({ ...ANSWERED, method, target: undefined }).mcp_method_name;
  const ofPrompt = (target: string, end: Partial<Request> = {}) =>
    labels.of({ ...ANSWERED, ...end, method: 'prompts/get', target }).gen_ai_prompt_name;
  const ofTool = (target: string, isOffered = true) =>
    labels.of({ ...ANSWERED, method: 'tools/call', target, isOffered }).gen_ai_tool_name;

  it('name the methods of the protocol, however many others agents have sent before', () => {
    for (let other = 0; other < 1_000; other += 1) ofMethod(`other/${other}`);
    expect(ofMethod('tools/call')).toBe('tools/call');
    expect(ofMethod('subscriptions/listen')).toBe('subscriptions/listen');
    expect(ofMethod('other/1000')).toBe('_OTHER');
  });

  it('name a prompt once it was answered, and none that nobody has', () => {
    const refused = { outcome: 'error', code: -32_602, errorType: undefined } as const;
    expect(ofPrompt('plan', refused)).toBe('_OTHER');
    expect(ofPrompt('plan')).toBe('plan');
    expect(ofPrompt('plan', refused)).toBe('plan');
  });

  it('leave the names of tools their places, however many prompts there are', () => {
    for (let prompt = 0; prompt <= 1_000; prompt += 1) ofPrompt(`prompt-${prompt}`);
    expect(ofPrompt('prompt-1000')).toBe('_OTHER');
    expect(ofTool('add')).toBe('add');
    expect(ofTool('nowhere', false)).toBe('_OTHER');
  });

  it('have a limited number of codes and errors, whatever a server answers', () => {
    const errors = Array.from({ length: 1_000 }, (_, code) =>
      labels.of({ ...ANSWERED, method: 'ping', target: undefined, code, errorType: String(code) }),
    );
    expect(new Set(errors.map((error) => error.rpc_response_status_code)).size).toBe(51);
    expect(new Set(errors.map((error) => error.error_type)).size).toBe(51);
  });

  it('contain no long text of an agent', () => {
    const long = 'x'.repeat(10_000);
    expect([ofMethod(long), ofTool(long), ofPrompt(long)]).toEqual(['_OTHER', '_OTHER', '_OTHER']);
  });
});
