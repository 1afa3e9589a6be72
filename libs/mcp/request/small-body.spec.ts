import { IncomingMessage, type IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import { hasSmallBody, readSmallBody } from './small-body.ts';

const JSON_OF_10: IncomingHttpHeaders = { 'content-type': 'application/json', 'content-length': '10' };

function requestWith(headers: IncomingHttpHeaders): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { headers });
}

describe('hasSmallBody', () => {
  it.each([
    ['JSON of a known length', {}],
    ['JSON in UTF-8, which its type says', { 'content-type': 'application/json; charset=UTF-8' }],
    ['as much as is small', { 'content-length': '16384' }],
  ])('takes %s', (_, headers) => {
    expect(hasSmallBody(requestWith({ ...JSON_OF_10, ...headers }))).toBe(true);
  });

  it.each<[string, IncomingHttpHeaders]>([
    ['a longer body', { 'content-length': '16385' }],
    ['an empty body', { 'content-length': '0' }],
    ['a body of unknown length', { 'content-length': undefined, 'transfer-encoding': 'chunked' }],
    ['an encoded body', { 'content-encoding': 'gzip' }],
    ['another charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['another type', { 'content-type': 'text/plain' }],
    ['no type', { 'content-type': undefined }],
  ])('leaves %s to the parser of Express', (_, headers) => {
    expect(hasSmallBody(requestWith({ ...JSON_OF_10, ...headers }))).toBe(false);
  });
});

describe('readSmallBody', () => {
  it('joins what arrives in pieces', async () => {
    const request = requestWith(JSON_OF_10);
    const body = readSmallBody(request);
    for (const piece of ['{"a"', ':', '12345}', null]) request.push(piece);
    expect(String(await body)).toBe('{"a":12345}');
  });

  it('rejects when the client leaves before the end', async () => {
    const request = requestWith(JSON_OF_10);
    const body = readSmallBody(request);
    request.push('{"a"');
    request.destroy();
    await expect(body).rejects.toThrow('the client has left');
  });
});
