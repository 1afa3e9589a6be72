import { errorTypeOfClient, errorTypeOfServer } from './error-type.ts';

describe('the error.type of a request', () => {
  it.each([
    ['a result', { outcome: 'result' }, undefined, undefined],
    ['a question', { outcome: 'input_required' }, undefined, undefined],
    ['a result that is an error', { outcome: 'tool-error' }, 'tool_error', 'tool_error'],
    ['a call that took too long', { outcome: 'tool-error', failure: 'timeout' }, 'timeout', 'timeout'],
    ['a cancellation', { outcome: 'cancelled' }, 'cancelled', 'cancelled'],
    ['an error of the server', { outcome: 'error', code: -32_603 }, '-32603', '-32603'],
    ['an error that is the fault of who has asked', { outcome: 'error', code: -32_602 }, undefined, '-32602'],
    ['an error without a code', { outcome: 'error' }, '_OTHER', '_OTHER'],
    ['an upstream that is away', { outcome: 'error', fault: 'UNREACHABLE' }, 'UNREACHABLE', 'UNREACHABLE'],
    ['an upstream that is silent', { outcome: 'error', fault: 'HANDSHAKE_TIMEOUT' }, 'timeout', 'timeout'],
  ] as const)('that ended with %s', (_, end, ofServer, ofClient) => {
    expect([errorTypeOfServer(end), errorTypeOfClient(end)]).toEqual([ofServer, ofClient]);
  });
});
