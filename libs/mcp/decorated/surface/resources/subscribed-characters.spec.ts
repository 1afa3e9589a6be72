import { SubscribedCharacters } from './subscribed-characters.ts';

const MAX = 16 * 1024 * 1024;

describe('SubscribedCharacters', () => {
  it('limits the total length of the URIs that a principal subscribes to in all of its sessions', () => {
    const characters = new SubscribedCharacters();
    characters.take('key-1', MAX);
    expect(() => characters.take('key-1', 1)).toThrow(/16777216 characters in all: unsubscribe first/);
    expect(() => characters.take('key-2', MAX)).not.toThrow();
    characters.giveBack('key-1', 10);
    expect(() => characters.take('key-1', 10)).not.toThrow();
    expect(() => characters.take('key-1', 1)).toThrow(/unsubscribe first/);
  });
});
